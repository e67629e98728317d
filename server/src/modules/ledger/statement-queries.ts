import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { AccountKey } from './ledger-rules.ts'
import type { AccountEntry } from './statement-rules.ts'

type Row = Omit<AccountEntry, 'source'> & { sourceKind: string; sourceId: string }

/** The entries of an account, latest first, from `place` (a version, inclusive) downwards. */
export async function readAccountEntries(
  work: Work,
  key: AccountKey,
  { place, limit }: { place: number | null; limit: number },
): Promise<AccountEntry[]> {
  const { merchantId } = work
  const { ownerKind, ownerId, asset } = key
  const upTo = place === null ? sql`` : sql`and version <= ${place}`
  const account = sql`(select id from ledger.account where merchant_id = ${merchantId} and owner_kind = ${ownerKind}
    and owner_id = ${ownerId} and asset = ${asset})`
  const columns = sql`id as entry_id, asset, at, kind, source_kind, source_id, store_id, units`
  const rows = await work.send<Row>(sql`
    select * from (
      (select ${columns}, debit_version as version, debit_balance_after as balance_after_units,
              case when debit_account_id = credit_account_id then 0 else -units end as delta_units
         from (select e.*, e.debit_version as version from ledger.entry e
                where e.merchant_id = ${merchantId} and e.debit_account_id = ${account}) e
        where true ${upTo} order by version desc limit ${limit})
      union all
      (select ${columns}, credit_version, credit_balance_after, units
         from (select e.*, e.credit_version as version from ledger.entry e
                where e.merchant_id = ${merchantId} and e.credit_account_id = ${account}
                  and e.debit_account_id is distinct from e.credit_account_id) e
        where true ${upTo} order by version desc limit ${limit})
    ) sides order by version desc limit ${limit}`)
  return rows.map(({ sourceKind, sourceId, ...row }) => ({ ...row, source: { kind: sourceKind, id: sourceId } }))
}
