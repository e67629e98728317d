import { sql } from 'kysely'
import type { Turn } from '#platform/lane.ts'
import type { NewEvent, Work } from '#platform/work.ts'
import {
  applyCampaignUses,
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
 * Makes a decided sale part of what the next of its batch sees. Tells whether it is its member's first visit that cost something, as
 * far as anybody asks.
 */
export function takeCampaigns(
  state: CampaignState,
  { memberId, netCents }: { memberId: string | null; netCents: number },
  uses: readonly CampaignUse[],
): boolean {
  if (memberId === null || netCents === 0) return false
  const isFirstVisit = state.firstVisitors.has(memberId)
  applyCampaignUses(state, memberId, uses)
  return isFirstVisit
}

/** What is told of a first visit, on the member's line. */
export function firstVisit(sale: { id: string; memberId: string | null; storeId: string; netCents: number }): NewEvent {
  const { id: saleId, memberId, storeId, netCents } = sale
  return {
    type: 'member.first_visited',
    subject: { kind: 'member', id: memberId! },
    data: { saleId, storeId, netCents },
  }
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
  const asksFirst = policy !== null && (policy.hasReferrals || asksFirstVisit(policy.campaigns))
  if (!policy || memberIds.length === 0 || (policy.campaigns.length === 0 && !asksFirst)) return noCampaignState()
  const [state, first] = await Promise.all([
    read(policy.campaigns),
    asksFirst ? readFirstVisitors(work, memberIds) : [],
  ])
  for (const { memberId } of first) state.firstVisitors.add(memberId)
  return state
}

/** Of these members, those who never bought anything that cost money. */
function readFirstVisitors(work: Work, memberIds: readonly string[]): Promise<{ memberId: string }[]> {
  return work.send(sql`
    select m.id as member_id from unnest(${[...new Set(memberIds)]}::uuid[]) as m(id)
     where not exists (select from cashier.sale s
                        where s.merchant_id = ${work.merchantId} and s.member_id = m.id and s.net_cents > 0 offset 0)`)
}

/** The earliest moment of a batch: what ran then still holds for its sales. */
export function earliestOf(turns: readonly Pick<Turn<unknown>, 'work'>[]): Date {
  return new Date(Math.min(...turns.map(({ work }) => work.at.getTime())))
}
