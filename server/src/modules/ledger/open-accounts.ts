import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { Asset } from './ledger-rules.ts'

export type OpenAccount = { accountId: string; memberId: string }

const firstId = '00000000-0000-0000-0000-000000000000'

/**
 * Members' accounts of an asset that hold open lots (earned before an instant, where one is given), in the order of their ids: page by
 * page, each from where the one before ended, so that a million accounts are walked through once and not once a page.
 */
export function openAccountsAfter(
  { send, merchantId }: Work,
  { asset, after, limit, earnedBefore }: { asset: Asset; after: string | null; limit: number; earnedBefore?: Date },
): Promise<OpenAccount[]> {
  return send<OpenAccount>(sql`
    select a.id as account_id, a.owner_id as member_id from ledger.account a
     cross join lateral (select from ledger.lot l where l.merchant_id = ${merchantId} and l.account_id = a.id and l.is_open
                            and (${earnedBefore ?? null}::timestamptz is null or l.earned_at < ${earnedBefore ?? null}::timestamptz)
                          limit 1 offset 0) l
     where a.merchant_id = ${merchantId} and a.asset = ${asset} and a.owner_kind = 'member' and a.id > ${after ?? firstId}::uuid
     order by a.id limit ${limit}`)
}

/** Accounts of an asset with entries since an instant, members' only. Reads the entries of that time alone. */
export async function accountsMovedSince({ send, merchantId }: Work, asset: Asset, since: Date): Promise<string[]> {
  const rows = await send<{ accountId: string }>(sql`
    with moved as (
      select distinct unnest(array[e.debit_account_id, e.credit_account_id]) as account_id
        from ledger.entry e where e.merchant_id = ${merchantId} and e.at > ${since} and e.asset = ${asset})
    select moved.account_id from moved
      cross join lateral (select a.owner_kind from ledger.account a
                           where a.merchant_id = ${merchantId} and a.id = moved.account_id offset 0) a
     where a.owner_kind = 'member'`)
  return rows.map(({ accountId }) => accountId)
}
