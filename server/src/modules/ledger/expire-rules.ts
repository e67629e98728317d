import { assert } from '#shared/assert.ts'
import { isRefusal } from '#shared/refusal.ts'
import { finishDraft, lotsOf, startDraft } from './draft-rules.ts'
import { accountIn, freeUnits, isExpired, type AccountKey, type LedgerState, type Plan } from './ledger-rules.ts'
import type { Posting } from './ledger-rules.ts'
import { expireUnits } from './restore-rules.ts'

/**
 * Books what has expired on an account: one entry per lot, its source the lot itself (R11).
 *
 * Only bookkeeping: an expired lot was unusable from its instant on, swept or not (R10). Held units wait for their
 * release. Running it again finds nothing.
 */
export function planExpiry(state: LedgerState, key: AccountKey, posting: Posting): Plan & { expiredUnits: number } {
  const draft = startDraft(state, posting)
  let expiredUnits = 0
  for (const lot of lotsOf(draft, accountIn(state, key).id)) {
    if (!isExpired(lot, posting.at) || freeUnits(lot) === 0) continue
    expireUnits(draft, lot.id, freeUnits(lot))
    expiredUnits += freeUnits(lot)
  }
  const plan = finishDraft(draft)
  assert(!isRefusal(plan), 'what expires cannot make a balance grow')
  return { ...plan, expiredUnits }
}
