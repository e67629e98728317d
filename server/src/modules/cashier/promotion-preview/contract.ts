import { Count, Instant, Nullable, PositiveCents, strict, SumCents, Text, Type, Uuid } from '#platform/contract.ts'
import { TermsSchema } from '#modules/promotions/terms-schema.ts'

export const PromotionPreviewRequest = strict({
  promotionId: Nullable({ ...Uuid, description: 'whose next version it is; null: a new promotion' }),
  days: Type.Integer({ minimum: 1, maximum: 90 }),
  name: Text(60),
  terms: TermsSchema,
  useLimit: Nullable(Type.Integer({ minimum: 1, maximum: 100_000_000 })),
  memberLimit: Nullable(Type.Integer({ minimum: 1, maximum: 1000 })),
  budgetCents: Nullable(PositiveCents),
})

/** What a draft would have done to the sales of the last days. */
export const PromotionPreview = strict({
  days: Count,
  since: Instant,
  isCut: Type.Boolean({ description: 'there were more sales than were looked at' }),
  sales: Count,
  touchedSales: Count,
  touchedMembers: Count,
  offCents: Type.Integer({ ...SumCents, description: 'what these sales would have brought in less' }),
  touchedCents: SumCents,
  spentAt: Nullable(Instant),
  items: Type.Array(
    strict({ itemId: Uuid, name: Type.String(), quantityMilli: Type.Integer(), offCents: Type.Integer() }),
  ),
})
