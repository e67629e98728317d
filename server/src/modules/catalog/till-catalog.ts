import { openStoreOf } from '#modules/shops/store-facts.ts'
import { decodeCursor, encodeCursor } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import { readChangedItems, readRevision } from './feed-queries.ts'
import { readListedPrices, readPriceLists } from './price-list-queries.ts'
import { readCategories, readFormats, readQuickKeys } from './shelf-queries.ts'

const firstId = '00000000-0000-0000-0000-000000000000'
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/**
 * What a till keeps of the catalogue: the items changed since its cursor, a page at a time, and with the last page all that
 * is small (categories, live price lists, the store's printed codes and quick keys).
 *
 * The cursor names a revision and a place in it. Revisions are given under a lock, so nothing before the cursor can still
 * appear. `isComplete` says that this page ends the history.
 */
export async function tillCatalog(work: Work, input: { storeId: string; cursor?: string | undefined; limit: number }) {
  const { storeId, limit } = input
  await openStoreOf(work, storeId)
  const [revision = 0, itemId = firstId, isFirst = 1] = decodeCursor(input.cursor, 3) ?? []
  const after = { revision: Number(revision), itemId: String(itemId) }
  const isFirstLoad = isFirst === 1
  // Read first: a change that commits between the two statements is then in the next page, never lost.
  const current = await readRevision(work)
  const items = await readChangedItems(work, after, { isFirst: isFirstLoad, limit })
  const isComplete = items.length < limit
  const last = items.at(-1)
  // A page that is not full holds all there was of the last revision: go on behind it.
  const place = isComplete
    ? { revision: Math.max(current, last?.revision ?? 0), itemId: lastId }
    : { revision: last!.revision, itemId: last!.id }
  return {
    items: items.map(({ revision: _, opensAt, ...item }) => ({ ...item, opensAt: opensAt?.toISOString() ?? null })),
    shelf: isComplete ? await readShelf(work, storeId) : null,
    cursor: encodeCursor([place.revision, place.itemId, isFirstLoad && !isComplete ? 1 : 0]),
    isComplete,
  }
}

async function readShelf(work: Work, storeId: string) {
  const [categories, lists, barcodeFormats, quickKeys] = await Promise.all([
    readCategories(work),
    readPriceLists(work),
    readFormats(work, storeId),
    readQuickKeys(work, storeId),
  ])
  const live = lists.filter(
    (list) => (list.storeId === null || list.storeId === storeId) && !(list.endsAt && list.endsAt <= work.at),
  )
  const prices = await readListedPrices(
    work,
    live.map(({ id }) => id),
  )
  const priceLists = live.map(({ id, kind, name, storeId: atStoreId, tierId, startsAt, endsAt, rateBps }) => ({
    priceListId: id,
    name,
    kind,
    storeId: atStoreId,
    tierId,
    startsAt: startsAt?.toISOString() ?? null,
    endsAt: endsAt?.toISOString() ?? null,
    rateBps,
    items: Object.fromEntries(
      prices.filter(({ priceListId }) => priceListId === id).map(({ itemId, priceCents }) => [itemId, priceCents]),
    ),
  }))
  return { categories, priceLists, barcodeFormats, quickKeys }
}
