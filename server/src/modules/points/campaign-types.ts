import type { ItemScope } from '#modules/catalog/item-scope-rules.ts'
import type { RecurringTimes } from '#shared/recurring-times.ts'
import type { CampaignOccasion, CapPeriod, EarnChannel } from './campaign-choice-rules.ts'

/** What a campaign gives beside the base rule. Every campaign rounds down once for the whole sale (R12). */
export type CampaignGive =
  /** So many times the base: 20,000 bps is double, of which the campaign gives the half above the base. */
  | { kind: 'multiplier'; rateBps: number }
  /** `points` for each full `perCents` of what counts. */
  | { kind: 'per_amount'; points: number; perCents: number }
  /** `points` once. */
  | { kind: 'fixed'; points: number }
  /** `points` for each whole piece; weighed goods have none. */
  | { kind: 'per_piece'; points: number }

/** The most that one sale, one member or all together get; null: as much as comes. */
export type CampaignCaps = {
  salePoints: number | null
  memberDayPoints: number | null
  memberMonthPoints: number | null
  /** How many sales of a member it may reach; a birthday's `year` is that birthday. */
  memberUses: { count: number; per: CapPeriod } | null
}

/** The part of a campaign that the shop decides. Plain JSON. */
export type CampaignTerms = {
  give: CampaignGive
  /** The goods that count, among those that earn points at all. */
  scope: ItemScope
  /** What of these goods must have been paid with earning tenders at least; 0: anything. */
  minBasisCents: number
  /** Null: every store, channel, tier. A list of tiers leaves out members without one. */
  storeIds: readonly string[] | null
  channels: readonly EarnChannel[] | null
  tierIds: readonly string[] | null
  occasion: CampaignOccasion
  times: RecurringTimes
  /** Of one group only the campaign that gives most is given; without a group it is added to all others. */
  group: string | null
  /** Between equals of a group the lower goes first; ties by id. */
  priority: number
  caps: CampaignCaps
}

/** One version of a campaign with the instants between which it runs, as ISO 8601 with an offset; a null end is open. */
export type Campaign = CampaignTerms & {
  campaignId: string
  version: number
  name: string
  startsAt: string
  endsAt: string | null
  budgetPoints: number | null
}

export type CapKind = 'sale' | 'member_day' | 'member_month' | 'budget'

/** A campaign as it stands open to one sale: what is left of its caps is one figure, with the name of the tightest. */
export type OpenCampaign = Pick<
  Campaign,
  'campaignId' | 'version' | 'name' | 'give' | 'scope' | 'minBasisCents' | 'group' | 'priority'
> & { capPoints: number | null; cappedBy: CapKind | null }

/** What a campaign gave to one sale, pinned to it: from this alone a refund knows what the rest still earns. */
export type CampaignGift = Pick<OpenCampaign, 'campaignId' | 'version' | 'name' | 'give' | 'minBasisCents'> & {
  /** The lines that counted. */
  lineIds: readonly string[]
  capPoints: number | null
  /** The cap that cut the points; null where none did. */
  cappedBy: CapKind | null
  points: number
}
