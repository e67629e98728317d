import { sql } from 'kysely'
import type { Turn } from '#platform/lane.ts'
import type { Work } from '#platform/work.ts'
import {
  type CampaignState,
  type CampaignUse,
  earnRuleFor,
  type EarnOccasion,
  noCampaignState,
  planCampaignUses,
} from '#modules/points/campaign-open-rules.ts'
import { asksFirstVisit, lockCampaignState, readCampaignState } from '#modules/points/campaign-state.ts'
import type { CampaignGift } from '#modules/points/campaign-types.ts'
import type { EarnRule } from '#modules/points/earn-rules.ts'
import type { LiveEarnPolicy } from '#modules/points/earn-policy.ts'

/** A sale as campaigns see it; null: a stranger, who earns nothing. */
export type SaleOccasion = Omit<EarnOccasion, 'memberId'> & { memberId: string | null }

/** What a sale earns by: the campaigns open to it beside the base rule; null without a member or where nothing is earned. */
export function saleEarnRule(
  policy: LiveEarnPolicy | null,
  state: CampaignState,
  { memberId, ...occasion }: SaleOccasion,
): EarnRule | null {
  if (!policy || memberId === null || policy.campaigns.length === 0) return policy?.rule ?? null
  return earnRuleFor(policy.rule, policy.campaigns, state, { ...occasion, memberId })
}

/** The rows that the campaigns of a priced sale take. */
export function planCampaigns(
  { earnPolicy, campaigns: state }: { earnPolicy: LiveEarnPolicy | null; campaigns: CampaignState },
  { memberId, ...occasion }: SaleOccasion & { saleId: string },
  gifts: readonly CampaignGift[],
): CampaignUse[] {
  if (!earnPolicy || memberId === null || gifts.length === 0) return []
  return planCampaignUses(earnPolicy.campaigns, state, { ...occasion, memberId }, gifts)
}

/**
 * What campaigns know of these members, their budgets locked: after every account, before the receipt counter. Sends nothing where
 * no campaign runs, or none asks.
 */
export function holdCampaigns(
  work: Work,
  policy: LiveEarnPolicy | null,
  memberIds: readonly string[],
  from: Date = work.at,
): Promise<CampaignState> {
  return stateOf(work, policy, memberIds, (campaigns) => lockCampaignState(work, campaigns, memberIds, from))
}

/** The same without locks, for a quote. */
export function readCampaigns(
  work: Work,
  policy: LiveEarnPolicy | null,
  memberIds: readonly string[],
): Promise<CampaignState> {
  return stateOf(work, policy, memberIds, (campaigns) => readCampaignState(work, campaigns, memberIds))
}

async function stateOf(
  work: Work,
  policy: LiveEarnPolicy | null,
  memberIds: readonly string[],
  read: (campaigns: LiveEarnPolicy['campaigns']) => Promise<CampaignState>,
): Promise<CampaignState> {
  if (!policy || policy.campaigns.length === 0 || memberIds.length === 0) return noCampaignState()
  const [state, first] = await Promise.all([
    read(policy.campaigns),
    asksFirstVisit(policy.campaigns) ? readFirstVisitors(work, memberIds) : [],
  ])
  for (const { memberId } of first) state.firstVisitors.add(memberId)
  return state
}

/** Of these members, those who never bought anything that cost money. */
function readFirstVisitors(work: Work, memberIds: readonly string[]): Promise<{ memberId: string }[]> {
  return work.send(sql`
    select m.id as member_id from unnest(${[...new Set(memberIds)]}::uuid[]) as m(id)
     where not exists (select from cashier.sale s
                        where s.merchant_id = ${work.merchantId} and s.member_id = m.id and s.net_cents > 0)`)
}

/** The earliest moment of a batch: what ran then still holds for its sales. */
export function earliestOf(turns: readonly Pick<Turn<unknown>, 'work'>[]): Date {
  return new Date(Math.min(...turns.map(({ work }) => work.at.getTime())))
}
