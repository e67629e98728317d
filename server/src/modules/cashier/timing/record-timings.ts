import { openStoreOf } from '#modules/shops/store-facts.ts'
import { storesOf } from '#platform/actor.ts'
import type { Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import { businessDay } from '#shared/business-day.ts'
import { Refused } from '#shared/refusal.ts'
import type { TaskTimingBatch, TaskTimingReportQuery } from './contract.ts'
import { believedEnd } from './task-timing-rules.ts'
import { insertTimings, readTimingSummary, type TimingSummary } from './timing-queries.ts'

/** Keeps what a till measured: which task, how long, how many steps and errors. Nobody's name is in it or beside it. */
export async function recordTimings(work: Work, { storeId, items }: Static<typeof TaskTimingBatch>): Promise<number> {
  const { timeZone, cutoffHour } = await openStoreOf(work, storeId)
  const { actor, at } = work
  const rows = items.map((item) => {
    const finishedAt = believedEnd(new Date(item.finishedAt), at)
    return {
      ...item,
      finishedAt: finishedAt.toISOString(),
      businessDay: businessDay(finishedAt, timeZone, cutoffHour),
    }
  })
  await insertTimings(work, { storeId, deviceId: 'deviceId' in actor ? actor.deviceId : null }, rows)
  return rows.length
}

/** How long tasks take, per task, store and week. Refuses a store outside the reader's reach. */
export async function showTimings(
  work: Work,
  { storeId, from, until }: Static<typeof TaskTimingReportQuery>,
): Promise<TimingSummary[]> {
  const reach = storesOf(work.actor)
  if (storeId && reach?.includes(storeId) === false) throw new Refused('store_not_allowed', { storeId })
  return readTimingSummary(work, { from, until, storeIds: storeId ? [storeId] : reach })
}
