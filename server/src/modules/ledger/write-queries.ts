import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { Account, BookedEntry, Lot } from './ledger-rules.ts'

// Columns and their types, in the order of the statement: one text whatever the number of rows.

export function insertEntries(work: Work, entries: readonly BookedEntry[]) {
  const rows = entries.map((entry) => ({
    id: entry.id,
    kind: entry.kind,
    asset: entry.asset,
    units: entry.units,
    debit_account_id: entry.debitAccountId,
    debit_book: entry.debitBook,
    debit_balance_after: entry.debitBalanceAfter,
    debit_version: entry.debitVersion,
    credit_account_id: entry.creditAccountId,
    credit_book: entry.creditBook,
    credit_balance_after: entry.creditBalanceAfter,
    credit_version: entry.creditVersion,
    source_kind: entry.source.kind,
    source_id: entry.source.id,
    reverses_entry_id: entry.reversesEntryId,
    store_id: entry.storeId,
    at: entry.at,
  }))
  return work.send(sql`
    insert into ledger.entry (merchant_id, id, kind, asset, units, debit_account_id, debit_book, debit_balance_after,
           debit_version, credit_account_id, credit_book, credit_balance_after, credit_version, source_kind, source_id,
           reverses_entry_id, store_id, at)
    select ${work.merchantId}, e.*
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as e(id uuid, kind text, asset text, units bigint,
           debit_account_id uuid, debit_book text, debit_balance_after bigint, debit_version bigint,
           credit_account_id uuid, credit_book text, credit_balance_after bigint, credit_version bigint,
           source_kind text, source_id uuid, reverses_entry_id uuid, store_id uuid, at timestamptz)`)
}

export function insertUses(work: Work, entries: readonly BookedEntry[]) {
  const rows = entries.flatMap(({ uses }) =>
    uses.map((use) => ({
      entry_id: use.entryId,
      lot_id: use.lotId,
      units: use.units,
      drawn_units: use.drawnUnits,
      held_units: use.heldUnits,
      position: use.position,
    })),
  )
  if (rows.length === 0) return null
  return work.send(sql`
    insert into ledger.lot_use (merchant_id, entry_id, lot_id, units, drawn_units, held_units, position)
    select ${work.merchantId}, u.*
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as u(entry_id uuid, lot_id uuid, units bigint,
           drawn_units bigint, held_units bigint, position integer)`)
}

/**
 * Opens new lots and changes those that are there, in one statement. By conflict and not by join: each row finds its own by the
 * key, whatever the plan was made of.
 */
export function writeLots(work: Work, lots: readonly Lot[]) {
  if (lots.length === 0) return null
  const rows = lots.map((lot) => ({
    id: lot.id,
    account_id: lot.accountId,
    entry_id: lot.entryId,
    origin_lot_id: lot.originLotId,
    source_kind: lot.source.kind,
    source_id: lot.source.id,
    rule_version: lot.ruleVersion,
    granted_units: lot.grantedUnits,
    remaining_units: lot.remainingUnits,
    held_units: lot.heldUnits,
    drawn_units: lot.drawnUnits,
    base_units: lot.baseUnits,
    earned_at: lot.earnedAt,
    usable_from: lot.usableFrom,
    ...expiryColumns(lot),
    priority: lot.priority,
    pair_id: lot.pair?.id ?? null,
    pair_side: lot.pair?.side ?? null,
    draw_mode: lot.pair?.drawMode ?? null,
    is_open: lot.isOpen,
  }))
  return work.send(sql`
    insert into ledger.lot as l (merchant_id, id, account_id, entry_id, origin_lot_id, source_kind, source_id, rule_version,
           granted_units, remaining_units, held_units, drawn_units, base_units, earned_at, usable_from, expires_at,
           expires_day, expires_zone, idle_months, idle_days, idle_zone, priority, pair_id, pair_side, draw_mode, is_open)
    select ${work.merchantId}, v.*
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v(id uuid, account_id uuid, entry_id uuid,
           origin_lot_id uuid, source_kind text, source_id uuid, rule_version text, granted_units bigint,
           remaining_units bigint, held_units bigint, drawn_units bigint, base_units bigint, earned_at timestamptz,
           usable_from timestamptz, expires_at timestamptz, expires_day date, expires_zone text, idle_months smallint,
           idle_days smallint, idle_zone text, priority smallint, pair_id uuid, pair_side text, draw_mode text, is_open boolean)
    on conflict (merchant_id, id) do update
       set remaining_units = excluded.remaining_units, held_units = excluded.held_units,
           drawn_units = excluded.drawn_units, is_open = excluded.is_open`)
}

/** Accounts that were locked, as they stand now; by conflict, like lots. */
export function writeAccounts(work: Work, accounts: readonly Account[]) {
  if (accounts.length === 0) return null
  const column = <K extends keyof Account>(name: K) => accounts.map((account) => account[name])
  return work.send(sql`
    insert into ledger.account as a (merchant_id, id, owner_kind, owner_id, asset, balance_units, debt_units, held_units,
           version, active_at)
    select ${work.merchantId}, v.*
      from unnest(${column('id')}::uuid[], ${column('ownerKind')}::text[], ${column('ownerId')}::uuid[],
                  ${column('asset')}::text[], ${column('balanceUnits')}::bigint[], ${column('debtUnits')}::bigint[],
                  ${column('heldUnits')}::bigint[], ${column('version')}::bigint[], ${column('activeAt')}::timestamptz[]) as v
    on conflict (merchant_id, id) do update
       set balance_units = excluded.balance_units, debt_units = excluded.debt_units, held_units = excluded.held_units,
           version = excluded.version, active_at = excluded.active_at`)
}

/** Inactivity is written as its condition beside the fixed end: when it lapses follows from the account. */
function expiryColumns({ expiry, idle }: Lot) {
  const fixed = idle ? idle.fixed : expiry
  return {
    expires_at: fixed?.at ?? null,
    expires_day: fixed?.day ?? null,
    expires_zone: fixed?.zone ?? null,
    idle_months: idle?.months ?? null,
    idle_days: idle?.days ?? null,
    idle_zone: idle?.zone ?? null,
  }
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
