import { strict, Type } from './contract.ts'

/** `RecurringTimes` as they travel; hours that end before they begin are the module's to refuse. */
export const RecurringTimesSchema = strict({
  weekdays: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { maxItems: 7, uniqueItems: true }),
  monthDays: Type.Array(Type.Integer({ minimum: 1, maximum: 31 }), { maxItems: 31, uniqueItems: true }),
  hours: Type.Array(
    strict({
      fromMinute: Type.Integer({ minimum: 0, maximum: 1439 }),
      untilMinute: Type.Integer({ minimum: 1, maximum: 2880, description: 'above 1,440: in the night that follows' }),
    }),
    { maxItems: 12 },
  ),
})
