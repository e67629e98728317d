import {
  Count,
  Instant,
  Nullable,
  PageOf,
  PageQuery,
  PositiveCents,
  strict,
  SumCents,
  Text,
  Type,
  Uuid,
} from '#platform/contract.ts'
import { TermsSchema } from './terms-schema.ts'
import type { Promotion as PromotionFacts } from './promotion-types.ts'

const Limit = Nullable(Type.Integer({ minimum: 1, maximum: 100_000_000 }))
const draft = {
  name: Text(60),
  terms: TermsSchema,
  startsAt: Instant,
  endsAt: Nullable(Instant),
  useLimit: Limit,
  memberLimit: Nullable(Type.Integer({ minimum: 1, maximum: 1000 })),
  budgetCents: Nullable(PositiveCents),
}

export const PromotionParams = strict({ promotionId: Uuid })
export const PromotionQuery = strict(PageQuery)
export const PromotionCreate = strict(draft)
export const PromotionChange = strict({
  version: Type.Integer({ minimum: 1 }),
  validFrom: Nullable(Instant),
  ...draft,
})
export const PromotionAnswer = strict({ promotionId: Uuid, version: Type.Optional(Type.Integer()) })

const shown = {
  promotionId: Uuid,
  version: Type.Integer(),
  shownVersion: Type.Integer(),
  validFrom: Instant,
  validUntil: Nullable(Instant),
  state: Type.Enum(['planned', 'running', 'ended']),
  createdAt: Instant,
  uses: Count,
  offCents: SumCents,
}
export const PromotionPage = PageOf(strict({ ...shown, ...draft }))
export const PromotionView = strict({
  ...shown,
  ...draft,
  versions: Type.Array(
    strict({
      version: Type.Integer(),
      validFrom: Instant,
      validUntil: Nullable(Instant),
      at: Instant,
      authorId: Nullable(Uuid),
      ...draft,
    }),
  ),
})

export const TillPromotionQuery = strict({ storeId: Uuid })
export const TillPromotionList = strict({
  items: Type.Array(
    Type.Unsafe<PromotionFacts>(
      Type.Object(
        { promotionId: Uuid, version: Type.Integer(), name: Type.String(), startsAt: Instant },
        {
          additionalProperties: true,
          description: 'a promotion as pricing takes it',
        },
      ),
    ),
  ),
})
