import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { Asset, Owner } from './ledger-rules.ts'

export type OwnerEntry = {
  asset: Asset
  at: Date
  kind: string
  sourceKind: string
  sourceId: string
  /** Where it happened; null for what no store did. */
  storeId: string | null
  /** Positive came to the owner, negative left. */
  units: number
  balanceAfterUnits: number
}

/** What moved on the accounts of these owners, oldest first, at most `limit` of it: for the copy of a member's data. Without locks. */
export function readOwnerHistory(
  { send, merchantId }: Work,
  ownerKind: Owner['ownerKind'],
  ownerIds: readonly string[],
  limit: number,
): Promise<OwnerEntry[]> {
  const accounts = sql`(select id from ledger.account where merchant_id = ${merchantId} and owner_kind = ${ownerKind}
    and owner_id in (select unnest(${[...ownerIds]}::uuid[])))`
  return send<OwnerEntry>(sql`
    select asset, at, kind, source_kind, source_id, store_id, units, balance_after_units from (
      select id, asset, at, kind, source_kind, source_id, store_id, -units as units, debit_balance_after as balance_after_units
        from ledger.entry
       where merchant_id = ${merchantId} and debit_account_id in ${accounts}
         and credit_account_id is distinct from debit_account_id
      union all
      select id, asset, at, kind, source_kind, source_id, store_id, units, credit_balance_after
        from ledger.entry
       where merchant_id = ${merchantId} and credit_account_id in ${accounts}
         and credit_account_id is distinct from debit_account_id
    ) sides order by at, id, units limit ${limit}`)
}
