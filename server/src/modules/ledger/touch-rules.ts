import { accountIn, type AccountKey, type LedgerState, type Plan } from './ledger-rules.ts'

/**
 * Notes that an owner was active at `at` where no entry says so: a purchase that earns nothing. Null where nothing on the account can wait
 * for it, so that most such purchases write nothing. Of lots that were not read anything may be true: then it is noted.
 */
export function planTouch(state: LedgerState, key: AccountKey, at: Date): Plan | null {
  const account = accountIn(state, key)
  if (account.activeAt && account.activeAt >= at) return null
  const unread = state.unreadLots.get(account.id)?.remainingUnits ?? 0
  const isWaiting = (state.lotIds.get(account.id) ?? []).some((id) => {
    const lot = state.lots.get(id)!
    return lot.idle !== null && lot.remainingUnits > 0
  })
  if (!isWaiting && unread === 0) return null
  return { entries: [], accounts: [{ ...account, activeAt: at }], lots: [], openedLotIds: new Set() }
}
