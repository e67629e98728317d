import { type Actor, refuseForeignStore } from '#platform/actor.ts'
import { knownRows } from '#platform/known-facts.ts'
import type { Work } from '#platform/work.ts'
import { accept, type Refusal, refuse } from '#shared/refusal.ts'
import { lockStore, type MerchantRow, readMerchant, readStores, type StoreRow } from './shop-queries.ts'

export type MerchantFacts = MerchantRow
export type StoreFacts = StoreRow

/** Name, currency and language of the merchant. */
export function merchantFacts(work: Work): Promise<MerchantFacts> {
  return readMerchant(work)
}

/** The stores asked for (all without `ids`), by id. One statement of the flight, so a batch asks once for all its stores. */
export async function storeFacts(work: Work, ids?: readonly string[] | null): Promise<Map<string, StoreFacts>> {
  return new Map((await readStores(work, ids)).map((store) => [store.id, store]))
}

/** The same of these stores by what this process knows (`work.facts`). */
export async function knownStoreFacts(work: Work, ids: readonly string[]): Promise<Map<string, StoreFacts>> {
  const facts = await work.facts()
  return knownRows(facts.map<StoreFacts>('shops.store'), ids, (missing) => storeFacts(work, missing))
}

/** One store that the work's actor may act at. Refuses an unknown, a foreign and a closed store. */
export async function openStoreOf(work: Work, storeId: string): Promise<StoreFacts> {
  return accept(openStoreIn(await storeFacts(work, [storeId]), work.actor, storeId))
}

/** The same among stores that were read before. */
export function openStoreIn(
  stores: ReadonlyMap<string, StoreFacts>,
  actor: Actor,
  storeId: string,
): StoreFacts | Refusal<'store_not_found' | 'store_not_allowed' | 'store_closed'> {
  const store = stores.get(storeId)
  if (!store) return refuse('store_not_found')
  return refuseForeignStore(actor, storeId) ?? (store.closedAt ? refuse('store_closed') : store)
}

/** Holds a store for the rest of the transaction: the lock under which its devices get their numbers. */
export async function holdStore(work: Work, storeId: string): Promise<StoreFacts> {
  const store = await openStoreOf(work, storeId)
  await lockStore(work, storeId)
  return store
}
