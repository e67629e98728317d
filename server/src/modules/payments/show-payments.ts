import { storeFacts } from '#modules/shops/store-facts.ts'
import { storesOf } from '#platform/actor.ts'
import { decodeCursor, pageOf, type Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import { addDays, type Day, startOfBusinessDay } from '#shared/business-day.ts'
import type { PaymentListQuery } from './contract.ts'
import { listPayments, type StoreSpan } from './list-queries.ts'
import { paymentView } from './payment-views.ts'

const usualPage = 50

/** One page of payments, newest first, of the stores that the reader works in. Days are business days of each store, by its own clock. */
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

/** The stores whose days begin at the same instants, with those at which these begin and end. */
async function spansOf(work: Work, from: Day | undefined, until: Day | undefined): Promise<StoreSpan[]> {
  const stores = [...(await storeFacts(work)).values()]
  const alike = Map.groupBy(stores, ({ timeZone, cutoffHour }) => `${timeZone} ${cutoffHour}`)
  return [...alike.values()].map((there) => {
    const { timeZone, cutoffHour } = there[0]!
    return {
      storeIds: there.map(({ id }) => id),
      from: from ? startOfBusinessDay(from, timeZone, cutoffHour) : null,
      until: until ? startOfBusinessDay(addDays(until, 1), timeZone, cutoffHour) : null,
    }
  })
}
