import { sql } from 'kysely'
import { openStoreOf, type StoreFacts } from '#modules/shops/store-facts.ts'
import { actorId, refuseForeignStore } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { localDay } from '#shared/business-day.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { checkRegion, defaultRegion, packOn } from './pack-rules.ts'
import type { LawPack } from './pack-types.ts'

type Choice = { region: string; version: number }

/** Under which region's law a store sells; before anybody chose, the default at version 0. */
export async function readStoreRegion(work: Work, storeId: string): Promise<Choice> {
  const [choice] = await work.send<Choice>(sql`
    select region, version from law_packs.store_choice
     where merchant_id = ${work.merchantId} and store_id = ${storeId} order by version desc limit 1`)
  return choice ?? { region: defaultRegion, version: 0 }
}

/** The regions of many stores, by store; of those asked for, nobody is absent. */
export async function readStoreRegions(work: Work, storeIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await work.send<{ storeId: string; region: string }>(sql`
    select distinct on (store_id) store_id, region from law_packs.store_choice
     where merchant_id = ${work.merchantId} and store_id = any(${[...storeIds]}::uuid[])
     order by store_id, version desc`)
  const chosen = new Map(rows.map(({ storeId, region }) => [storeId, region]))
  return new Map(storeIds.map((storeId) => [storeId, chosen.get(storeId) ?? defaultRegion]))
}

/** The pack that a contract made in this store now stands under. Locks nothing. */
export async function readStoreLaw(work: Work, store: Pick<StoreFacts, 'id' | 'timeZone'>): Promise<LawPack> {
  const { region } = await readStoreRegion(work, store.id)
  return packOn(region, localDay(work.at, store.timeZone))
}

/**
 * Chooses the region of a store. What was sold before keeps its pack. Refuses a region without a pack, and a save over a choice that
 * somebody made meanwhile.
 */
export async function chooseStoreRegion(
  work: Work,
  { storeId, region, version }: Choice & { storeId: string },
): Promise<{ version: number }> {
  accept(checkRegion(region))
  accept(refuseForeignStore(work.actor, storeId))
  await openStoreOf(work, storeId)
  const before = await readStoreRegion(work, storeId)
  if (before.version !== version) throw new Refused('settings_changed')
  if (before.region === region) return { version }
  const saved = await work.send(sql`
    insert into law_packs.store_choice (merchant_id, store_id, version, region, at, author_id)
    values (${work.merchantId}, ${storeId}, ${version + 1}, ${region}, ${work.at}, ${actorId(work.actor)})
    on conflict (merchant_id, store_id, version) do nothing
    returning version`)
  if (saved.length === 0) throw new Refused('settings_changed')
  const changes = { lawRegion: [before.region, region] as const }
  work.audit({ action: 'settings.edit', subject: { kind: 'store', id: storeId }, changes })
  return { version: version + 1 }
}
