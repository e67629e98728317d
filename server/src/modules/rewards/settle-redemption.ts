import { lockCouponStatus, revokeCoupon } from '#modules/coupons/revoke-coupon.ts'
import type { Owner } from '#modules/ledger/ledger-rules.ts'
import { restoreValue } from '#modules/ledger/spend-value.ts'
import { survivorOf } from '#modules/members/survivor.ts'
import { parcelDays, reopenedDays } from '#modules/points/mall-terms-rules.ts'
import { readReinstatedFor, returnReinstatement } from '#modules/points/rescue-reinstate.ts'
import { openStoreOf, storeFacts } from '#modules/shops/store-facts.ts'
import { type DueSweep, noteDue } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { addDays, endOfLocalDay, localDay } from '#shared/business-day.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { codeHashOf } from './pick-up-code.ts'
import { expireDueKind } from './redeem-reward.ts'
import {
  findRow,
  lockOverdue,
  lockRedemption,
  nextOverdueAt,
  type RedemptionRow,
  writeState,
} from './redemption-queries.ts'
import { lockCounters, moveUnits } from './reward-queries.ts'
import { isClockBack } from './reward-rules.ts'
import { moveGoods } from './reward-stock.ts'
import { giveSparedBack } from './special-queries.ts'

/** Whether a redemption is paid for in a sale, its price carried there by a coupon. */
export function isPaidAtTill({ kind, couponId }: Pick<RedemptionRow, 'kind' | 'couponId'>): boolean {
  return kind !== 'coupon' && couponId !== null
}

/** Who shows this code has what, waiting to be handed over here? Refuses as handing out does. Locks the redemption, if asked to. */
export async function findByCode(
  work: Work,
  { code, storeId }: { code: string; storeId: string },
  isLocked = false,
): Promise<RedemptionRow> {
  await openStoreOf(work, storeId)
  const hash = codeHashOf(work, code)
  const row = hash ? await findRow(work, hash, isLocked) : undefined
  if (!row) throw new Refused('pick_up_code_not_found')
  if (row.state !== 'reserved') throw new Refused('redemption_over', { state: row.state })
  if (row.expiresAt && row.expiresAt <= work.at) throw new Refused('redemption_over', { state: 'expired' })
  if (isClockBack(row.at, work.at)) throw new Refused('reward_clock_back')
  // What is paid at the till may be had in every store where its coupon is good.
  if (row.storeId && row.storeId !== storeId && !isPaidAtTill(row)) throw new Refused('reward_pick_up_store')
  return row
}

/**
 * Hands a reservation over to whoever shows its code, once, from the shelf of this store. Refuses a code that is none or was used, one
 * whose time is over, another store than the one chosen, and what is still to be paid at the till. Locks the redemption, then stock.
 */
export async function handOut(
  work: Work,
  { code, storeId }: { code: string; storeId: string },
): Promise<RedemptionRow> {
  const row = await findByCode(work, { code, storeId }, true)
  if (isPaidAtTill(row)) throw new Refused('reward_pay_at_till')
  await giveOut(work, row, storeId)
  return row
}

/** Hands over what a member redeemed at the counter just now. */
export async function handOutNow(
  work: Work,
  { redemptionId, storeId }: { redemptionId: string; storeId: string },
): Promise<void> {
  const row = await lockRedemption(work, redemptionId)
  if (row?.state === 'reserved' && !isPaidAtTill(row)) await giveOut(work, row, storeId)
}

async function giveOut(work: Work, row: RedemptionRow, storeId: string): Promise<void> {
  await moveGoods(work, row, storeId, -1)
  await writeState(work, row.id, 'done')
  tellEnd(work, row, 'reward.handed_out', { storeId })
}

/** Sends what is delivered, with the carrier's number, from the shelf of a store. Locks the redemption, then stock. */
export async function sendOut(
  work: Work,
  { redemptionId, tracking, storeId }: { redemptionId: string; tracking: string; storeId: string },
): Promise<void> {
  await openStoreOf(work, storeId)
  const row = await lockRedemption(work, redemptionId)
  if (!row) throw new Refused('redemption_not_found')
  if (row.state !== 'to_send') throw new Refused('redemption_over', { state: row.state })
  await moveGoods(work, row, storeId, -1)
  const expiresAt = new Date(work.at.getTime() + parcelDays * 86_400_000)
  await writeState(work, row.id, 'sent', { tracking, expiresAt })
  await noteDue(work, expireDueKind, expiresAt)
  tellEnd(work, row, 'reward.sent', { storeId })
}

/** What was sent has arrived: its member says so, or the shop. */
export async function receive(
  work: Work,
  { redemptionId, memberIds }: { redemptionId: string; memberIds: readonly string[] | null },
): Promise<{ redemptionId: string }> {
  const row = await lockRedemption(work, redemptionId)
  if (!row || (memberIds && !memberIds.includes(row.memberId))) throw new Refused('redemption_not_found')
  if (row.state !== 'sent') throw new Refused('redemption_over', { state: row.state })
  await writeState(work, row.id, 'done')
  tellEnd(work, row, 'reward.received', {})
  return { redemptionId }
}

/**
 * A parcel came back, or was lost: points and money go back, and the goods to the shelf of the store that has them again; without a
 * store they are gone. Locks redemption, stock, counters, accounts.
 */
export async function takeParcelBack(
  work: Work,
  { redemptionId, storeId }: { redemptionId: string; storeId: string | null },
): Promise<{ redemptionId: string }> {
  if (storeId) await openStoreOf(work, storeId)
  const row = await lockRedemption(work, redemptionId)
  if (!row) throw new Refused('redemption_not_found')
  if (row.state !== 'sent') throw new Refused('redemption_over', { state: row.state })
  if (storeId) await moveGoods(work, row, storeId, 1)
  await giveBack(work, row, 'cancelled')
  work.audit({
    action: 'rewards.take_back',
    subject: { kind: 'redemption', id: row.id },
    changes: { storeId: [null, storeId] },
  })
  return { redemptionId }
}

/**
 * Takes a redemption back before it is handed over or sent: points go back as points, money as stored value, to the lots they came
 * from; the stock has it again. `memberIds`: a member may take back their own alone. Locks redemption, counters, coupon, accounts.
 */
export async function cancelRedemption(
  work: Work,
  { redemptionId, memberIds }: { redemptionId: string; memberIds: readonly string[] | null },
): Promise<{ redemptionId: string }> {
  const row = await lockRedemption(work, redemptionId)
  if (!row || (memberIds && !memberIds.includes(row.memberId))) throw new Refused('redemption_not_found')
  if (row.state !== 'reserved' && row.state !== 'to_send') throw new Refused('redemption_over', { state: row.state })
  if (isClockBack(row.at, work.at)) throw new Refused('reward_clock_back')
  await giveBack(work, row, 'cancelled')
  return { redemptionId }
}

/**
 * Takes back what was put into a sale at the counter and is not paid for: whoever hands out may, because the goods are still the sale's.
 * Refuses what is not paid at the till as not found.
 */
export async function takeOutOfSale(
  work: Work,
  { redemptionId }: { redemptionId: string },
): Promise<{ redemptionId: string }> {
  const row = await lockRedemption(work, redemptionId)
  if (!row || !isPaidAtTill(row)) throw new Refused('redemption_not_found')
  return cancelRedemption(work, { redemptionId, memberIds: null })
}

async function giveBack(work: Work, row: RedemptionRow, state: 'cancelled' | 'expired'): Promise<void> {
  await lockCounters(work, row.rewardId, row.memberId, true)
  await moveUnits(work, { rewardId: row.rewardId, memberId: row.memberId, units: -row.quantity })
  await giveSparedBack(work, row.id)
  // Whose time is over cannot be used any more; taken back before, the price must not reach the till.
  if (isPaidAtTill(row) && state === 'cancelled') await revokeCoupon(work, row.couponId!)
  const owner: Owner = { ownerKind: 'member', ownerId: await survivorOf(work, row.memberId) }
  const zone = [...(await storeFacts(work)).values()][0]?.timeZone ?? 'Asia/Shanghai'
  const day = addDays(localDay(work.at, zone), reopenedDays)
  const back = {
    ...{ spend: { kind: 'redemption', id: row.id }, owner, storeId: row.storeId },
    source: { kind: 'redemption_return', id: row.id },
    expired: { policy: 'reopen', expiry: { day, at: endOfLocalDay(day, zone), zone } } as const,
  }
  const purses = [
    ...(await pointsBack(work, row, back)),
    ...(row.cashCents > 0
      ? [{ ...back, units: row.cashCents, assets: ['stored_principal', 'stored_bonus'] as const }]
      : []),
  ]
  for (const outcome of await restoreValue(work, purses)) accept(outcome)
  await writeState(work, row.id, state)
  tellEnd(work, row, `reward.${state}`, { points: row.points, cashCents: row.cashCents })
}

/**
 * What points go back: to their lots, one that ended meanwhile opened again. What was had from points in grace goes back to a lot that
 * has ended, so it is no money but in grace again, for the days that were left of it when it was redeemed, less those since. It was drawn
 * first, so it is given back last (R4).
 */
async function pointsBack<Back extends object>(work: Work, { id, points }: RedemptionRow, back: Back) {
  const graced = points === 0 ? 0 : await readReinstatedFor(work, id)
  if (graced > 0) await returnReinstatement(work, id)
  const own = points - graced
  const assets = ['points'] as const
  return [
    ...(own > 0 ? [{ ...back, units: own, assets }] : []),
    ...(graced > 0
      ? [
          {
            ...back,
            units: graced,
            assets,
            expired: { policy: 'void' } as const,
            source: { kind: 'rescue_return', id },
          },
        ]
      : []),
  ]
}

function tellEnd(work: Work, row: RedemptionRow, type: string, more: Record<string, unknown>): void {
  const { id: redemptionId, rewardId, memberId, quantity } = row
  const data = { redemptionId, rewardId, quantity, ...more }
  work.emit({ type, subject: { kind: 'member', id: memberId }, data })
}

/** Gives back reservations that nobody picked up in time; parcels that nobody spoke of have arrived. */
export const rewardSweep: DueSweep = {
  kind: expireDueKind,
  async run(work) {
    const overdue = await lockOverdue(work, 50)
    for (const row of overdue) await end(work, row)
    return overdue.length === 50 ? work.at : nextOverdueAt(work)
  },
}

async function end(work: Work, row: RedemptionRow): Promise<void> {
  const isHad = row.state === 'sent' || (isPaidAtTill(row) && (await wasSold(work, row)))
  if (!isHad) return giveBack(work, row, 'expired')
  await writeState(work, row.id, 'done')
  tellEnd(work, row, row.state === 'sent' ? 'reward.received' : 'reward.handed_out', {})
}

/** Whether a sale took it, though nobody was told yet. */
async function wasSold(work: Work, { couponId }: RedemptionRow): Promise<boolean> {
  return (await lockCouponStatus(work, couponId!))?.status === 'used'
}
