import { Instant, Nullable, PositiveCents, RateBps, strict, Text, Type, Uuid } from '#platform/contract.ts'
import { maxCents } from '#shared/money.ts'
import { expiryRounds } from './expiry-rules.ts'
import { returnPolicies } from './redeem-rules.ts'

const Tender = Type.Enum(['points', 'gift_card', 'stored_value', 'other', 'cash'])

const policy = {
  points: Type.Integer({
    minimum: 0,
    maximum: 1_000_000,
    description: 'for every perCents of the basis; 0 gives none',
  }),
  perCents: Type.Integer({ minimum: 1, maximum: maxCents }),
  excludedTenders: Type.Array(Tender, { maxItems: 5, uniqueItems: true }),
  isTaxIncluded: Type.Boolean(),
  pendingDays: Type.Integer({ minimum: 0, maximum: 365 }),
  expiry: Nullable(
    strict({
      months: Type.Integer({ minimum: 1, maximum: 120 }),
      round: Type.Enum([...expiryRounds]),
    }),
  ),
}
const Version = Type.Integer({ minimum: 0, maximum: 2_000_000_000, description: '0: none was published yet' })

export const PointsRule = strict({ version: Version, ...policy })
/** Every version that was published, latest first. */
export const PointsRuleList = strict({
  items: Type.Array(strict({ version: Version, ...policy, at: Instant, authorName: Nullable(Type.String()) })),
})
export const PointsRuleSave = strict({ version: Version, ...policy })
export const PointsRuleSaved = strict({ version: Version })

const Points = Type.Integer({ minimum: 1, maximum: 1_000_000_000 })
const redeemPolicy = {
  points: Points,
  worthCents: PositiveCents,
  minPoints: Type.Integer({ minimum: 0, maximum: 1_000_000_000 }),
  stepPoints: Points,
  maxShareBps: Type.Integer({ ...RateBps, description: 'of the sale’s net; 0: points do not pay' }),
  returnedExpired: Type.Enum([...returnPolicies]),
  graceDays: Type.Integer({ minimum: 0, maximum: 365 }),
}
export const RedeemRule = strict({ version: Version, ...redeemPolicy })
export const RedeemRuleSaved = strict({ version: Version })

export const MemberParams = strict({ memberId: Uuid })

export const PointsAdjustmentCreate = strict({
  storeId: Uuid,
  deltaPoints: Type.Integer({ minimum: -1_000_000_000, maximum: 1_000_000_000, not: { const: 0 } }),
  reason: Text(200),
})
export const PointsAdjusted = strict({ adjustmentId: Uuid, balanceUnits: Type.Integer() })
