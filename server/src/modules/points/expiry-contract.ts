import {
  Cents,
  Count,
  Day,
  Instant,
  Nullable,
  PageOf,
  PageQuery,
  RateBps,
  strict,
  SumCents,
  Text,
  Type,
  Uuid,
} from '#platform/contract.ts'
import { expiryReaches, expiryRounds } from './expiry-rules.ts'

const Version = Type.Integer({ minimum: 0, maximum: 2_000_000_000, description: '0: none was published yet' })
const Months = Type.Integer({ minimum: 1, maximum: 120 })
const Days = Type.Integer({ minimum: 1, maximum: 3_660 })
const Points = Type.Integer({ minimum: 0 })

const ending = {
  age: Nullable(Type.Union([strict({ months: Months, round: Type.Enum([...expiryRounds]) }), strict({ days: Days })])),
  clearing: Nullable(
    strict({
      day: Type.String({
        pattern: '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
        description: 'MM-DD, the last good day',
      }),
      spareMonths: Type.Integer({ minimum: 0, maximum: 12 }),
    }),
  ),
  idle: Nullable(Type.Union([strict({ months: Months }), strict({ days: Days })])),
}
const reach = {
  reach: Type.Enum([...expiryReaches]),
  noticeDays: Type.Integer({ minimum: 0, maximum: 365 }),
}

export const ExpiryRule = strict({
  version: Version,
  ...ending,
  ...reach,
  notice: Nullable(strict({ told: Count, applied: Count, lastAppliesAt: Nullable(Instant) })),
})
export const ExpiryRuleSave = strict({ version: Version, ...ending, ...reach })
export const RuleSaved = strict({ version: Version })
export const ExpiryRuleList = strict({
  items: Type.Array(
    strict({ version: Version, ...ending, ...reach, at: Instant, authorName: Nullable(Type.String()) }),
  ),
})

const rescue = {
  graceDays: Type.Integer({ minimum: 0, maximum: 365 }),
  minPurchaseCents: Cents,
  lifeDays: Days,
}
export const RescueRule = strict({ version: Version, ...rescue })

export const RunQuery = strict({ at: Type.Optional(Instant), ...PageQuery })
export const DueLot = strict({
  lotId: Uuid,
  ownerKind: Type.String(),
  ownerId: Uuid,
  ownerName: Nullable(Type.String()),
  asset: Type.String(),
  units: Type.Integer(),
  worthCents: Nullable(SumCents),
  earnedAt: Instant,
  lastDay: Day,
  isIdle: Type.Boolean(),
})
export const DueLots = PageOf(DueLot)
export const RunAnswer = strict({ lots: Count, units: Points, isMore: Type.Boolean() })

export const ForecastQuery = strict({ from: Day, to: Day, by: Type.Enum(['day', 'month']) })
const worth = { worthCents: Nullable(SumCents) }
export const Forecast = strict({
  asOf: Nullable(Instant),
  isWhole: Type.Boolean(),
  rows: Type.Array(strict({ from: Day, points: Points, members: Count, lots: Count, ...worth })),
  laterPoints: Points,
  endlessPoints: Points,
  totalPoints: Points,
})
const Bps = Type.Integer({ minimum: 0, maximum: 10_000 })
export const Outlook = strict({
  chance: Nullable(
    strict({
      lots: { ...Count, description: 'lots that ended in the last year and were looked at' },
      marginBps: { ...Bps, description: 'half the 95 % interval of what is expected to be used, relative' },
      steps: Type.Array(strict({ daysLeft: Count, bps: Bps, quietBps: Bps, livelyBps: Bps, lots: Count })),
    }),
  ),
  rows: Type.Array(
    strict({ from: Day, points: Points, usedPoints: Points, lostPoints: Points, lostWorthCents: Nullable(SumCents) }),
  ),
})
export const EndingMemberQuery = strict({ from: Day, to: Day, ...PageQuery })
export const EndingMembers = PageOf(
  strict({
    ...{ memberId: Uuid, name: Nullable(Type.String()), day: Day, points: Points, lots: Count, ...worth },
    chanceBps: Nullable({ ...Bps, description: 'how likely they are used in time; null: too little is known' }),
  }),
)

const cohort = {
  from: Day,
  to: Day,
  minPoints: Type.Integer({ minimum: 0, maximum: 1_000_000_000 }),
  untilDay: Day,
}
const size = { members: Count, lots: Count, points: Points }
export const ExtensionQuoteRequest = strict(cohort)
export const ExtensionQuote = strict({
  ...size,
  worthCents: Nullable(SumCents),
  expectedCostCents: Nullable(SumCents),
  fingerprint: Type.String(),
})
export const ExtensionCreate = strict({ ...cohort, fingerprint: Text(64, 64), reason: Text(200) })
export const ExtensionCreated = strict({ extensionId: Uuid, ...size })
export const ExtensionList = strict({
  items: Type.Array(
    strict({
      extensionId: Uuid,
      ...cohort,
      ...size,
      worthCents: SumCents,
      expectedCostCents: Nullable(SumCents),
      reason: Type.String(),
      at: Instant,
      authorName: Nullable(Type.String()),
    }),
  ),
})

export const MemberParams = strict({ memberId: Uuid })
export const MemberEnding = strict({
  endings: Type.Array(strict({ day: Day, points: Points, ...worth })),
  rescuable: Type.Array(strict({ lotId: Uuid, points: Points, until: Instant })),
  rescue: Nullable(strict(rescue)),
  reminders: Type.Array(strict({ day: Day, step: Count, points: Points, at: Instant })),
})

const Section = strict({ code: Type.String(), title: Type.String(), sentences: Type.Array(Type.String()) })
export const RulesQuery = strict({ language: Type.Optional(Type.Enum(['zh', 'en'])) })
export const PublicRules = strict({
  version: Version,
  at: Instant,
  merchantName: Type.String(),
  sections: Type.Array(Section),
})
export const RulesVersions = strict({
  ...PublicRules.properties,
  isKept: Type.Boolean(),
  versions: Type.Array(strict({ version: Version, at: Instant, accepted: Count })),
})
export const MyAcceptance = strict({
  version: Version,
  acceptedVersion: Nullable(Version),
  acceptedAt: Nullable(Instant),
})
export const MemberAcceptance = strict({
  version: Version,
  accepted: Nullable(strict({ version: Version, at: Instant, how: Type.Enum(['enrolment', 'portal', 'staff']) })),
})
export const AcceptRules = strict({ version: Version })

const Estimate = strict({
  expectedBps: RateBps,
  lowBps: RateBps,
  highBps: RateBps,
  curveBps: Type.Array(Type.Integer()),
  cohorts: Count,
})
const TooLittle = strict({
  tooLittle: Type.Enum(['months', 'points', 'young']),
  months: Count,
  points: Type.Integer(),
  neededMonths: Count,
})
export const LiabilityMonth = strict({
  month: Day,
  issuedPoints: Type.Integer(),
  redeemedPoints: Type.Integer(),
  expiredPoints: Type.Integer(),
  outstandingPoints: Type.Integer(),
  redemptionCostCents: SumCents,
  deferredCents: SumCents,
  revenueCents: SumCents,
  liabilityCents: SumCents,
  expectedBps: RateBps,
  isEstimate: Type.Boolean(),
})
export const Liability = strict({
  outstandingPoints: Points,
  worthCents: Nullable(SumCents),
  expectedCents: Nullable(SumCents),
  estimate: Type.Union([Estimate, TooLittle]),
  backTest: Nullable(strict({ months: Count, predictedPoints: Type.Integer(), actualPoints: Type.Integer() })),
  byMonth: Type.Array(strict({ month: Nullable(Day), points: Points, members: Count, ...worth })),
  months: Type.Array(LiabilityMonth),
})
export const JournalQuery = strict({ from: Day, to: Day })
export const JournalFile = Type.Unsafe<string>(Type.String({ description: 'CSV' }))

/** Points of a member that have ended and can be brought back by a purchase, or spent in a rescue of the mall. */
export const MyRescue = strict({
  items: Type.Array(strict({ points: Points, until: Instant })),
  minPurchaseCents: SumCents,
  lifeDays: Count,
})

const extension = { extensionId: Uuid, at: Instant, points: Count, day: Day, reason: Type.String() }
export const MyExtensions = strict({ items: Type.Array(strict(extension)) })
export const MemberExtensions = strict({
  items: Type.Array(strict({ ...extension, authorName: Nullable(Type.String()) })),
})
