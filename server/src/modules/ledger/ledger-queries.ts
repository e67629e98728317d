import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { endOfIdle } from './idle-rules.ts'
import type { Account, AccountKey, BookedEntry, Expiry, Lot, LotUse, Source } from './ledger-rules.ts'

type KeyRow = { id: string; owner_kind: string; owner_id: string; asset: string }

export function keyRows(keys: readonly AccountKey[]): KeyRow[] {
  return keys
    .map(({ ownerKind, ownerId, asset }) => ({ id: newId(), owner_kind: ownerKind, owner_id: ownerId, asset }))
    .sort((a, b) => compare(a.owner_id, b.owner_id) || compare(a.asset, b.asset) || compare(a.owner_kind, b.owner_kind))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * The keys as rows `k(id, owner_kind, owner_id, asset)`. Arrays and not JSON: the planner takes them for a few rows and looks
 * each account up by its key, however small the table is yet.
 */
function asRows(keys: readonly KeyRow[]) {
  const column = (name: keyof KeyRow) => keys.map((key) => key[name])
  return sql`unnest(${column('id')}::uuid[], ${column('owner_kind')}::text[], ${column('owner_id')}::uuid[],
    ${column('asset')}::text[]) as k(id, owner_kind, owner_id, asset)`
}

/** Makes the accounts that do not exist yet, in key order: also the first of the locks taken in that order. */
export function insertMissingAccounts(work: Work, keys: readonly KeyRow[]) {
  return work.send(sql`
    insert into ledger.account (merchant_id, id, owner_kind, owner_id, asset)
    select ${work.merchantId}, k.id, k.owner_kind, k.owner_id, k.asset
      from ${asRows(keys)}
     where not exists (select from ledger.account a
                        where a.merchant_id = ${work.merchantId} and a.owner_id = k.owner_id and a.asset = k.asset
                          and a.owner_kind = k.owner_kind offset 0)
     order by k.owner_id, k.asset, k.owner_kind
    on conflict (merchant_id, owner_id, asset, owner_kind) do nothing`)
}

/*
 * Accounts and lots are looked up key by key: `lateral … offset 0` leaves the planner no other way. A plan made while the tables
 * were still empty is kept by the connection, and as a join it would go on reading whole tables when they are not.
 */

const accountColumns = sql`a.id, a.owner_kind, a.owner_id, a.asset, a.balance_units, a.debt_units, a.held_units, a.version, a.active_at`

const accountOfKey = ({ merchantId }: Work) => sql`
  from ledger.account a
 where a.merchant_id = ${merchantId} and a.owner_id = k.owner_id and a.asset = k.asset and a.owner_kind = k.owner_kind`

/** Locks accounts in key order and reads them. What hangs on them is read by later statements, which see what others committed meanwhile. */
export function lockAccounts(work: Work, keys: readonly KeyRow[]) {
  return work.send<Account>(sql`
    select ${accountColumns}
      from ${asRows(keys)} cross join lateral (select a.* ${accountOfKey(work)} for update) a`)
}

/** The same without locks, for what is only shown. */
export function readAccounts(work: Work, keys: readonly KeyRow[]) {
  return work.send<Account>(sql`
    select ${accountColumns} from ${asRows(keys)} cross join lateral (select a.* ${accountOfKey(work)} offset 0) a`)
}

export type LotRow = Omit<Lot, 'source' | 'expiry' | 'idle' | 'pair'> & {
  sourceKind: string
  sourceId: string
  expiresAt: Date | null
  expiresDay: string | null
  expiresZone: string | null
  idleMonths: number | null
  idleDays: number | null
  idleZone: string | null
  activeAt: Date | null // of its account
  pairId: string | null
  pairSide: 'principal' | 'bonus' | null
  drawMode: NonNullable<Lot['pair']>['drawMode'] | null
}

const lotColumns = sql`l.id, l.account_id, l.entry_id, l.origin_lot_id, l.source_kind, l.source_id, l.rule_version,
  l.granted_units, l.remaining_units, l.held_units, l.drawn_units, l.base_units, l.earned_at, l.usable_from,
  l.expires_at, l.expires_day, l.expires_zone, l.idle_months, l.idle_days, l.idle_zone, l.priority, l.pair_id, l.pair_side, l.draw_mode, l.is_open`

export function readOpenLots(work: Work, keys: readonly KeyRow[]) {
  return work.send<LotRow>(sql`
    select ${lotColumns}, a.asset, a.active_at
      from ${asRows(keys)}
      cross join lateral (select a.id, a.asset, a.active_at ${accountOfKey(work)} offset 0) a
      cross join lateral (select l.* from ledger.lot l
                           where l.merchant_id = ${work.merchantId} and l.account_id = a.id and l.is_open offset 0) l`)
}

export type EntryRow = Omit<BookedEntry, 'source' | 'uses'> & { sourceKind: string; sourceId: string }

/** The entries booked for these sources, and those that reversed them; key by key, like accounts and lots. */
const historyOf = (work: Work, sources: readonly Source[]) => sql`
  own as (
    select e.*
      from unnest(${sources.map(({ kind }) => kind)}::text[], ${sources.map(({ id }) => id)}::uuid[]) as s(kind, id)
      cross join lateral (select e.* from ledger.entry e
                           where e.merchant_id = ${work.merchantId} and e.source_id = s.id and e.source_kind = s.kind
                          offset 0) e
  ), history as (
    select * from own
    union
    select r.* from own
      cross join lateral (select r.* from ledger.entry r
                           where r.merchant_id = ${work.merchantId} and r.reverses_entry_id = own.id offset 0) r
  )`

const usesOfHistory = ({ merchantId }: Work) => sql`
  history h cross join lateral (select u.* from ledger.lot_use u
                                 where u.merchant_id = ${merchantId} and u.entry_id = h.id offset 0) u`

export function readHistory(work: Work, sources: readonly Source[]) {
  return work.send<EntryRow>(sql`
    with ${historyOf(work, sources)}
    select id, kind, asset, units, debit_account_id, debit_book, debit_balance_after, debit_version, credit_account_id,
           credit_book, credit_balance_after, credit_version, source_kind, source_id, reverses_entry_id, store_id, at
      from history order by id`)
}

export function readHistoryUses(work: Work, sources: readonly Source[]) {
  return work.send<LotUse>(sql`
    with ${historyOf(work, sources)}
    select u.entry_id, u.lot_id, u.units, u.drawn_units, u.held_units, u.position
      from ${usesOfHistory(work)}
     order by u.entry_id, u.position`)
}

/** The lots that these sources used or opened, closed ones too, with the mates of pairs. */
export function readHistoryLots(work: Work, sources: readonly Source[]) {
  return work.send<LotRow>(sql`
    with ${historyOf(work, sources)}, used as (
      select l.id, l.pair_id
        from ${usesOfHistory(work)}
        cross join lateral (select l.id, l.pair_id from ledger.lot l
                             where l.merchant_id = ${work.merchantId} and l.id = u.lot_id offset 0) l
    ), wanted as (
      select id from used
      union
      select m.id from used
        cross join lateral (select m.id from ledger.lot m
                             where m.merchant_id = ${work.merchantId} and m.pair_id = used.pair_id offset 0) m
    )
    select ${lotColumns}, a.asset, a.active_at
      from wanted
      cross join lateral (select l.* from ledger.lot l
                           where l.merchant_id = ${work.merchantId} and l.id = wanted.id offset 0) l
      cross join lateral (select a.asset, a.active_at from ledger.account a
                           where a.merchant_id = ${work.merchantId} and a.id = l.account_id offset 0) a`)
}

/** Field by field: a member holds hundreds of lots, and taking the rest of a row by its spread costs ten times as much. */
export function lotFromRow(row: LotRow): Lot {
  const fixed: Expiry | null = row.expiresAt && { at: row.expiresAt, day: row.expiresDay!, zone: row.expiresZone! }
  const idle =
    row.idleZone === null ? null : { months: row.idleMonths!, days: row.idleDays!, zone: row.idleZone, fixed }
  return {
    id: row.id,
    accountId: row.accountId,
    asset: row.asset,
    entryId: row.entryId,
    originLotId: row.originLotId,
    source: { kind: row.sourceKind, id: row.sourceId },
    ruleVersion: row.ruleVersion,
    grantedUnits: row.grantedUnits,
    remainingUnits: row.remainingUnits,
    heldUnits: row.heldUnits,
    drawnUnits: row.drawnUnits,
    baseUnits: row.baseUnits,
    earnedAt: row.earnedAt,
    usableFrom: row.usableFrom,
    expiry: idle ? endOfIdle(idle, row.earnedAt, row.activeAt) : fixed,
    idle,
    priority: row.priority,
    pair: row.pairId === null ? null : { id: row.pairId, side: row.pairSide!, drawMode: row.drawMode! },
    isOpen: row.isOpen,
  }
}
