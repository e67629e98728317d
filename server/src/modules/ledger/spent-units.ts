import { sql } from 'kysely'
import { onlyRow } from '#platform/db.ts'
import type { Work } from '#platform/work.ts'
import type { Asset } from './ledger-rules.ts'

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
