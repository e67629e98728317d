import { Count, Day, Nullable, strict, SumCents, Text, Type, Uuid } from '#platform/contract.ts'
import { specialKinds } from './special-rules.ts'

const Points = Type.Integer({ minimum: 1, maximum: 1_000_000_000 })

const terms = {
  kind: Type.Enum([...specialKinds]),
  name: Text(60),
  fromDay: Day,
  toDay: Day,
  weekDays: Nullable(
    Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7, uniqueItems: true }),
  ),
  monthDays: Nullable(
    Type.Array(Type.Integer({ minimum: 1, maximum: 31 }), { minItems: 1, maxItems: 31, uniqueItems: true }),
  ),
  withinDays: Nullable(Type.Integer({ minimum: 1, maximum: 366, description: 'points that end within so many days' })),
  minEnding: Type.Integer({ minimum: 0, maximum: 1_000_000_000, description: 'at least so many of them' }),
  rateBps: Nullable(
    Type.Integer({
      minimum: 1,
      maximum: 50_000,
      description: 'the share of the price that is paid; of worth: what a point is worth',
    }),
  ),
  tillRateBps: Nullable(
    Type.Integer({
      minimum: 10_001,
      maximum: 50_000,
      description: 'of a redemption day: what a point is worth at the till',
    }),
  ),
  budgetPoints: Nullable(Points),
}
const price = strict({ rewardId: Uuid, points: Points })

export const SpecialParams = strict({ specialId: Uuid })
export const SpecialCreate = strict({ ...terms, prices: Type.Array(price, { maxItems: 200 }) })
export const SpecialAnswer = strict({ specialId: Uuid })
export const Outlook = strict({
  days: Type.Array(Day),
  audience: Nullable(strict({ members: Count, points: SumCents })),
  rewards: Type.Array(strict({ rewardId: Uuid, name: Type.String(), points: Points, specialPoints: Points })),
  likelyPoints: Nullable(SumCents),
  likelyTillPoints: SumCents,
  mostPoints: Nullable(SumCents),
  mostCents: Nullable(SumCents),
})
export const SpecialList = strict({
  items: Type.Array(
    strict({
      id: Uuid,
      ...terms,
      prices: Type.Array(price),
      usedPoints: SumCents,
      usedCents: Nullable(SumCents),
      uses: Count,
      state: Type.Enum(['on', 'coming', 'over']),
      isToday: Type.Boolean(),
      outlook: Nullable(
        strict({ members: Count, points: SumCents, mostPoints: Nullable(SumCents), mostCents: Nullable(SumCents) }),
      ),
    }),
  ),
})
