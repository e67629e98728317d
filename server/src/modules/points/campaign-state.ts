import { readBirthdays } from '#modules/members/birthday-facts.ts'
import type { Work } from '#platform/work.ts'
import {
  type CampaignState,
  type CampaignUse,
  isBirthday,
  isMemberCounted,
  noCampaignState,
  usedKey,
} from './campaign-open-rules.ts'
import type { Campaign } from './campaign-types.ts'
import {
  insertCampaignReturns,
  insertCampaignUses,
  lockCampaignCounters,
  readBirthdayUses,
  readBudgetsLeft,
  readMemberUsed,
  readUsesOfSale,
} from './campaign-use-queries.ts'

/**
 * Locks the counters of campaigns that have a budget, in key order, and reads what is left and what these members had: one flight,
 * and nothing at all where no campaign asks for it. To be called after the accounts and before the receipt counter; the members, who are
 * locked by then, guard what each of them had.
 *
 * Then `earnRuleFor` for pricing, `planCampaignUses`, `applyCampaignUses`, `writeCampaignUses`.
 */
export function lockCampaignState(
  work: Work,
  campaigns: readonly Campaign[],
  memberIds: readonly string[],
  /** The earliest moment that one of the sales happened at. */
  from: Date = work.at,
): Promise<CampaignState> {
  return readState(work, campaigns, memberIds, { from, isLocked: true })
}

/** The same without locks, for a quote. */
export function readCampaignState(
  work: Work,
  campaigns: readonly Campaign[],
  memberIds: readonly string[],
): Promise<CampaignState> {
  return readState(work, campaigns, memberIds, { from: work.at, isLocked: false })
}

/** Whether a campaign asks if a member was never here before: the caller then says so in `firstVisitors`. */
export function asksFirstVisit(campaigns: readonly Campaign[]): boolean {
  return campaigns.some(({ occasion }) => occasion === 'first_visit')
}

async function readState(
  work: Work,
  campaigns: readonly Campaign[],
  memberIds: readonly string[],
  { from, isLocked }: { from: Date; isLocked: boolean },
): Promise<CampaignState> {
  const state = noCampaignState()
  if (memberIds.length === 0) return state
  const idsOf = (chosen: readonly Campaign[]) => [...new Set(chosen.map(({ campaignId }) => campaignId))]
  const budgeted = idsOf(campaigns.filter(({ budgetPoints }) => budgetPoints !== null))
  const counted = idsOf(campaigns.filter(isMemberCounted))
  const asksBirthdays = campaigns.some(isBirthday)
  if (budgeted.length === 0 && counted.length === 0 && !asksBirthdays) return state
  const [, left, used, birthdays, birthdayUses] = await Promise.all([
    isLocked && budgeted.length > 0 ? lockCampaignCounters(work, budgeted) : null,
    budgeted.length > 0 ? readBudgetsLeft(work, budgeted) : [],
    counted.length > 0 ? readMemberUsed(work, counted, memberIds, from) : [],
    asksBirthdays ? readBirthdays(work, memberIds) : new Map(),
    asksBirthdays ? readBirthdayUses(work, memberIds) : [],
  ])
  state.budgetLeft = new Map(left.map(({ campaignId, leftPoints }) => [campaignId, leftPoints]))
  state.memberUsed = new Map(
    used.map(({ campaignId, memberId, period, points, uses }) => [
      usedKey(campaignId, memberId, period),
      { points, uses },
    ]),
  )
  state.birthdays = birthdays
  state.birthdayUses = new Map(
    [...Map.groupBy(birthdayUses, ({ memberId }) => memberId)].map(([id, rows]) => [id, rows.map(({ day }) => day)]),
  )
  return state
}

/** Writes planned uses, set-wise: a row each, and the counters of those that are counted. Nothing where there are none. */
export async function writeCampaignUses(work: Work, uses: readonly CampaignUse[]): Promise<void> {
  if (uses.length > 0) await insertCampaignUses(work, uses)
}

/**
 * Gives back what a sale no longer has of its campaigns after a refund: `left` is what each still gives (R14). To be called by
 * whoever holds the sale's row and the member's account. Locks the counters.
 */
export async function returnCampaignUses(
  work: Work,
  {
    saleId,
    refundId,
    left,
  }: { saleId: string; refundId: string; left: readonly { campaignId: string; points: number }[] },
): Promise<void> {
  if (left.length === 0) return
  const ids = left.map(({ campaignId }) => campaignId)
  const [, uses] = await Promise.all([lockCampaignCounters(work, ids), readUsesOfSale(work, saleId)])
  const leftOf = new Map(left.map(({ campaignId, points }) => [campaignId, points]))
  const back = uses.flatMap((use) => {
    const points = use.points - (leftOf.get(use.campaignId) ?? 0)
    return points > 0 ? [{ ...use, points, isLast: points === use.points }] : []
  })
  if (back.length > 0) await insertCampaignReturns(work, refundId, back)
}
