import { holdValue, releaseHolds } from '#modules/ledger/hold-value.ts'
import { availableUnits } from '#modules/ledger/ledger-rules.ts'
import { giftValue } from '#modules/ledger/move-value.ts'
import { readLedger } from '#modules/ledger/post-ledger.ts'
import { restoredUnits } from '#modules/ledger/spent-units.ts'
import { lockMembers } from '#modules/members/lock-members.ts'
import { readLiveMember } from '#modules/members/read-live-member.ts'
import { memberOfPhone } from '#modules/members/reach-member.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import { type DueSweep, noteDue } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { accept, isRefusal, Refused } from '#shared/refusal.ts'
import {
  endGift,
  type GiftRow,
  insertGift,
  leadsTo,
  lockGift,
  lockOverdueGifts,
  nextGiftEnd,
  readGiftPolicy,
  readGiven,
} from './gift-queries.ts'
import { giftHours, loopDays, refundedDays } from '#modules/points/mall-terms-rules.ts'
import { checkGift } from './gift-rules.ts'

export const giftDueKind = 'rewards.return_gifts'

/**
 * Offers points to another member, found by phone: held at the giver until they are accepted, given back after a day. Both sides see
 * it. Pending points cannot be given. Locks both members, then the account.
 *
 * Refuses oneself, an account that is too young, more than the caps, a gift that would lead back to who gave it lately, and what returned
 * goods brought back lately.
 */
export async function offerGift(
  work: Work,
  { giftId, fromId, phone, points }: { giftId: string; fromId: string; phone: string; points: number },
): Promise<{ giftId: string; expiresAt: string }> {
  const toId = await memberOfPhone(work, phone)
  if (!toId) throw new Refused('gift_receiver_not_found')
  const locked = await lockMembers(work, [fromId, toId])
  accept(locked.get(fromId)!)
  if (isRefusal(locked.get(toId)!)) throw new Refused('gift_receiver_not_found')
  const [giver, policy, stores] = await Promise.all([
    readLiveMember(work, fromId),
    readGiftPolicy(work),
    storeFacts(work),
  ])
  const timeZone = [...stores.values()][0]?.timeZone ?? 'Asia/Shanghai'
  const account = { ownerKind: 'member', ownerId: fromId, asset: 'points' } as const
  const [given, isLoop, ledger, refunded] = await Promise.all([
    readGiven(work, fromId, new Date(work.at.getTime() - 367 * 86_400_000)),
    leadsTo(work, { fromId: toId, toId: fromId, since: new Date(work.at.getTime() - loopDays * 86_400_000) }),
    readLedger(work, [account]),
    restoredUnits(work, account, new Date(work.at.getTime() - refundedDays * 86_400_000)),
  ])
  const isSelf = fromId === toId
  const facts = {
    points,
    at: work.at,
    timeZone,
    enrolledAt: giver.enrolledAt,
    given,
    isLoop: !isSelf && isLoop,
    isSelf,
    available: availableUnits(ledger, [account], work.at),
    refunded,
  }
  const fault = checkGift(policy, facts)
  if (fault) throw new Refused(fault.code, fault.details)
  const hold = { account, units: points, usableAt: work.at, source: { kind: 'gift', id: giftId } }
  accept((await holdValue(work, [hold]))[0]!)
  const expiresAt = new Date(work.at.getTime() + giftHours * 3_600_000)
  await insertGift(work, { id: giftId, fromId, toId, points, state: 'offered', at: work.at, expiresAt, endedAt: null })
  await noteDue(work, giftDueKind, expiresAt)
  const data = { giftId, points, hours: giftHours }
  work.emit(
    { type: 'points.gift_given', subject: { kind: 'member', id: fromId }, data },
    { type: 'points.gift_offered', subject: { kind: 'member', id: toId }, data },
  )
  return { giftId, expiresAt: expiresAt.toISOString() }
}

/**
 * Says yes or no to a gift: yes moves the lots with their own expiry (R18), no gives them free again. Once; refuses a gift that is
 * not the member's, and one that is over (`gift_over`). Locks the gift, both members, both accounts.
 */
export async function answerGift(
  work: Work,
  { giftId, memberIds, isAccepted }: { giftId: string; memberIds: readonly string[]; isAccepted: boolean },
): Promise<{ giftId: string }> {
  const gift = await lockGift(work, giftId)
  if (!gift || !memberIds.includes(gift.toId)) throw new Refused('gift_not_found')
  if (gift.state !== 'offered' || gift.expiresAt <= work.at) throw new Refused('gift_over', { state: gift.state })
  const locked = await lockMembers(work, [gift.fromId, gift.toId])
  if (isAccepted) for (const id of [gift.fromId, gift.toId]) accept(locked.get(id)!)
  await free(work, gift)
  if (!isAccepted) {
    await end(work, gift, 'returned')
    return { giftId }
  }
  const [from, to] = [gift.fromId, gift.toId].map((ownerId) => ({ ownerKind: 'member', ownerId }) as const)
  const move = { from: from!, to: to!, assets: ['points'] as const, kind: 'gift' as const, units: gift.points }
  accept((await giftValue(work, [{ ...move, source: { kind: 'gift', id: giftId } }]))[0]!)
  await end(work, gift, 'accepted')
  return { giftId }
}

async function free(work: Work, { id, fromId, points }: GiftRow): Promise<void> {
  const account = { ownerKind: 'member', ownerId: fromId, asset: 'points' } as const
  const source = { kind: 'gift_return', id }
  accept((await releaseHolds(work, [{ account, hold: { kind: 'gift', id }, units: points, source }]))[0]!)
}

async function end(work: Work, gift: GiftRow, state: 'accepted' | 'returned'): Promise<void> {
  await endGift(work, gift.id, state)
  const data = { giftId: gift.id, points: gift.points }
  for (const [side, id] of [
    ['giver', gift.fromId],
    ['receiver', gift.toId],
  ] as const)
    work.emit({ type: `points.gift_${state}`, subject: { kind: 'member', id }, data: { ...data, side } })
}

/** Gives back what nobody accepted within a day. */
export const giftSweep: DueSweep = {
  kind: giftDueKind,
  async run(work) {
    const overdue = await lockOverdueGifts(work, 50)
    for (const gift of overdue) {
      await free(work, gift)
      await end(work, gift, 'returned')
    }
    return overdue.length === 50 ? work.at : nextGiftEnd(work)
  },
}
