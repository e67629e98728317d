import { storeFacts } from '#modules/shops/store-facts.ts'
import { storesOf } from '#platform/actor.ts'
import { decodeCursor, pageOf, type Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import { type Day, endOfLocalDay, startOfLocalDay } from '#shared/business-day.ts'
import type { PaymentListQuery } from './contract.ts'
import { listPayments, type StoreSpan } from './list-queries.ts'
import { paymentView } from './payment-views.ts'

const usualPage = 50

/** One page of payments, newest first, of the stores that the reader works in. Days are those of each store's own clock. */
export async function showPayments(
  work: Work,
  { limit = usualPage, cursor, storeId, from, until, ...filter }: Static<typeof PaymentListQuery>,
) {
  const key = decodeCursor(cursor, 2)
  const before = key ? { at: String(key[0]), id: String(key[1]) } : null
  const reach = storesOf(work.actor)
  const storeIds = storeId ? [storeId].filter((id) => reach?.includes(id) ?? true) : reach
  const spans = from || until ? await spansOf(work, from, until) : undefined
  const rows = await listPayments(work, { ...filter, storeIds, ...(spans && { spans }) }, { before, limit: limit + 1 })
  const { page, next } = pageOf(rows, limit, (last) => [last.createdAt, last.id])
  return { items: page.map(paymentView), next }
}

/** The stores of each clock, with the instants at which the days begin and end there. */
async function spansOf(work: Work, from: Day | undefined, until: Day | undefined): Promise<StoreSpan[]> {
  const stores = [...(await storeFacts(work)).values()]
  return [...Map.groupBy(stores, ({ timeZone }) => timeZone)].map(([timeZone, there]) => ({
    storeIds: there.map(({ id }) => id),
    from: from ? startOfLocalDay(from, timeZone) : null,
    until: until ? endOfLocalDay(until, timeZone) : null,
  }))
}
