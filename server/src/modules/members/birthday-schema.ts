import { Nullable, strict, Type } from '#platform/contract.ts'

/** A birthday as it is written and answered: by which calendar, with or without its year. */
export const Birthday = strict({
  calendar: Type.Enum(['solar', 'lunar']),
  year: Nullable(Type.Integer({ minimum: 1850, maximum: 2200 })),
  month: Type.Integer({ minimum: 1, maximum: 12 }),
  date: Type.Integer({ minimum: 1, maximum: 31 }),
  isLeapMonth: Type.Boolean(),
})
