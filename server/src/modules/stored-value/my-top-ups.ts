import { defaultRegion, lastWithdrawalDay, packOf, packOn } from '#modules/law-packs/pack-rules.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { type Day, localDay } from '#shared/business-day.ts'
import { Refused } from '#shared/refusal.ts'
import { previewTopUpRefund } from './refund-top-up.ts'
import { readTopUp, readTopUpsOf, type TopUpRow } from './top-up-queries.ts'

/** A top-up as its member looks at it: with the law that it was sold under, and the last day to have the rest back without a reason. */
export type MyTopUp = TopUpRow & { lawPack: string; withdrawalUntil: Day | null }

const most = 100

/** The latest top-ups of every record that is this member. Locks nothing. */
export async function readMyTopUps(work: Work, memberIds: readonly string[]): Promise<MyTopUp[]> {
  const [pages, withLaw] = await Promise.all([
    Promise.all(memberIds.map((id) => readTopUpsOf(work, id, { before: null, limit: most }))),
    lawReader(work),
  ])
  return pages
    .flat()
    .toSorted((a, b) => b.at.getTime() - a.at.getTime())
    .map(withLaw)
}

/**
 * One of them, with what the rest would pay if the member asked for it today: null once it was given back, or when nothing is left.
 * Refuses somebody else's as not found. Locks nothing.
 */
export async function readMyTopUp(
  work: Work,
  { topUpId, memberIds }: { topUpId: string; memberIds: readonly string[] },
) {
  const [row, withLaw] = await Promise.all([readTopUp(work, topUpId), lawReader(work)])
  if (!row || !memberIds.includes(row.memberId)) throw new Refused('top_up_not_found')
  const refundNow = row.refundedAt ? null : await refundToday(work, topUpId)
  return { ...withLaw(row), refundNow }
}

async function refundToday(work: Work, topUpId: string) {
  try {
    return await previewTopUpRefund(work, { topUpId, cause: 'member' })
  } catch (error) {
    if (error instanceof Refused && error.code === 'nothing_to_refund') return null
    throw error
  }
}

async function lawReader(work: Work): Promise<(row: TopUpRow) => MyTopUp> {
  const stores = await storeFacts(work)
  return (row) => {
    const paidOn = localDay(row.at, stores.get(row.storeId)!.timeZone)
    const law = row.lawPack === null ? packOn(defaultRegion, paidOn) : packOf(row.lawPack)
    return { ...row, lawPack: law.id, withdrawalUntil: lastWithdrawalDay(law, paidOn) }
  }
}
