import type { DueSweep } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { planExpiry } from './expire-rules.ts'
import { readDueAccounts, readNextExpiry } from './ledger-queries.ts'
import { applyPlan } from './ledger-rules.ts'
import { expirySweepKind, lockLedger, postingOf, writeLedger } from './post-ledger.ts'

/** Lots looked at in one transaction: short locks, so that no till waits for the sweep. */
const lotsPerRound = 2_000

/**
 * Books what has expired by `work.at`, a bounded number of lots. Only bookkeeping: expired value is unusable from its
 * instant on, swept or not (R10). Idempotent. Locks the accounts that hold it.
 */
export async function expireValue(work: Work, limit: number = lotsPerRound): Promise<{ lots: number; units: number }> {
  const keys = await readDueAccounts(work, limit)
  if (keys.length === 0) return { lots: 0, units: 0 }
  const state = await lockLedger(work, keys)
  // Its entries name their lots as their source; this one stands for the sweep where a source must be given.
  const posting = postingOf(work, { kind: 'sweep', id: work.merchantId })
  const plans = keys.map((key) => {
    const plan = planExpiry(state, key, posting)
    applyPlan(state, plan)
    return plan
  })
  await writeLedger(work, plans)
  const entries = plans.flatMap((plan) => plan.entries)
  return { lots: entries.length, units: entries.reduce((sum, entry) => sum + entry.units, 0) }
}

/** The sweep as the platform runs it: until nothing is due, then when the next lot expires. */
export const expirySweep: DueSweep = {
  kind: expirySweepKind,
  async run(work) {
    const { lots } = await expireValue(work)
    return lots > 0 ? work.at : readNextExpiry(work)
  },
}
