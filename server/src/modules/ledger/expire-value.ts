import type { DueSweep } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { planExpiry } from './expire-rules.ts'
import { bookEnded, lockDueAccounts, readDuePairs, readNextEnd, renewIdleAccounts } from './expire-queries.ts'
import { applyPlan } from './ledger-rules.ts'
import { expirySweepKind, lockLedger, postingOf, writeLedger } from './post-ledger.ts'

/** Lots looked at in one transaction: short locks, so that no till waits for the sweep. */
const lotsPerRound = 5_000

export type Expired = { lots: number; units: number }

/**
 * Books what has ended by `work.at`, a bounded number of lots, set-wise: one entry per lot (R11). Only bookkeeping: what has ended is
 * unusable from its instant on, swept or not (R10). Idempotent, and harmless at an earlier clock: what had not ended then is left
 * alone, what is booked stays booked. Locks the accounts that hold it, in key order.
 */
export async function expireValue(work: Work, limit: number = lotsPerRound): Promise<Expired> {
  const accounts = await lockDueAccounts(work, limit)
  if (accounts.length === 0) return expirePairs(work, limit)
  const ids = accounts.map(({ id }) => id)
  const idle = accounts.filter(({ isIdle }) => isIdle).map(({ id }) => id)
  const [[booked]] = await Promise.all([
    bookEnded(work, ids, newId(work.at.getTime())),
    idle.length > 0 ? renewIdleAccounts(work, idle) : null,
  ])
  return booked!
}

/** Whether the last round found nothing to book is not whether nothing is due: a look at idle accounts may find all of them alive. */
export async function isAnythingDue(work: Work): Promise<boolean> {
  const nextAt = await readNextEnd(work)
  return nextAt !== null && nextAt <= work.at
}

/** The sides of a pair stay open for each other: the engine plans them one by one. */
async function expirePairs(work: Work, limit: number): Promise<Expired> {
  const keys = await readDuePairs(work, limit)
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

/** The sweep as the platform runs it: until nothing is due, then when the next lot ends. */
export const expirySweep: DueSweep = {
  kind: expirySweepKind,
  async run(work) {
    await expireValue(work)
    return readNextEnd(work)
  },
}
