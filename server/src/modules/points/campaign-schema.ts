import { ItemScopeSchema } from '#modules/catalog/item-scope-schema.ts'
import { Cents, Instant, Nullable, PositiveCents, strict, Text, Type, Uuid } from '#platform/contract.ts'
import { RecurringTimesSchema } from '#platform/times-schema.ts'
import { campaignOccasions, capPeriods, earnChannels } from './campaign-choice-rules.ts'
import type { CampaignTerms } from './campaign-types.ts'

const Points = Type.Integer({ minimum: 1, maximum: 1_000_000 })
const Cap = Nullable(Type.Integer({ minimum: 1, maximum: 100_000_000 }))

const Give = Type.Union([
  strict({
    kind: Type.Literal('multiplier'),
    rateBps: Type.Integer({ minimum: 10_100, maximum: 200_000, description: 'of the base points; 20,000 is double' }),
  }),
  strict({ kind: Type.Literal('per_amount'), points: Points, perCents: PositiveCents }),
  strict({ kind: Type.Literal('fixed'), points: Points }),
  strict({ kind: Type.Literal('per_piece'), points: Points }),
])

/** `CampaignTerms` as they travel. */
const TermsSchema = Type.Unsafe<CampaignTerms>(
  strict({
    give: Give,
    scope: ItemScopeSchema,
    minBasisCents: Cents,
    storeIds: Nullable(Type.Array(Uuid, { minItems: 1, maxItems: 200, uniqueItems: true })),
    channels: Nullable(Type.Array(Type.Enum([...earnChannels]), { minItems: 1, maxItems: 4, uniqueItems: true })),
    tierIds: Nullable(Type.Array(Uuid, { minItems: 1, maxItems: 50, uniqueItems: true })),
    occasion: Type.Enum([...campaignOccasions]),
    times: RecurringTimesSchema,
    group: Nullable(Text(40)),
    priority: Type.Integer({ minimum: 0, maximum: 1000 }),
    caps: strict({
      salePoints: Cap,
      memberDayPoints: Cap,
      memberMonthPoints: Cap,
      memberUses: Nullable(
        strict({ count: Type.Integer({ minimum: 1, maximum: 1000 }), per: Type.Enum([...capPeriods]) }),
      ),
    }),
  }),
)

/** What a shop says of a campaign, published or only tried. */
export const CampaignDraftBody = {
  name: Text(60),
  terms: TermsSchema,
  startsAt: Instant,
  endsAt: Nullable(Instant),
  budgetPoints: Nullable(Type.Integer({ minimum: 1, maximum: 1_000_000_000 })),
}

export const SimulatedSchema = Nullable(
  strict({
    days: Type.Integer({ minimum: 1, maximum: 180 }),
    sales: Type.Integer({ minimum: 0 }),
    points: Type.Integer(),
    addedPoints: Type.Integer(),
    addedCents: Nullable(Type.Integer()),
  }),
)
