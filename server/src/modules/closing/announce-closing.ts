import { packOf, packOn } from '#modules/law-packs/pack-rules.ts'
import { readStoreRegion } from '#modules/law-packs/store-law.ts'
import { closeStore } from '#modules/shops/close-store.ts'
import { storeFacts, type StoreFacts } from '#modules/shops/store-facts.ts'
import { refuseForeignStore } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { type Day, localDay } from '#shared/business-day.ts'
import { accept, Refused } from '#shared/refusal.ts'
import {
  endNotice,
  insertClaims,
  insertNotice,
  type Notice,
  type Owed,
  type OwedPlace,
  type OwedSums,
  readNotices,
  readOwed,
  sumOwed,
} from './closing-queries.ts'
import {
  checkClosing,
  checkLastDay,
  type ClosingTerms,
  closingTerms,
  dueDay,
  earliestLastDay,
} from './closing-rules.ts'

/** More than this are told in parts; a statement with them all would be too long. */
const toldAtOnce = 5_000

export type Closing = {
  today: Day
  store: StoreFacts
  notice: Notice | null
  terms: ClosingTerms
  lawPacks: string[]
  earliestDay: Day
  sums: OwedSums
}

/**
 * What the closing of a store asks for: the law it stands under, the first day that may be its last, what it owes, and the notice that
 * stands. Once it is announced that notice's own terms hold. Refuses an unknown and a foreign store. Locks nothing.
 */
export async function readClosing(work: Work, storeId: string): Promise<Closing> {
  const store = (await storeFacts(work, [storeId])).get(storeId)
  if (!store) throw new Refused('store_not_found')
  accept(refuseForeignStore(work.actor, storeId))
  const [[notice = null], { region }] = await Promise.all([readNotices(work, storeId), readStoreRegion(work, storeId)])
  const today = localDay(work.at, store.timeZone)
  const sums = await sumOwed(work, { storeId: notice?.isBusinessEnd ? null : storeId, noticeId: notice?.id ?? null })
  const laws = [packOn(region, today), ...sums.lawPacks.map(packOf)]
  const terms = notice ?? closingTerms(laws.map(({ prepaid }) => prepaid))
  const lawPacks = notice?.lawPacks ?? [...new Set(laws.map(({ id }) => id))]
  return { today, store, notice, terms, lawPacks, sums, earliestDay: earliestLastDay(today, terms) }
}

/**
 * Announces that a store closes, or that the whole business ends, and tells every member who has something left of what it sold. From now on
 * it sells no stored value. Refuses a last day that leaves less than the notice of the law (R7), a second notice, a closed store.
 */
export async function announceClosing(
  work: Work,
  wish: { noticeId: string; storeId: string; lastDay: Day; isBusinessEnd: boolean; reason: string },
): Promise<{ noticeId: string; told: number }> {
  const { noticeId: id, storeId, lastDay, isBusinessEnd, reason } = wish
  const { store, notice, terms, today, lawPacks } = await readClosing(work, storeId)
  if (store.closedAt) throw new Refused('store_closed')
  if (notice) throw new Refused('closing_announced', { day: notice.lastDay })
  const fault = checkLastDay({ lastDay, today }, terms)
  if (fault) accept(fault)
  const made: Notice = { ...terms, id, storeId, lastDay, isBusinessEnd, reason, lawPacks, announcedDay: today }
  if (!(await insertNotice(work, made))) throw new Refused('closing_announced', { day: lastDay })
  const told = await tellOwed(work, made, store.name)
  work.audit({
    action: 'store.announce_closing',
    subject: { kind: 'store', id: storeId },
    changes: { lastDay: [null, lastDay], isBusinessEnd: [null, isBusinessEnd], members: [null, told] },
    reason,
  })
  return { noticeId: id, told }
}

async function tellOwed(work: Work, notice: Notice, store: string): Promise<number> {
  const owed = new Map<string, number>()
  let after: OwedPlace | null = null
  for (;;) {
    const page: Owed[] = await readOwed(work, {
      ...{ storeId: notice.isBusinessEnd ? null : notice.storeId, noticeId: notice.id, limit: toldAtOnce, after },
    })
    for (const { memberId, cents } of page) owed.set(memberId, (owed.get(memberId) ?? 0) + cents)
    if (page.length < toldAtOnce) break
    after = page.at(-1)!
  }
  const { id: noticeId, lastDay } = notice
  const data = { noticeId, storeId: notice.storeId, store, lastDay }
  for (const [id, cents] of owed)
    work.emit({ type: 'store.closing_announced', subject: { kind: 'member', id }, data: { ...data, cents } })
  return owed.size
}

/** Takes a notice back: the store stays. What was asked for under it is asked for no more. Refuses where none stands. */
export async function withdrawClosing(work: Work, storeId: string): Promise<{ storeId: string }> {
  const { notice } = await readClosing(work, storeId)
  if (!notice || !(await endNotice(work, storeId, 'withdrawn'))) throw new Refused('closing_not_announced')
  work.audit({
    action: 'store.withdraw_closing',
    subject: { kind: 'store', id: storeId },
    changes: { lastDay: [notice.lastDay, null] },
  })
  return { storeId }
}

/**
 * Closes a store for good when the law allows it: where it owes nothing at once, else announced, on its last day, and when everybody who
 * asked has their money. Who did not ask keeps what they have, in the other stores. Locks merchant, then store.
 */
export async function closeLawfully(work: Work, storeId: string): Promise<{ storeId: string }> {
  const { store, today, notice, sums } = await readClosing(work, storeId)
  if (store.closedAt) return { storeId }
  const isOwed = sums.members + sums.giftCards > 0
  const fault = checkClosing({ today, isOwed, lastDay: notice?.lastDay ?? null, openClaims: sums.openClaims })
  if (fault) accept(fault)
  const closed = await closeStore(work, { storeId })
  await endNotice(work, storeId, 'closed')
  return closed
}

/**
 * Somebody wants the rest of what they bought at a closing store back: the member all of theirs, staff one top-up or pass for them. The day
 * by which it has to be paid is counted from the first request. Refuses a store that is not closing, and what is not owed.
 */
export async function claimRefund(
  work: Work,
  wish: { noticeId: string; memberIds?: readonly string[]; subjectId?: string },
): Promise<{ claims: number; dueDay: Day | null }> {
  const notice = (await readNotices(work)).find(({ id }) => id === wish.noticeId)
  if (!notice) throw new Refused('closing_not_announced')
  const { memberIds, subjectId } = wish
  const { storeId, isBusinessEnd, id: noticeId } = notice
  if (!memberIds) accept(refuseForeignStore(work.actor, storeId))
  const mine = {
    storeId: isBusinessEnd ? null : storeId,
    noticeId,
    ...(memberIds ? { memberIds } : {}),
    limit: 100_000,
  }
  const owed = (await readOwed(work, mine)).filter((row) => !subjectId || row.subjectId === subjectId)
  if (owed.length === 0) throw new Refused('closing_nothing_owed')
  const zone = (await storeFacts(work, [storeId])).get(storeId)!.timeZone
  const due = dueDay(localDay(work.at, zone), notice)
  const claims = await insertClaims(work, {
    ...{ noticeId, subjects: owed, dueDay: due, askedBy: memberIds ? 'member' : 'staff' },
  })
  if (claims > 0) {
    work.audit({
      action: 'store.closing_claim',
      subject: { kind: 'store', id: storeId },
      changes: { claims: [0, claims], dueDay: [null, due] },
    })
  }
  return { claims, dueDay: due }
}
