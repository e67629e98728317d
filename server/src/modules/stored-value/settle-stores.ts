import { sql } from 'kysely'
import { readStoreMoves, type StoreMove } from '#modules/ledger/store-moves.ts'
import { openStoreOf, storeFacts, type StoreFacts } from '#modules/shops/store-facts.ts'
import { actorId, storesOf } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { addDays, type Day } from '#shared/business-day.ts'
import { Refused } from '#shared/refusal.ts'
import { netStoredValue, type NettingRow, type StoreDay } from './settlement-rules.ts'

export type PartyKind = 'own' | 'franchise'

/** Longer than this the file is asked for in parts. */
const mostDays = 366

export type Settlement = {
  parties: { storeId: string; name: string; kind: PartyKind; version: number }[]
  rows: NettingRow[]
  /** Principal sold by one store and served by another, over all the days. */
  crossings: { originStoreId: string | null; storeId: string; servedCents: number }[]
}

/**
 * What stores owe each other for stored value, day by day, from the ledger's entries and the stores that sold the lots (R9). Refuses
 * more than a year at once, days that run backwards, and callers who do not work in every store. Locks nothing.
 */
export async function readSettlement(work: Work, { from, until }: { from: Day; until: Day }): Promise<Settlement> {
  if (storesOf(work.actor) !== null) throw new Refused('store_not_allowed')
  if (until < from || addDays(from, mostDays) <= until) throw new Refused('invalid_input', { field: 'until' })
  const [stores, kinds] = await Promise.all([storeFacts(work), readKinds(work)])
  const assets = ['stored_principal', 'stored_bonus']
  const [moves, paidBack] = await Promise.all([
    readStoreMoves(work, { assets, from, until, stores: [...stores.values()] }),
    readPaidBack(work, from, until),
  ])
  const parties = [...stores.values()].map(({ id, name }) => ({
    storeId: id,
    name,
    ...(kinds.get(id) ?? { kind: 'own' as const, version: 0 }),
  }))
  const franchises = new Set(parties.flatMap(({ storeId, kind }) => (kind === 'franchise' ? storeId : [])))
  return {
    parties,
    rows: netStoredValue(storeDays(moves, paidBack, stores), franchises),
    crossings: crossingsOf(moves),
  }
}

function storeDays(
  moves: readonly StoreMove[],
  paidBack: readonly PaidBack[],
  stores: ReadonlyMap<string, StoreFacts>,
): StoreDay[] {
  const days = new Map<string, StoreDay>()
  const rowOf = (day: Day, storeId: string): StoreDay => {
    const empty = { day, storeId, collectedCents: 0, servedCents: 0, paidBackCents: 0, servedBonusCents: 0 }
    const row = days.get(`${day} ${storeId}`) ?? empty
    days.set(`${day} ${storeId}`, row)
    return row
  }
  for (const { day, storeId, asset, what, units } of moves) {
    const row = rowOf(day, storeId)
    if (asset === 'stored_bonus') row.servedBonusCents += what === 'used' ? units : 0
    else if (what === 'granted') row.collectedCents += units
    else if (what === 'used') row.servedCents += units
  }
  for (const { day, storeId, paidBackCents } of paidBack) rowOf(day, storeId).paidBackCents += paidBackCents
  return [...days.values()].toSorted(
    (a, b) => a.day.localeCompare(b.day) || stores.get(a.storeId)!.number - stores.get(b.storeId)!.number,
  )
}

function crossingsOf(moves: readonly StoreMove[]): Settlement['crossings'] {
  const sums = new Map<string, Settlement['crossings'][number]>()
  for (const { originStoreId, storeId, asset, what, units } of moves) {
    if (asset !== 'stored_principal' || what !== 'used') continue
    const key = `${originStoreId} ${storeId}`
    const sum = sums.get(key) ?? { originStoreId, storeId, servedCents: 0 }
    sum.servedCents += units
    sums.set(key, sum)
  }
  return [...sums.values()]
}

type PaidBack = { day: Day; storeId: string; paidBackCents: number }

/** Money that left the drawers for given-back top-ups: with principal drawn first it can be more than the principal that was left. */
function readPaidBack(work: Work, from: Day, until: Day): Promise<PaidBack[]> {
  return work.send<PaidBack>(sql`
    select business_day as day, store_id, sum(refund_cents)::bigint as paid_back_cents from stored_value.top_up_refund
     where merchant_id = ${work.merchantId} and business_day between ${from}::date and ${until}::date
     group by business_day, store_id`)
}

async function readKinds(work: Work): Promise<Map<string, { kind: PartyKind; version: number }>> {
  const rows = await work.send<{ storeId: string; kind: PartyKind; version: number }>(sql`
    select distinct on (store_id) store_id, kind, version from stored_value.settlement_party
     where merchant_id = ${work.merchantId} order by store_id, version desc`)
  return new Map(rows.map(({ storeId, ...kind }) => [storeId, kind]))
}

/**
 * Who a store is in settlement: itself where it settles by itself, the head office (null) else; so is value that no store sold.
 */
export async function readPartyOf(work: Work): Promise<(storeId: string | null) => string | null> {
  const kinds = await readKinds(work)
  return (storeId) => (storeId !== null && kinds.get(storeId)?.kind === 'franchise' ? storeId : null)
}

/** Says whether a store settles as a party of its own. Refuses a save over a version that somebody saved meanwhile. */
export async function setPartyKind(
  work: Work,
  { storeId, kind, version }: { storeId: string; kind: PartyKind; version: number },
): Promise<{ version: number }> {
  await openStoreOf(work, storeId)
  const before = (await readKinds(work)).get(storeId) ?? { kind: 'own' as const, version: 0 }
  if (before.version !== version) throw new Refused('settings_changed')
  if (before.kind === kind) return { version }
  const saved = await work.send(sql`
    insert into stored_value.settlement_party (merchant_id, store_id, version, kind, at, author_id)
    values (${work.merchantId}, ${storeId}, ${version + 1}, ${kind}, ${work.at}, ${actorId(work.actor)})
    on conflict (merchant_id, store_id, version) do nothing
    returning version`)
  if (saved.length === 0) throw new Refused('settings_changed')
  work.audit({
    action: 'settings.edit',
    subject: { kind: 'store', id: storeId },
    changes: { settlesAs: [before.kind, kind] },
  })
  return { version: version + 1 }
}
