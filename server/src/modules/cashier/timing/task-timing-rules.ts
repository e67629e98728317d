/** What a cashier does at the till that is worth measuring. */
export const cashierTasks = ['sale', 'refund', 'enrol', 'top_up'] as const
export type CashierTask = (typeof cashierTasks)[number]

/** Taps, scans and keys that a usual task may take; the browser journeys hold the same. A top-up has no budget yet. */
export const stepBudget: Readonly<Record<CashierTask, number | null>> = { sale: 6, refund: 6, enrol: 5, top_up: null }

/** A till's clock may be wrong, and a till may come back from a long time without a line: further off is the clock. */
const mostBackMs = 30 * 86_400_000

/** When a task ended, as far as the till's clock can be believed: never after its report came in, never before the last thirty days. */
export function believedEnd(told: Date, at: Date): Date {
  const time = told.getTime()
  return time > at.getTime() || time < at.getTime() - mostBackMs ? at : told
}
