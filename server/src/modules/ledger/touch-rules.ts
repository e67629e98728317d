import { accountIn, type AccountKey, type LedgerState, type Plan } from './ledger-rules.ts'

/**
 * Notes that an owner was active at `at` where no entry says so: a purchase that earns nothing. Null where nothing on the account waits
 * for it, so that most purchases write nothing.
 */
export function planTouch(state: LedgerState, key: AccountKey, at: Date): Plan | null {
  const account = accountIn(state, key)
  if (account.activeAt && account.activeAt >= at) return null
  const isWaiting = (state.lotIds.get(account.id) ?? []).some((id) => {
    const lot = state.lots.get(id)!
    return lot.idle !== null && lot.remainingUnits > 0
  })
  if (!isWaiting) return null
  return { entries: [], accounts: [{ ...account, activeAt: at }], lots: [], openedLotIds: new Set() }
}
