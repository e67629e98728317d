import { strict, Type } from '#platform/contract.ts'

export const BookingTermsSchema = strict({
  freeHours: Type.Integer({ minimum: 0, maximum: 720 }),
  absence: Type.Enum(['counts', 'returned']),
})
