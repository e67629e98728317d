import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { changedFields } from '#shared/changed-fields.ts'
import { Refused } from '#shared/refusal.ts'
import { nextRevision, readKnownIds } from './item-queries.ts'
import {
  findPriceList,
  type ListedPrice,
  type PriceListRow,
  writeListedPrices,
  writePriceList,
  writePriceListArchival,
} from './price-list-queries.ts'

/** Adds a price list. Refuses a window that ends before it begins, a tier on a list that is not for members, unknown stores. */
export async function createPriceList(work: Work, list: PriceListRow): Promise<{ priceListId: string }> {
  const revision = await nextRevision(work)
  await checkPriceList(work, list)
  if (await findPriceList(work, list.id)) throw new Refused('price_list_exists')
  await writePriceList(work, list, revision)
  const { id, name, kind, rateBps } = list
  work.audit({
    action: 'catalog.price',
    subject: { kind: 'price_list', id },
    changes: { name: [null, name], kind: [null, kind], rateBps: [null, rateBps] },
  })
  return { priceListId: id }
}

/** Changes a price list's name, reach, window or rate. Refuses a `version` that somebody overtook. */
export async function changePriceList(
  work: Work,
  {
    priceListId,
    version,
    ...change
  }: { priceListId: string; version: number } & Partial<Omit<PriceListRow, 'id' | 'kind'>>,
) {
  const revision = await nextRevision(work)
  const before = await livePriceList(work, priceListId)
  if (before.version !== version) throw new Refused('price_list_changed')
  const changes = changedFields(before, change)
  if (Object.keys(changes).length === 0) return { priceListId, version }
  const after = { ...before, ...change }
  await checkPriceList(work, after)
  await writePriceList(work, after, revision)
  work.audit({ action: 'catalog.price', subject: { kind: 'price_list', id: priceListId }, changes })
  return { priceListId, version: version + 1 }
}

/** Ends a price list: from this instant no cart is priced by it. Sales made under it keep their prices. */
export async function archivePriceList(work: Work, { priceListId }: { priceListId: string }) {
  const revision = await nextRevision(work)
  await livePriceList(work, priceListId)
  await writePriceListArchival(work, priceListId, revision)
  work.audit({
    action: 'catalog.price',
    subject: { kind: 'price_list', id: priceListId },
    changes: { isArchived: [false, true] },
  })
  return { priceListId }
}

/** Sets items' own prices on a list, or takes them off (`priceCents` null). Refuses unknown items and one given twice. */
export async function setListedPrices(
  work: Work,
  input: { priceListId: string; prices: readonly { itemId: string; priceCents: number | null }[] },
) {
  const { priceListId, prices } = input
  const revision = await nextRevision(work)
  const list = await livePriceList(work, priceListId)
  const itemIds = prices.map(({ itemId }) => itemId)
  if (new Set(itemIds).size !== itemIds.length) throw new Refused('invalid_price_list')
  const { itemKinds } = await readKnownIds(work, { items: itemIds, categories: [] })
  const unknown = itemIds.find((itemId) => !itemKinds.has(itemId))
  if (unknown !== undefined) throw new Refused('item_not_found', { itemId: unknown })

  const set = prices.filter((price): price is ListedPrice => price.priceCents !== null)
  const removed = prices.filter(({ priceCents }) => priceCents === null).map(({ itemId }) => itemId)
  await writeListedPrices(work, priceListId, set, removed)
  await writePriceList(work, list, revision)
  work.audit({
    action: 'catalog.price',
    subject: { kind: 'price_list', id: priceListId },
    changes: { prices: [null, prices.slice(0, 100)] },
  })
  return { priceListId, version: list.version + 1 }
}

async function livePriceList(work: Work, priceListId: string) {
  const list = await findPriceList(work, priceListId)
  if (!list || list.archivedAt) throw new Refused('price_list_not_found')
  return list
}

async function checkPriceList(work: Work, list: PriceListRow): Promise<void> {
  const { kind, storeId, tierId, startsAt, endsAt } = list
  if (startsAt && endsAt && startsAt >= endsAt) throw new Refused('invalid_price_list')
  if (tierId !== null && kind !== 'member') throw new Refused('invalid_price_list')
  if (kind === 'store' && storeId === null) throw new Refused('invalid_price_list')
  if (storeId !== null && !(await storeFacts(work, [storeId])).has(storeId)) throw new Refused('store_not_found')
}
