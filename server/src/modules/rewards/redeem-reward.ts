import { randomBytes } from 'node:crypto'
import { issueCoupons } from '#modules/coupons/issue-coupons.ts'
import type { Owner } from '#modules/ledger/ledger-rules.ts'
import { restoreValue, spendValue } from '#modules/ledger/spend-value.ts'
import { lockMembers } from '#modules/members/lock-members.ts'
import { reachMember } from '#modules/members/reach-member.ts'
import { survivorOf } from '#modules/members/survivor.ts'
import { openStoreOf, storeFacts } from '#modules/shops/store-facts.ts'
import { storedValuePurse } from '#modules/stored-value/sell-top-up.ts'
import { type DueSweep, noteDue } from '#platform/due-work.ts'
import { keyedHash, seal, unseal } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'
import { addDays, endOfLocalDay, localDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { codeFrom, codeLength, printedCode, typedCode } from '#shared/secret-code.ts'
import {
  insertRedemption,
  lockByCode,
  lockCounters,
  lockOverdue,
  lockRedemption,
  moveUnits,
  nextOverdueAt,
  readReward,
  type RedemptionRow,
  type RewardRow,
  writeState,
} from './reward-queries.ts'
import { checkRedeem, costOf } from './reward-rules.ts'

export const expireDueKind = 'rewards.expire'
const codePurpose = 'rewards.pick_up_code'
/** Value whose lot ended while it lay in a reservation that came to nothing lives this long again. */
const graceDays = 30

export type RedeemInput = {
  redemptionId: string
  memberId: string
  rewardId: string
  quantity: number
  /** Where it is picked up; null when it is delivered, or is a coupon. */
  storeId: string | null
  address: string | null
  /** As the member saw it: another price is refused, not taken. */
  points: number
  cashCents: number
}

/**
 * A member takes a reward for points and, where it costs money too, stored value: paid at once, in one transaction with the stock.
 * Goods and services are reserved under a code until they are picked up, or sent; a coupon is there.
 *
 * Locks the member, the counters, then the accounts. Refuses what is sold out, over the member's limit, not on, or not to be had
 * that way; a balance that does not cover it; `quote_changed` when it costs something else now.
 */
export async function redeemReward(work: Work, input: RedeemInput): Promise<{ redemptionId: string }> {
  const { memberId, rewardId, quantity, storeId, address } = input
  const [members, reward] = await Promise.all([lockMembers(work, [memberId]), readReward(work, rewardId)])
  accept(members.get(memberId)!)
  if (!reward) throw new Refused('reward_not_found')
  const cost = costOf(reward, quantity)
  if (cost.points !== input.points || cost.cashCents !== input.cashCents) throw new Refused('quote_changed')
  if (storeId) await openStoreOf(work, storeId)
  await takeUnits(work, { reward, memberId, quantity, storeId, isDelivered: address !== null })
  const couponId = reward.kind === 'coupon' ? await giveCoupons(work, reward, memberId, quantity) : null
  await pay(work, input)
  await keep(work, reward, { ...input, ...cost, couponId, drawEntryId: null })
  return { redemptionId: input.redemptionId }
}

/** A reward won in a draw: its stock counts, nothing is paid, limits of members do not hold. Picked up like any other. */
export async function keepWonReward(
  work: Work,
  input: { redemptionId: string; memberId: string; rewardId: string; drawEntryId: string },
): Promise<boolean> {
  const reward = await readReward(work, input.rewardId)
  if (!reward || reward.kind === 'coupon') return false
  const { unitsLeft } = await lockCounters(work, reward.id, input.memberId, false)
  if (unitsLeft !== null && unitsLeft < 1) return false
  await moveUnits(work, { rewardId: reward.id, memberId: input.memberId, units: 1 })
  const free = { quantity: 1, points: 0, cashCents: 0, storeId: null, address: null, couponId: null }
  await keep(work, reward, { ...input, ...free })
  return true
}

async function takeUnits(
  work: Work,
  wish: { reward: RewardRow; memberId: string; quantity: number; storeId: string | null; isDelivered: boolean },
): Promise<void> {
  const { reward, memberId, quantity } = wish
  const counters = await lockCounters(work, reward.id, memberId, reward.memberLimit !== null)
  const fault = checkRedeem(reward, wish, { ...counters, at: work.at })
  if (fault) throw new Refused(fault.code, fault.details)
  await moveUnits(work, { rewardId: reward.id, memberId, units: quantity })
}

async function giveCoupons(work: Work, reward: RewardRow, memberId: string, quantity: number): Promise<string> {
  let last = ''
  for (let count = 0; count < quantity; count++) {
    const issue = { issueId: newId(work.at.getTime()), templateId: reward.couponTemplateId!, memberIds: [memberId] }
    last = (await issueCoupons(work, { ...issue, reason: '' })).coupons[0]!.couponId
  }
  return last
}

async function pay(work: Work, { redemptionId, memberId, points, cashCents, storeId }: RedeemInput): Promise<void> {
  const source = { kind: 'redemption', id: redemptionId }
  const owner = { ownerKind: 'member', ownerId: memberId } as const
  const spends = [
    { accounts: [{ ...owner, asset: 'points' as const }], units: points, source, storeId },
    ...(cashCents > 0 ? [{ accounts: storedValuePurse(memberId), units: cashCents, source, storeId }] : []),
  ]
  for (const outcome of await spendValue(work, spends)) accept(outcome)
}

type Kept = Pick<
  RedemptionRow,
  'memberId' | 'quantity' | 'points' | 'cashCents' | 'storeId' | 'couponId' | 'drawEntryId'
> & {
  redemptionId: string
  address: string | null
}

async function keep(work: Work, reward: RewardRow, kept: Kept): Promise<void> {
  const { redemptionId: id, memberId, address, quantity, points, cashCents, storeId, couponId, drawEntryId } = kept
  const isCoupon = reward.kind === 'coupon'
  const isReserved = !isCoupon && address === null
  const code = isReserved ? codeFrom(randomBytes(codeLength)) : null
  const expiresAt = isReserved ? new Date(work.at.getTime() + reward.holdHours * 3_600_000) : null
  const member = address === null ? undefined : await reachMember(work, memberId)
  await insertRedemption(work, {
    ...{
      id,
      rewardId: reward.id,
      memberId,
      name: reward.name,
      kind: reward.kind,
      quantity,
      points,
      cashCents,
      storeId,
    },
    state: isCoupon ? 'done' : isReserved ? 'reserved' : 'to_send',
    codeHash: code === null ? null : keyedHash(work.key(codePurpose), code),
    code: code === null ? null : seal(work.key(codePurpose), code, `${codePurpose}/${id}`),
    address: address !== null && member?.key ? seal(member.key, address, `rewards.address/${id}`) : null,
    ...{ tracking: null, couponId, drawEntryId, at: work.at, expiresAt, endedAt: isCoupon ? work.at : null },
  })
  if (expiresAt) await noteDue(work, expireDueKind, expiresAt)
  const subject = { kind: 'member', id: memberId }
  const data = { redemptionId: id, rewardId: reward.id, kind: reward.kind, quantity, points, cashCents, storeId }
  work.emit({ type: 'reward.redeemed', subject, data })
  if (isReserved) {
    const zone = [...(await storeFacts(work)).values()][0]?.timeZone ?? 'Asia/Shanghai'
    const day = localDay(expiresAt!, zone)
    work.emit({ type: 'reward.ready', subject, data: { redemptionId: id, name: reward.name, day } })
  }
}

/** The code of a reservation as its member shows it; null when it has none (any more). */
export function pickUpCode(work: Pick<Work, 'key'>, { id, code }: Pick<RedemptionRow, 'id' | 'code'>): string | null {
  const opened = code && unseal(work.key(codePurpose), code, `${codePurpose}/${id}`)
  return opened ? printedCode(opened.toString('utf8')) : null
}

/**
 * Hands a reservation over to whoever shows its code, once. Refuses a code that is none or was used, one whose time is over, and
 * another store than the one chosen. Locks the redemption.
 */
export async function handOut(
  work: Work,
  { code, storeId }: { code: string; storeId: string },
): Promise<RedemptionRow> {
  await openStoreOf(work, storeId)
  const typed = typedCode(code)
  const row = typed ? await lockByCode(work, keyedHash(work.key(codePurpose), typed)) : undefined
  if (!row) throw new Refused('pick_up_code_not_found')
  if (row.state !== 'reserved') throw new Refused('redemption_over', { state: row.state })
  if (row.expiresAt && row.expiresAt <= work.at) throw new Refused('redemption_over', { state: 'expired' })
  if (row.storeId && row.storeId !== storeId) throw new Refused('reward_pick_up_store')
  await writeState(work, row.id, 'done')
  tellEnd(work, row, 'reward.handed_out', { storeId })
  return row
}

/** Sends what is delivered, with the carrier's number. */
export async function sendOut(work: Work, { redemptionId, tracking }: { redemptionId: string; tracking: string }) {
  const row = await lockRedemption(work, redemptionId)
  if (!row) throw new Refused('redemption_not_found')
  if (row.state !== 'to_send') throw new Refused('redemption_over', { state: row.state })
  await writeState(work, row.id, 'sent', tracking)
  tellEnd(work, row, 'reward.sent', {})
}

/**
 * Takes a redemption back before it is handed over or sent: points go back as points, money as stored value, to the lots they came
 * from; the stock has it again. `memberIds`: a member may take back their own alone. Locks redemption, counters, accounts.
 */
export async function cancelRedemption(
  work: Work,
  { redemptionId, memberIds }: { redemptionId: string; memberIds: readonly string[] | null },
): Promise<{ redemptionId: string }> {
  const row = await lockRedemption(work, redemptionId)
  if (!row || (memberIds && !memberIds.includes(row.memberId))) throw new Refused('redemption_not_found')
  if (row.state !== 'reserved' && row.state !== 'to_send') throw new Refused('redemption_over', { state: row.state })
  await giveBack(work, row, 'cancelled')
  return { redemptionId }
}

async function giveBack(work: Work, row: RedemptionRow, state: 'cancelled' | 'expired'): Promise<void> {
  await lockCounters(work, row.rewardId, row.memberId, true)
  await moveUnits(work, { rewardId: row.rewardId, memberId: row.memberId, units: -row.quantity })
  const owner: Owner = { ownerKind: 'member', ownerId: await survivorOf(work, row.memberId) }
  const zone = [...(await storeFacts(work)).values()][0]?.timeZone ?? 'Asia/Shanghai'
  const day = addDays(localDay(work.at, zone), graceDays)
  const back = {
    ...{ spend: { kind: 'redemption', id: row.id }, owner, storeId: row.storeId },
    source: { kind: 'redemption_return', id: row.id },
    expired: { policy: 'reopen', expiry: { day, at: endOfLocalDay(day, zone), zone } } as const,
  }
  const purses = [
    ...(row.points > 0 ? [{ ...back, units: row.points, assets: ['points'] as const }] : []),
    ...(row.cashCents > 0
      ? [{ ...back, units: row.cashCents, assets: ['stored_principal', 'stored_bonus'] as const }]
      : []),
  ]
  for (const outcome of await restoreValue(work, purses)) accept(outcome)
  await writeState(work, row.id, state)
  tellEnd(work, row, `reward.${state}`, { points: row.points, cashCents: row.cashCents })
}

function tellEnd(work: Work, row: RedemptionRow, type: string, more: Record<string, unknown>): void {
  const { id: redemptionId, rewardId, memberId, quantity } = row
  const data = { redemptionId, rewardId, quantity, ...more }
  work.emit({ type, subject: { kind: 'member', id: memberId }, data })
}

/** Gives back reservations that nobody picked up in time. */
export const rewardSweep: DueSweep = {
  kind: expireDueKind,
  async run(work) {
    const overdue = await lockOverdue(work, 50)
    for (const row of overdue) await giveBack(work, row, 'expired')
    return overdue.length === 50 ? work.at : nextOverdueAt(work)
  },
}
