import {
  Cents,
  Count,
  Cursor,
  Day,
  Instant,
  Nullable,
  PageOf,
  strict,
  SumCents,
  Text,
  Type,
  Uuid,
} from '#platform/contract.ts'
import { mostEarlyHours } from '#shared/early-hours.ts'
import type { ProgrammeTerms } from './programme-rules.ts'

const Colour = Type.Integer({ minimum: 0, maximum: 5, description: 'the shade of the badge' })
const TierName = Text(20)
const Rank = Type.Integer({ minimum: 0, maximum: 9, description: '0 is the base level' })
const Units = Type.Integer({ minimum: 0, maximum: 1_000_000_000_000, description: 'cents, visits or growth' })
const Measure = Type.Enum(['spend', 'visits', 'growth'])
const Window = Type.Enum(['calendar_year', 'rolling_12_months', 'lifetime'])

const couponGift = {
  benefitId: Uuid,
  templateId: Uuid,
  quantity: Type.Integer({ minimum: 1, maximum: 20 }),
  costCents: Cents,
}
const Benefit = Type.Union([
  strict({ kind: Type.Literal('member_price'), benefitId: Uuid, priceListId: Uuid }),
  strict({
    kind: Type.Literal('points_times'),
    benefitId: Uuid,
    timesBps: Type.Integer({ minimum: 10_001, maximum: 100_000, description: '15,000 is 1.5 times' }),
  }),
  strict({
    kind: Type.Literal('gift'),
    ...couponGift,
    every: Type.Enum(['month', 'quarter', 'year']),
    isAutomatic: Type.Boolean(),
  }),
  strict({ kind: Type.Literal('upgrade_gift'), ...couponGift }),
  strict({
    kind: Type.Literal('birthday_gift'),
    ...couponGift,
    daysBefore: Type.Integer({ minimum: 0, maximum: 30 }),
  }),
  strict({ kind: Type.Literal('queue_rank'), benefitId: Uuid, rank: Type.Integer({ minimum: 1, maximum: 9 }) }),
  strict({
    kind: Type.Literal('early_access'),
    benefitId: Uuid,
    hours: Type.Integer({ minimum: 1, maximum: mostEarlyHours }),
  }),
  strict({ kind: Type.Literal('named'), benefitId: Uuid, name: Text(60) }),
])
const Benefits = Type.Array(Benefit, { maxItems: 20 })

/** Read-only lists on our side, which a schema cannot say. */
export const Terms = Type.Unsafe<ProgrammeTerms>(
  strict({
    measure: Measure,
    window: Window,
    growth: strict({
      perCents: Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'cents for one unit; 0: none' }),
      perVisit: Type.Integer({ minimum: 0, maximum: 10_000 }),
      perAction: Type.Optional(
        Type.Integer({ minimum: 0, maximum: 10_000, description: 'for each action that points are given for' }),
      ),
    }),
    demotion: Type.Enum(['one_step', 'to_balance', 'never']),
    graceDays: Type.Integer({ minimum: 0, maximum: 180 }),
    base: strict({ name: TierName, colour: Colour, benefits: Benefits }),
    levels: Type.Array(strict({ tierId: Uuid, name: TierName, colour: Colour, units: Units, benefits: Benefits }), {
      minItems: 1,
      maxItems: 9,
    }),
  }),
)

export const TierList = strict({
  /** Null before a programme was published. */
  version: Nullable(Type.Integer()),
  base: strict({ name: TierName, colour: Colour }),
  items: Type.Array(
    strict({
      tierId: Uuid,
      level: Type.Integer({ minimum: 1, description: 'rank; the base level is 0' }),
      name: TierName,
      colour: Colour,
      isArchived: Type.Boolean({ description: 'dropped from the programme; members may still stand on it' }),
    }),
  ),
})

export const Programme = strict({
  version: Type.Integer({ minimum: 0, description: '0: none is published' }),
  terms: Nullable(Terms),
  publishedAt: Nullable(Instant),
  publishedBy: Nullable(Type.String()),
  unplaced: Nullable(Count),
})
export const ProgrammeVersions = strict({
  items: Type.Array(
    strict({ version: Type.Integer(), terms: Terms, publishedAt: Instant, publishedBy: Nullable(Type.String()) }),
  ),
})
export const ProgrammePublish = strict({ version: Type.Integer({ minimum: 0 }), terms: Terms })
export const ProgrammePublished = strict({ version: Type.Integer() })

const Flow = strict({ from: Rank, to: Rank, members: Count })
export const Simulation = strict({
  members: Count,
  up: Count,
  downLater: Count,
  flows: Type.Array(Flow),
  laterFlows: Type.Array(Flow),
  levels: Type.Array(
    strict({
      ...{ rank: Rank, now: Count, atOnce: Count, later: Count, yearCents: SumCents },
      costs: Type.Array(strict({ benefitId: Uuid, kind: Type.String(), yearCents: SumCents })),
    }),
  ),
  distances: Type.Array(strict({ rank: Rank, tenths: Type.Array(Count) })),
  yearCostCents: SumCents,
})
export const SimulationRequest = strict({ terms: Terms })
export const FlowRequest = strict({ terms: Terms, from: Rank, to: Rank, when: Type.Enum(['at_once', 'later']) })
const Person = { memberId: Uuid, name: Type.String(), number: Type.String() }
export const FlowMembers = strict({
  items: Type.Array(strict({ ...Person, reached: Rank, units: Units })),
})

export const MemberParams = strict({ memberId: Uuid })
export const TierParams = strict({ tierId: Uuid })

const Progress = strict({
  units: Units,
  next: Nullable(strict({ tierId: Uuid, neededUnits: Units, missingUnits: Units })),
  keep: Nullable(strict({ neededUnits: Units, missingUnits: Units, byDay: Day, isGrace: Type.Boolean() })),
})
export const MemberTier = strict({
  /** Null: the merchant has no programme. */
  version: Nullable(Type.Integer()),
  measure: Measure,
  window: Window,
  tierId: Nullable(Uuid),
  earnedTierId: Nullable(Uuid),
  name: TierName,
  colour: Colour,
  reachedDay: Nullable(Day),
  grant: Nullable(strict({ tierId: Uuid, untilDay: Day })),
  progress: Progress,
  benefits: Benefits,
  gifts: Type.Array(
    strict({
      benefitId: Uuid,
      name: Type.String({ description: 'of the coupon' }),
      quantity: Count,
      taken: Count,
      left: Count,
      renewsOn: Day,
      isAutomatic: Type.Boolean(),
    }),
  ),
  flags: strict({ queueRank: Type.Integer(), earlyHours: Type.Integer(), pointsTimesBps: Type.Integer() }),
})
export const TierChanges = strict({
  items: Type.Array(
    strict({
      id: Uuid,
      fromTierId: Nullable(Uuid),
      toTierId: Nullable(Uuid),
      cause: Type.Enum(['earned', 'review', 'grant', 'grant_end', 'merge', 'merge_undo', 'import', 'programme']),
      units: Units,
      day: Day,
      at: Instant,
      actorName: Nullable(Type.String()),
      reason: Nullable(Type.String()),
    }),
  ),
})

export const TierMemberQuery = strict({
  tierId: Type.Optional(Uuid),
  /** Members with something due: in grace, with a grant that ends, or reviewed soonest first. */
  only: Type.Optional(Type.Enum(['grace', 'granted'])),
  cursor: Type.Optional(Cursor),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
})
export const TierMemberPage = PageOf(
  strict({
    ...{ id: Uuid, name: Type.String(), number: Type.String() },
    tierId: Nullable(Uuid),
    units: Units,
    reviewDay: Nullable(Day),
    graceUntilDay: Nullable(Day),
    grantedUntilDay: Nullable(Day),
  }),
)

export const TierGrantCreate = strict({ tierId: Uuid, untilDay: Day, reason: Text(200) })
export const TierGrantAnswer = strict({ grantId: Uuid })
export const TierGrantEnd = strict({ reason: Text(200) })
export const MemberAnswer = strict({ memberId: Uuid })
export const GrowthCreate = strict({
  units: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  day: Type.Optional(Day),
  reason: Text(200),
})
export const GrowthAnswer = strict({ growthId: Uuid })
export const TierGiftClaim = strict({ benefitId: Uuid, storeId: Uuid })
export const MyTierGiftClaim = strict({ benefitId: Uuid })
export const TierGiftClaimed = strict({ couponId: Uuid, left: Count })

export const ReportQuery = strict({ from: Day, to: Day })
export const BenefitReport = strict({
  items: Type.Array(
    strict({
      tierId: Nullable(Uuid),
      benefitId: Uuid,
      kind: Type.String(),
      entitled: Count,
      members: Count,
      given: Count,
      used: Count,
      costCents: SumCents,
    }),
  ),
})
const Interval = strict({ meanCents: SumCents, lowCents: SumCents, highCents: SumCents })
export const TierLift = strict({
  days: Count,
  risen: Count,
  compared: Count,
  /** Null: too few on either side to say anything. */
  lift: Nullable(Interval),
})
