import { Day, Nullable, strict, Type, Uuid } from '#platform/contract.ts'

export const TillSettingsQuery = strict({ storeId: Uuid })

/** What the till prices with beside the catalogue. */
export const TillSettings = strict({
  storeId: Uuid,
  storeNumber: Type.Integer(),
  timeZone: Type.String(),
  currency: Type.String(),
  earnRule: Nullable(
    strict({
      points: Type.Integer(),
      perCents: Type.Integer(),
      excludedTenders: Type.Array(Type.String()),
      isTaxIncluded: Type.Boolean(),
    }),
  ),
  redeemRule: Nullable(
    strict({
      points: Type.Integer(),
      worthCents: Type.Integer(),
      minPoints: Type.Integer(),
      stepPoints: Type.Integer(),
      maxShareBps: Type.Integer(),
    }),
  ),
  /** Redemption days of the coming week: points are worth more then, while there is a line. */
  redeemDays: Type.Array(
    strict({
      day: Day,
      specialId: Uuid,
      name: Type.String(),
      rateBps: Type.Integer(),
      leftPoints: Nullable(Type.Integer()),
    }),
  ),
  cashRounding: strict({
    stepCents: Type.Integer(),
    mode: Type.Union([Type.Literal('nearest'), Type.Literal('down')]),
  }),
})
