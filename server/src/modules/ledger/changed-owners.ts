import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

/** The members whose accounts moved since an instant, at most `limit`. Reads the entries of that time only. */
export async function ownersMovedSince({ send, merchantId }: Work, since: Date, limit: number): Promise<string[]> {
  const rows = await send<{ ownerId: string }>(sql`
    with moved as (
      select distinct unnest(array[e.debit_account_id, e.credit_account_id]) as account_id
        from ledger.entry e where e.merchant_id = ${merchantId} and e.at > ${since})
    select distinct a.owner_id from moved
      join lateral (select owner_id, owner_kind from ledger.account a
                     where a.merchant_id = ${merchantId} and a.id = moved.account_id offset 0) a on a.owner_kind = 'member'
     limit ${limit}`)
  return rows.map(({ ownerId }) => ownerId)
}
