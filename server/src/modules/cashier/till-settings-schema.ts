import { Nullable, strict, Type, Uuid } from '#platform/contract.ts'

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
  cashRounding: strict({
    stepCents: Type.Integer(),
    mode: Type.Union([Type.Literal('nearest'), Type.Literal('down')]),
  }),
})
