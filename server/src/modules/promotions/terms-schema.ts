import { ItemScopeSchema } from '#modules/catalog/item-scope-schema.ts'
import { Cents, Nullable, PositiveCents, strict, Text, Type, Uuid } from '#platform/contract.ts'
import { RecurringTimesSchema } from '#platform/times-schema.ts'
import type { PromotionTerms } from './promotion-types.ts'

const OffBps = Type.Integer({ minimum: 1, maximum: 10_000, description: 'basis points off' })
const Units = Type.Integer({ minimum: 1, maximum: 999 })
const Times = Nullable(Type.Integer({ minimum: 1, maximum: 999, description: 'per sale; null: as often as it fits' }))
const Steps = <P extends Parameters<typeof strict>[0]>(step: P) =>
  Type.Array(strict(step), { minItems: 1, maxItems: 10 })

const Offer = Type.Union([
  strict({
    kind: Type.Literal('threshold_off'),
    steps: Steps({ thresholdCents: PositiveCents, offCents: PositiveCents }),
    isRepeating: Type.Boolean(),
    maxTimes: Times,
  }),
  strict({
    kind: Type.Literal('threshold_rate'),
    steps: Steps({ thresholdCents: PositiveCents, offBps: OffBps }),
    capCents: Nullable(PositiveCents),
  }),
  strict({
    kind: Type.Literal('quantity_rate'),
    steps: Steps({ quantity: Units, offBps: OffBps }),
    capCents: Nullable(PositiveCents),
  }),
  strict({
    kind: Type.Literal('nth_item'),
    n: Type.Integer({ minimum: 2, maximum: 99 }),
    offBps: OffBps,
    maxTimes: Times,
  }),
  strict({
    kind: Type.Literal('bundle'),
    parts: Type.Array(strict({ scope: ItemScopeSchema, quantity: Units }), { minItems: 1, maxItems: 10 }),
    priceCents: Cents,
    maxTimes: Times,
  }),
  strict({
    kind: Type.Literal('add_on'),
    thresholdCents: PositiveCents,
    items: Type.Array(strict({ productId: Uuid, priceCents: Cents }), { minItems: 1, maxItems: 50 }),
    quantity: Units,
  }),
  strict({ kind: Type.Literal('item_rate'), offBps: OffBps }),
  strict({
    kind: Type.Literal('item_price'),
    prices: Type.Record(Type.String({ pattern: '^[0-9a-f-]{36}$' }), Cents, { maxProperties: 500 }),
  }),
])

/** `PromotionTerms` as they travel. */
export const TermsSchema = Type.Unsafe<PromotionTerms>(
  strict({
    offer: Offer,
    scope: ItemScopeSchema,
    storeIds: Nullable(Type.Array(Uuid, { minItems: 1, maxItems: 200, uniqueItems: true })),
    isMembersOnly: Type.Boolean(),
    tierIds: Nullable(Type.Array(Uuid, { minItems: 1, maxItems: 50, uniqueItems: true })),
    times: RecurringTimesSchema,
    stacking: strict({
      group: Nullable(Text(40)),
      per: Type.Enum(['line', 'sale']),
      withCoupons: Type.Boolean(),
      withMemberPrice: Type.Boolean(),
    }),
    priority: Type.Integer({ minimum: 0, maximum: 1000 }),
  }),
)
