import { addDays, localDay, startOfLocalDay } from '#shared/business-day.ts'
import type { CampaignGift, OpenCampaign } from './campaign-types.ts'
import { type EndingRule, endingTerms, type ExpiryRound, never } from './expiry-rules.ts'

/** How a sale earns (R12). */
export type EarnRule = {
  /** `points` for every `perCents` of the basis, floored once per sale. */
  points: number
  perCents: number
  /** Tenders that earn nothing, because they were not money or earned when they were bought. */
  excludedTenders: readonly string[]
  isTaxIncluded: boolean
  /** Campaigns open to this very sale, before it is priced. */
  campaigns?: readonly OpenCampaign[]
  /** What campaigns gave, as the booked sale keeps it: from this a refund knows what the rest still earns (R14). */
  given?: readonly CampaignGift[]
}

/** How long earned points live; null: for ever. */
export type ExpiryRule = { months: number; round: ExpiryRound } | null

/** A published version of the rules. Its version is pinned to every lot granted under it. */
export type EarnPolicy = {
  version: number
  rule: EarnRule
  /** Age in months, where that is how they end; the whole of it is `ending`. */
  expiry: ExpiryRule
  /** How they end; absent: by `expiry` alone. */
  ending?: EndingRule & { version: number }
  /** Days that earned points wait before they can be spent; 0: usable at once (R13). */
  pendingDays: number
}

/** How points of a policy end. */
export function endingOf({ ending, expiry }: Pick<EarnPolicy, 'ending' | 'expiry'>): EndingRule {
  return ending ?? { ...never, age: expiry }
}

/** The terms of a lot of points earned at `at` in a store's zone: valid through the local day, stored as an exclusive instant (R11). */
export function pointsTerms(policy: EarnPolicy, at: Date, zone: string) {
  const { version, ending, pendingDays } = policy
  const ruleVersion = ending ? `points-${version}/${ending.version}` : `points-${version}`
  const usableFrom = pendingDays === 0 ? at : startOfLocalDay(addDays(localDay(at, zone), pendingDays), zone)
  const { expiry, idle } = endingTerms(endingOf(policy), at, zone)
  return { ruleVersion, usableFrom, expiry, ...(idle ? { idle } : {}) }
}
