import type { Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import type { Account } from './contract.ts'
import { accountIn, availableUnits, freeUnits, isExpired, isUsable } from './ledger-rules.ts'
import type { AccountKey, LedgerState } from './ledger-rules.ts'
import { compareLots } from './draw-rules.ts'
import { readLedger } from './post-ledger.ts'

/** What every member may hold. */
export const memberAssets = ['points', 'stored_principal', 'stored_bonus'] as const

/** A member's accounts as they stand at `work.at`, with the lots that still hold something, in the order of spending. */
export async function memberAccounts(work: Work, memberId: string): Promise<Static<typeof Account>[]> {
  const keys = memberAssets.map((asset) => ({ ownerKind: 'member' as const, ownerId: memberId, asset }))
  const state = await readLedger(work, keys)
  return keys.map((key) => accountView(state, key, work.at))
}

function accountView(state: LedgerState, key: AccountKey, at: Date): Static<typeof Account> {
  const { id, asset, balanceUnits, heldUnits, debtUnits } = accountIn(state, key)
  const lots = (state.lotIds.get(id) ?? [])
    .map((lotId) => state.lots.get(lotId)!)
    .filter((lot) => lot.remainingUnits > 0 && !isExpired(lot, at))
    .sort((a, b) => compareLots(a, b, 'expiry'))
  const pending = lots.filter((lot) => !isUsable(lot, at))
  return {
    asset,
    balanceUnits,
    availableUnits: availableUnits(state, [key], at),
    pendingUnits: pending.reduce((sum, lot) => sum + freeUnits(lot), 0),
    heldUnits,
    debtUnits,
    lots: lots.map((lot) => ({
      lotId: lot.id,
      remainingUnits: lot.remainingUnits,
      grantedUnits: lot.grantedUnits,
      earnedAt: lot.earnedAt.toISOString(),
      usableFrom: lot.usableFrom.toISOString(),
      isUsable: isUsable(lot, at),
      expiresDay: lot.expiry?.day ?? null,
      source: lot.source,
      pairId: lot.pair?.id ?? null,
    })),
  }
}
