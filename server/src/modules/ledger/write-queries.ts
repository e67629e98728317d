import { sql } from 'kysely'
import { arrayBytes } from '#platform/array-bytes.ts'
import { type Columns, unnestRows } from '#platform/column-arrays.ts'
import type { Work } from '#platform/work.ts'
import type { Account, BookedEntry, Lot, LotUse } from './ledger-rules.ts'

// Columns stand in the order of the statement.

export function insertEntries(work: Work, entries: readonly BookedEntry[]) {
  return work.send(sql`
    insert into ledger.entry (merchant_id, id, kind, asset, units, debit_account_id, debit_book, debit_balance_after,
           debit_version, credit_account_id, credit_book, credit_balance_after, credit_version, source_kind, source_id,
           reverses_entry_id, store_id, at)
    select ${work.merchantId}, r.* from ${unnestRows(entries, entryColumns)}`)
}

const entryColumns: Columns<BookedEntry> = {
  id: ['uuid', ({ id }) => id],
  kind: ['text', ({ kind }) => kind],
  asset: ['text', ({ asset }) => asset],
  units: ['bigint', ({ units }) => units],
  debit_account_id: ['uuid', (entry) => entry.debitAccountId],
  debit_book: ['text', (entry) => entry.debitBook],
  debit_balance_after: ['bigint', (entry) => entry.debitBalanceAfter],
  debit_version: ['bigint', (entry) => entry.debitVersion],
  credit_account_id: ['uuid', (entry) => entry.creditAccountId],
  credit_book: ['text', (entry) => entry.creditBook],
  credit_balance_after: ['bigint', (entry) => entry.creditBalanceAfter],
  credit_version: ['bigint', (entry) => entry.creditVersion],
  source_kind: ['text', ({ source }) => source.kind],
  source_id: ['uuid', ({ source }) => source.id],
  reverses_entry_id: ['uuid', (entry) => entry.reversesEntryId],
  store_id: ['uuid', ({ storeId }) => storeId],
  at: ['timestamptz', ({ at }) => at],
}

export function insertUses(work: Work, entries: readonly BookedEntry[]) {
  const uses = entries.flatMap((entry) => entry.uses)
  if (uses.length === 0) return null
  return work.send(sql`
    insert into ledger.lot_use (merchant_id, entry_id, lot_id, units, drawn_units, held_units, position)
    select ${work.merchantId}, r.* from ${unnestRows(uses, useColumns)}`)
}

const useColumns: Columns<LotUse> = {
  entry_id: ['uuid', ({ entryId }) => entryId],
  lot_id: ['uuid', ({ lotId }) => lotId],
  units: ['bigint', ({ units }) => units],
  drawn_units: ['bigint', ({ drawnUnits }) => drawnUnits],
  held_units: ['bigint', ({ heldUnits }) => heldUnits],
  position: ['integer', ({ position }) => position],
}

export function insertLots(work: Work, lots: readonly Lot[]) {
  if (lots.length === 0) return null
  return work.send(sql`
    insert into ledger.lot (merchant_id, id, account_id, entry_id, origin_lot_id, source_kind, source_id, rule_version,
           granted_units, remaining_units, held_units, drawn_units, base_units, earned_at, usable_from, expires_at,
           expires_day, expires_zone, idle_months, idle_days, idle_zone, priority, pair_id, pair_side, draw_mode, is_open)
    select ${work.merchantId}, r.* from ${unnestRows(lots, lotColumns)}`)
}

/**
 * Lots that are there, as they stand now. Neither by conflict, which would spell each lot whole, nor by join: found by their keys, each
 * takes its values from its place among them, whatever the plan was made of.
 */
export function updateLots(work: Work, lots: readonly Lot[]) {
  if (lots.length === 0) return null
  const ids = arrayBytes(lots, 'uuid', ({ id }) => id)
  const place = sql`array_position(${ids}::uuid[], l.id)`
  return work.send(sql`
    update ledger.lot l
       set remaining_units = (${arrayBytes(lots, 'bigint', (lot) => lot.remainingUnits)}::bigint[])[${place}],
           held_units = (${arrayBytes(lots, 'bigint', (lot) => lot.heldUnits)}::bigint[])[${place}],
           drawn_units = (${arrayBytes(lots, 'bigint', (lot) => lot.drawnUnits)}::bigint[])[${place}],
           is_open = (${arrayBytes(lots, 'boolean', (lot) => lot.isOpen)}::boolean[])[${place}]
     where l.merchant_id = ${work.merchantId} and l.id = any(${ids}::uuid[])`)
}

/** Inactivity is written as its condition beside the fixed end: when it lapses follows from the account. */
const fixedEnd = ({ expiry, idle }: Lot) => (idle ? idle.fixed : expiry)

const lotColumns: Columns<Lot> = {
  id: ['uuid', ({ id }) => id],
  account_id: ['uuid', ({ accountId }) => accountId],
  entry_id: ['uuid', ({ entryId }) => entryId],
  origin_lot_id: ['uuid', ({ originLotId }) => originLotId],
  source_kind: ['text', ({ source }) => source.kind],
  source_id: ['uuid', ({ source }) => source.id],
  rule_version: ['text', ({ ruleVersion }) => ruleVersion],
  granted_units: ['bigint', ({ grantedUnits }) => grantedUnits],
  remaining_units: ['bigint', ({ remainingUnits }) => remainingUnits],
  held_units: ['bigint', ({ heldUnits }) => heldUnits],
  drawn_units: ['bigint', ({ drawnUnits }) => drawnUnits],
  base_units: ['bigint', ({ baseUnits }) => baseUnits],
  earned_at: ['timestamptz', ({ earnedAt }) => earnedAt],
  usable_from: ['timestamptz', ({ usableFrom }) => usableFrom],
  expires_at: ['timestamptz', (lot) => fixedEnd(lot)?.at ?? null],
  expires_day: ['date', (lot) => fixedEnd(lot)?.day ?? null],
  expires_zone: ['text', (lot) => fixedEnd(lot)?.zone ?? null],
  idle_months: ['smallint', ({ idle }) => idle?.months ?? null],
  idle_days: ['smallint', ({ idle }) => idle?.days ?? null],
  idle_zone: ['text', ({ idle }) => idle?.zone ?? null],
  priority: ['smallint', ({ priority }) => priority],
  pair_id: ['uuid', ({ pair }) => pair?.id ?? null],
  pair_side: ['text', ({ pair }) => pair?.side ?? null],
  draw_mode: ['text', ({ pair }) => pair?.drawMode ?? null],
  is_open: ['boolean', ({ isOpen }) => isOpen],
}

/**
 * Accounts that were locked, as they stand now, and those that these plans make, in one statement. By conflict and not by join: each row
 * finds its own by the key.
 */
export function writeAccounts(work: Work, accounts: readonly Account[]) {
  if (accounts.length === 0) return null
  return work.send(sql`
    insert into ledger.account as a (merchant_id, id, owner_kind, owner_id, asset, balance_units, debt_units, held_units,
           version, active_at)
    select ${work.merchantId}, r.* from ${unnestRows(accounts, accountColumns)}
    on conflict (merchant_id, id) do update
       set balance_units = excluded.balance_units, debt_units = excluded.debt_units, held_units = excluded.held_units,
           version = excluded.version, active_at = excluded.active_at`)
}

const accountColumns: Columns<Account> = {
  id: ['uuid', ({ id }) => id],
  owner_kind: ['text', ({ ownerKind }) => ownerKind],
  owner_id: ['uuid', ({ ownerId }) => ownerId],
  asset: ['text', ({ asset }) => asset],
  balance_units: ['bigint', ({ balanceUnits }) => balanceUnits],
  debt_units: ['bigint', ({ debtUnits }) => debtUnits],
  held_units: ['bigint', ({ heldUnits }) => heldUnits],
  version: ['bigint', ({ version }) => version],
  active_at: ['timestamptz', ({ activeAt }) => activeAt],
}

/**
 * Sees to it that accounts with lots that lapse by inactivity are looked at when the first of them may. A look costs a row once in the
 * whole of such a time, a visit none.
 */
export function noteIdle(work: Work, lots: readonly Lot[]) {
  const idle = lots.filter((lot) => lot.idle !== null)
  if (idle.length === 0) return null
  return work.send(sql`
    insert into ledger.idle_account as i (merchant_id, account_id, due_at)
    select ${work.merchantId}, v.account_id, min(v.due_at)
      from unnest(${idle.map((lot) => lot.accountId)}::uuid[], ${idle.map((lot) => lot.expiry!.at)}::timestamptz[])
             as v(account_id, due_at)
     where not exists (select from ledger.idle_account o
                        where o.merchant_id = ${work.merchantId} and o.account_id = v.account_id and o.due_at <= v.due_at)
     group by v.account_id
    on conflict (merchant_id, account_id) do update set due_at = least(i.due_at, excluded.due_at)`)
}
