import { sql } from 'kysely'
import type { Database } from '#platform/db.ts'
import { inTransaction, onGlobal } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import { checks, countLedger, type Broken } from './verify-queries.ts'

export type LedgerReport = {
  ok: boolean
  accounts: number
  entries: number
  firstBroken: (Broken & { merchantId: string }) | null
}

/**
 * Proves the invariants of one merchant's ledger on the live rows, set-wise. Takes no locks: the transaction must see one
 * snapshot (repeatable read) where others write meanwhile. `firstBroken` names the check, the row and what disagrees.
 */
export async function verifyLedger(work: Work): Promise<LedgerReport> {
  // The checks join whole tables and find nothing: a nested loop, which `limit 1` tempts the planner into, takes minutes where
  // hashing takes a second.
  await work.send(sql`set local enable_nestloop = off`)
  const { accounts, entries } = await countLedger(work)
  for (const [check, query] of Object.entries(checks)) {
    const [row] = await work.send(query(work))
    if (row) return { ok: false, accounts, entries, firstBroken: { merchantId: work.merchantId, check, ...row } }
  }
  return { ok: true, accounts, entries, firstBroken: null }
}

/** The same for every merchant, each in one snapshot: `regulars ledger verify`. */
export async function verifyLedgers(database: Database, at: Date): Promise<LedgerReport> {
  const total: LedgerReport = { ok: true, accounts: 0, entries: 0, firstBroken: null }
  const merchants = await onGlobal(database, sql<{ id: string }>`select id from platform.merchant order by id`)
  for (const { id: merchantId } of merchants) {
    const actor = { kind: 'system', name: 'ledger verify' } as const
    const report = await inTransaction(database, { merchantId, actor, at, isOneSnapshot: true }, verifyLedger)
    total.accounts += report.accounts
    total.entries += report.entries
    if (!report.ok && total.ok) Object.assign(total, { ok: false, firstBroken: report.firstBroken })
  }
  return total
}
