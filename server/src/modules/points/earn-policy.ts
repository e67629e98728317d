import { sql } from 'kysely'
import { knownWithin, type Span } from '#platform/known-facts.ts'
import type { Work } from '#platform/work.ts'
import { campaignOf, liveCampaigns, type LiveCampaignRow } from './campaign-queries.ts'
import type { Campaign } from './campaign-types.ts'
import type { EarnPolicy } from './earn-rules.ts'
import { endingOfRow, type EndingRow, latestEnding } from './expiry-policy.ts'
import type { ExpiryRound } from './expiry-rules.ts'
import { tierCampaign, type TierTimes } from './tier-campaign-rules.ts'

type PolicyRow = {
  version: number
  points: number
  perCents: number
  excludedTenders: string[]
  isTaxIncluded: boolean
  pendingDays: number
  expiryMonths: number | null
  expiryRound: ExpiryRound
  /** How points end as last published; absent where a version of long ago is asked for. */
  ending?: EndingRow | null
}

const policyColumns = sql`version, points, per_cents, excluded_tenders, is_tax_included, pending_days, expiry_months, expiry_round`

/** The rules as last published, also when they give nothing; null where none ever were. One statement of the caller's flight. */
export async function readPublishedPolicy(work: Work): Promise<EarnPolicy | null> {
  const [row] = await work.send<PolicyRow>(sql`
    select ${policyColumns}, ${latestEnding(work)} as ending from points.rule
     where merchant_id = ${work.merchantId} order by version desc limit 1`)
  return row ? policyOf(row) : null
}

export type PublishedPolicy = EarnPolicy & { at: Date; authorId: string | null }

/** Every version that was published, latest first, with when and by whom. */
export async function readPolicyVersions(work: Work): Promise<PublishedPolicy[]> {
  const rows = await work.send<PolicyRow & Pick<PublishedPolicy, 'at' | 'authorId'>>(sql`
    select ${policyColumns}, at, author_id from points.rule
     where merchant_id = ${work.merchantId} order by version desc limit 200`)
  return rows.map((row) => ({ ...policyOf(row), at: row.at, authorId: row.authorId }))
}

function policyOf(row: PolicyRow): EarnPolicy {
  const { version, points, perCents, excludedTenders, isTaxIncluded, pendingDays, expiryMonths, expiryRound } = row
  const policy = { version, rule: { points, perCents, excludedTenders, isTaxIncluded }, pendingDays }
  if (!row.ending)
    return { ...policy, expiry: expiryMonths === null ? null : { months: expiryMonths, round: expiryRound } }
  const ending = endingOfRow(row.ending)
  return { ...policy, expiry: ending.age && 'months' in ending.age ? ending.age : null, ending }
}

/** The rules in force with the campaigns that run beside them, levels' multipliers among them. */
export type LiveEarnPolicy = EarnPolicy & {
  campaigns: readonly Campaign[]
  /** Newcomers and who brought them are rewarded: somebody wants to hear of first visits. */
  hasReferrals: boolean
}

/**
 * The rules in force; null where the merchant gives no points. One statement of the caller's flight: campaigns cost a look into
 * their index, none where there are none. `from` reaches back for sales that happened before.
 */
export function readEarnPolicy(work: Work, from: Date = work.at): Promise<LiveEarnPolicy | null> {
  return readPolicyOf(work, { from, until: work.at })
}

/** The same by what this process knows (`work.facts`). */
export async function knownEarnPolicy(work: Work, from: Date): Promise<LiveEarnPolicy | null> {
  const span = { from, until: work.at }
  const policy = await knownWithin(await work.facts(), 'points.earn-policy', span, (wide) => readPolicyOf(work, wide))
  if (!policy) return null
  const isLive = ({ startsAt, endsAt }: Campaign) =>
    new Date(startsAt) <= span.until && (endsAt === null || new Date(endsAt) > span.from)
  return { ...policy, campaigns: policy.campaigns.filter(isLive) }
}

async function readPolicyOf(work: Work, { from, until }: Span): Promise<LiveEarnPolicy | null> {
  type LiveRow = PolicyRow & { campaigns: LiveCampaignRow[]; tierTimes: TierTimes[]; hasReferrals: boolean }
  const [row] = await work.send<LiveRow>(sql`
    select r.*, ${latestEnding(work)} as ending, ${liveCampaigns(work, from, until)} as campaigns,
           ${tierTimes(work)} as tier_times,
           coalesce((select a.terms->'referral' <> 'null' from points.action_rule a
                      where a.merchant_id = ${work.merchantId} order by a.version desc limit 1), false) as has_referrals
      from (select ${policyColumns} from points.rule
             where merchant_id = ${work.merchantId} order by version desc limit 1) r`)
  if (!row || row.points === 0) return null
  const campaigns = [...row.campaigns.map(campaignOf), ...row.tierTimes.map(tierCampaign)]
  return { ...policyOf(row), campaigns, hasReferrals: row.hasReferrals }
}

/** What levels earn more, as one JSON value: a part of the statement that reads the base rule. */
const tierTimes = ({ merchantId }: Work) => sql`(
  select coalesce(jsonb_agg(jsonb_build_object('tierId', t.tier_id, 'name', t.name, 'rateBps', t.points_times_bps)
                            order by t.tier_id), '[]')
    from tiers.read_points_times t where t.merchant_id = ${merchantId})`
