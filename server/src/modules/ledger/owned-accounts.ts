import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { Asset, Owner } from './ledger-rules.ts'

export type OwnedAccount = { asset: Asset; balanceUnits: number; debtUnits: number; heldUnits: number }

/** Everything that one owner holds or owes, asset by asset; accounts at zero are left out. Reads without locks. */
export function readOwnedAccounts({ send, merchantId }: Work, { ownerKind, ownerId }: Owner): Promise<OwnedAccount[]> {
  return send<OwnedAccount>(sql`
    select asset, balance_units, debt_units, held_units from ledger.account
     where merchant_id = ${merchantId} and owner_id = ${ownerId} and owner_kind = ${ownerKind}
       and (balance_units <> 0 or debt_units <> 0 or held_units <> 0)
     order by asset`)
}
