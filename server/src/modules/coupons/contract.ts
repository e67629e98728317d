import { ItemScopeSchema } from '#modules/catalog/item-scope-schema.ts'
import {
  Cents,
  Count,
  Cursor,
  Day,
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
import { RecurringTimesSchema } from '#platform/times-schema.ts'
import type { Audience as AudienceTerms } from './audience-rules.ts'
import type { Coupon as CouponFacts, CouponTerms } from './coupon-types.ts'

const OffBps = Type.Integer({ minimum: 1, maximum: 10_000, description: 'basis points off' })

const Benefit = Type.Union([
  strict({ kind: Type.Literal('amount'), offCents: PositiveCents }),
  strict({ kind: Type.Literal('percent'), offBps: OffBps, capCents: Nullable(PositiveCents) }),
  strict({
    kind: Type.Literal('gift'),
    productId: Uuid,
    quantity: Type.Integer({ minimum: 1, maximum: 99, description: 'units' }),
    priceCents: Type.Optional(Type.Integer({ ...Cents, description: 'what each unit still costs; left out: nothing' })),
  }),
])

const Stacking = strict({
  group: Nullable(Text(40)),
  perSale: Type.Integer({ minimum: 1, maximum: 20 }),
  withPromotions: Type.Boolean(),
  withMemberPrice: Type.Boolean(),
})

const terms = {
  benefit: Benefit,
  thresholdCents: Cents,
  scope: ItemScopeSchema,
  storeIds: Nullable(Type.Array(Uuid, { minItems: 1, maxItems: 200, uniqueItems: true })),
  times: RecurringTimesSchema,
  stacking: Stacking,
  priority: Type.Integer({ minimum: 0, maximum: 1000 }),
}

/** Read-only lists on our side, which a schema cannot say. */
const Terms = Type.Unsafe<CouponTerms>(strict(terms))

const Validity = Type.Union([
  strict({
    kind: Type.Literal('after_issue'),
    startsAfterDays: Type.Integer({ minimum: 0, maximum: 365 }),
    days: Type.Integer({ minimum: 1, maximum: 3650 }),
  }),
  strict({ kind: Type.Literal('fixed'), startsDay: Day, endsDay: Day }),
])

const Limit = Nullable(Type.Integer({ minimum: 1, maximum: 100_000_000 }))

const template = {
  name: Text(60),
  note: Text(300, 0),
  terms: Terms,
  validity: Validity,
  isClaimable: Type.Boolean(),
  claimOpensAt: Nullable(Instant),
  totalLimit: Limit,
  memberLimit: Nullable(Type.Integer({ minimum: 1, maximum: 1000 })),
  budgetCents: Nullable(PositiveCents),
  returnGraceDays: Type.Integer({ minimum: 0, maximum: 90 }),
}

const figures = { issued: Count, unused: Count, used: Count, expired: Count, uses: Count, offCents: SumCents }
const stored = { couponTemplateId: Uuid, version: Type.Integer(), createdAt: Instant, stoppedAt: Nullable(Instant) }

export const CouponTemplateSave = strict(template)
export const CouponTemplateChange = strict({ version: Type.Integer({ minimum: 1 }), ...template })
export const CouponTemplate = strict({ ...stored, ...template })
export const CouponTemplatePage = PageOf(strict({ ...stored, ...template, ...figures }))
export const CouponTemplateAnswer = strict({ couponTemplateId: Uuid, version: Type.Optional(Type.Integer()) })
export const CouponTemplateParams = strict({ couponTemplateId: Uuid })
export const CouponTemplateQuery = strict(PageQuery)

const Days = Type.Integer({ minimum: 0, maximum: 3_660, description: 'days before today' })
const Bound = Nullable(Type.Union([Type.Number({ minimum: -1e12, maximum: 1e12 }), Day]))

const Audience = Type.Unsafe<AudienceTerms>(
  strict({
    tierIds: Type.Array(Nullable(Uuid), { maxItems: 50, description: 'null: the base level; empty: any' }),
    fields: Type.Array(
      strict({
        code: Text(40),
        values: Type.Array(Type.Union([Text(500), Type.Boolean()]), { minItems: 1, maxItems: 100 }),
      }),
      { maxItems: 20 },
    ),
    ranges: Type.Optional(
      Type.Array(strict({ code: Text(40), from: Bound, until: Bound }), {
        maxItems: 20,
        description: 'fields that are a number or a date, bounds in it; null: none on that side',
      }),
    ),
    birthdayMonths: Type.Array(Type.Integer({ minimum: 1, maximum: 12 }), { maxItems: 12 }),
    storeIds: Type.Array(Uuid, { maxItems: 200, description: 'home stores; empty: any' }),
    tagIds: Type.Optional(Type.Array(Uuid, { maxItems: 100, description: 'one of these tags; empty: any' })),
    withoutTagIds: Type.Optional(Type.Array(Uuid, { maxItems: 100, description: 'none of these tags' })),
    minDaysSinceVisit: Nullable(Days),
    maxDaysSinceVisit: Nullable(Days),
    spendDays: Type.Integer({ minimum: 1, maximum: 3_660, description: 'the last days whose spend counts' }),
    minSpendCents: Nullable(Cents),
    maxSpendCents: Nullable(Cents),
  }),
)
export const CouponAudienceAsk = strict({ audience: Audience })
export const CouponAudienceQuote = strict({
  members: Count,
  given: Count,
  leftInPool: Nullable(Count),
  cost: strict({
    mostCents: Nullable(SumCents),
    usualCents: Nullable(SumCents),
    usedBps: Nullable(Type.Integer({ minimum: 0, maximum: 10_000 })),
  }),
  sample: Type.Array(strict({ memberId: Uuid, name: Type.String(), number: Type.String() })),
  fingerprint: Type.String(),
})
export const CouponAudienceIssue = strict({ audience: Audience, reason: Text(200, 0), fingerprint: Text(64) })
export const CouponIssueCreate = strict({
  memberIds: Type.Array(Uuid, { minItems: 1, maxItems: 5000 }),
  reason: Text(200, 0),
})
export const CouponIssued = strict({ couponIssueId: Uuid, issued: Count, skippedIds: Type.Array(Uuid) })
export const CouponAudienceIssued = strict({
  couponIssueId: Uuid,
  issued: Count,
  waiting: { ...Count, description: 'who get theirs piece by piece from now on' },
})
export const CouponCodesCreate = strict({
  quantity: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  reason: Text(200, 0),
})
export const CouponCodesMade = strict({ couponIssueId: Uuid, quantity: Count })
export const CouponIssueParams = strict({ couponIssueId: Uuid })
export const CouponIssueList = strict({
  items: Type.Array(
    strict({
      couponIssueId: Uuid,
      kind: Type.Enum(['given', 'claimed', 'codes']),
      quantity: Count,
      opened: Count,
      reason: Type.String(),
      at: Instant,
      authorId: Nullable(Uuid),
      exportedAt: Nullable(Instant),
      canExport: Type.Boolean(),
      audience: Nullable(Audience),
      // Of an issue that is handed out piece by piece.
      run: Nullable(strict({ given: Count, skipped: Count, endedAt: Nullable(Instant), isStopped: Type.Boolean() })),
    }),
  ),
})
export const CodesFile = Type.String({ description: 'one code a line' })

export const MemberParams = strict({ memberId: Uuid })
const State = Type.Enum(['usable', 'used', 'expired'])
export const MemberCouponQuery = strict({
  state: State,
  cursor: Type.Optional(Cursor),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
})
const held = {
  couponId: Uuid,
  couponTemplateId: Uuid,
  name: Type.String(),
  note: Type.String(),
  terms: Terms,
  startsAt: Instant,
  endsAt: Instant,
}
export const MemberCouponPage = PageOf(
  strict({
    ...held,
    issuedAt: Instant,
    status: Type.Enum(['unused', 'offered', 'used', 'void']),
    usedAt: Nullable(Instant),
    saleId: Nullable(Uuid),
    offCents: Nullable(Cents),
  }),
)

const Coupon = Type.Unsafe<CouponFacts>(
  strict({
    ...terms,
    couponId: Uuid,
    templateId: Uuid,
    name: Type.String(),
    memberId: Nullable(Uuid),
    startsAt: Instant,
    endsAt: Instant,
  }),
)
export const UsableCouponParams = strict({ storeId: Uuid, memberId: Uuid })
export const UsableCouponList = strict({
  items: Type.Array(
    strict({ coupon: Coupon, note: Type.String(), reason: Nullable(Type.String({ description: 'a refusal’s code' })) }),
  ),
})

export const CouponCodeOpen = strict({ code: Text(40), memberId: Nullable(Uuid), storeId: Uuid })
export const CouponCodeOpened = strict({ couponId: Uuid })
export const CouponParams = strict({ couponId: Uuid })
export const CouponView = strict({
  coupon: Coupon,
  status: Type.Enum(['unused', 'offered', 'used', 'void']),
  note: Type.String(),
})

export const MyCouponPage = strict({
  items: Type.Array(
    strict({
      couponId: Uuid,
      name: Type.String(),
      note: Type.String(),
      terms: Terms,
      startsAt: Instant,
      endsAt: Instant,
      status: Type.Enum(['unused', 'offered', 'used', 'void']),
      usedAt: Nullable(Instant),
      saleId: Nullable(Uuid),
      offCents: Nullable(Cents),
      hasBudget: Type.Boolean({ description: 'all of its kind together take off so much and no more' }),
    }),
  ),
  names: Type.Record(Uuid, Type.String(), { description: 'of products, categories and stores in the terms' }),
  next: Nullable(Cursor),
})

/** A template as somebody reads it who does not sign in: a sentence for each limit, in both languages. */
export const CouponLinkParams = strict({ token: Text(200) })
export const CouponLinkView = strict({
  kind: Type.Enum(['claim', 'gift']),
  merchantName: Type.String(),
  name: Type.String(),
  note: Type.String(),
  benefit: Benefit,
  giftName: Nullable(Type.String({ description: 'of a coupon that gives an item' })),
  restrictions: strict({ zh: Type.Array(Type.String()), en: Type.Array(Type.String()) }),
  state: Type.Enum(['open', 'soon', 'over', 'gone']),
  opensAt: Nullable(Instant),
  endsAt: Nullable(Instant),
})
export const CouponClaimLink = strict({ token: Type.String(), path: Type.String() })
export const CouponScore = strict({
  score: Type.Integer({ minimum: 0, maximum: 100, description: '0: no strings' }),
  ease: Type.Enum(['easy', 'fair', 'hard']),
  restrictions: strict({ zh: Type.Array(Type.String()), en: Type.Array(Type.String()) }),
})
export const CouponTokenInput = strict({ token: Text(200) })
export const CouponClaimed = strict({ couponId: Uuid })
export const CouponOffer = strict({ couponId: Uuid })
export const CouponOffered = strict({ couponGiftId: Uuid, token: Type.String(), path: Type.String(), endsAt: Instant })
export const CouponGiftParams = strict({ couponGiftId: Uuid })
export const MyCouponGifts = strict({
  items: Type.Array(
    strict({
      couponGiftId: Uuid,
      couponId: Uuid,
      name: Type.String(),
      state: Type.Enum(['open', 'accepted', 'returned']),
      offeredAt: Instant,
      endsAt: Instant,
      token: Nullable(Type.String()),
    }),
  ),
})
