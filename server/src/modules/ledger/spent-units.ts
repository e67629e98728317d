import { sql } from 'kysely'
import { onlyRow } from '#platform/db.ts'
import type { Work } from '#platform/work.ts'
import type { AccountKey, Asset } from './ledger-rules.ts'

/** Units of an asset that one kind of thing (a sale, a redemption) spent since an instant, what came back not deducted. Reads that time's entries. */
export async function spentUnits(
  { send, merchantId }: Work,
  { asset, sourceKind, since }: { asset: Asset; sourceKind: string; since: Date },
): Promise<number> {
  const rows = await send<{ units: number }>(sql`
    select coalesce(sum(units), 0)::bigint as units from ledger.entry
     where merchant_id = ${merchantId} and asset = ${asset} and kind = 'spend' and source_kind = ${sourceKind} and at >= ${since}`)
  return onlyRow(rows).units
}

/** Units that returned goods brought back to an account since an instant. Reads what was credited to it. */
export async function restoredUnits(
  { send, merchantId }: Work,
  { ownerKind, ownerId, asset }: AccountKey,
  since: Date,
): Promise<number> {
  const rows = await send<{ units: number }>(sql`
    select coalesce(sum(e.units), 0)::bigint as units from ledger.entry e
     where e.merchant_id = ${merchantId} and e.kind = 'restore' and e.source_kind = 'refund' and e.at >= ${since}
       and e.credit_account_id = (select a.id from ledger.account a
             where a.merchant_id = ${merchantId} and a.owner_id = ${ownerId} and a.asset = ${asset} and a.owner_kind = ${ownerKind})`)
  return onlyRow(rows).units
}
