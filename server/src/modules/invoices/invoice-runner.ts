import { setTimeout as sleep } from 'node:timers/promises'
import { type DueSweep, runDueWork } from '#platform/due-work.ts'
import type { Job } from '#platform/jobs.ts'
import type { Work } from '#platform/work.ts'
import { driveIfDue, driveInvoice, type DriveTools, leaseMs } from './drive-invoice.ts'
import { leaseDueInvoices, nextDueAt } from './invoice-queries.ts'
import { invoicesDueKind } from './request-invoice.ts'

const perVisit = 20
const atOnce = 4
/** Longer waits are left to the minutely job. */
const patienceMs = 60_000

type Task = () => Promise<unknown>

/** Takes what is due at a merchant for this process: invoices to send or to ask about, after the commit. */
export async function takeDue(tools: DriveTools, work: Work): Promise<Task[]> {
  const leasedUntil = new Date(work.at.getTime() + leaseMs)
  const rows = await leaseDueInvoices(work, leasedUntil, perVisit)
  return rows.map(
    ({ id }) =>
      () =>
        driveInvoice(tools, work.merchantId, id),
  )
}

/**
 * Talks to invoice vendors outside of transactions, in the process that took the request, so that a customer who waits for it has
 * it in seconds. What a process leaves behind, the minutely job takes up; a lease keeps two from asking at once.
 */
export class InvoiceRunner {
  readonly #tools: DriveTools
  readonly #running = new Set<Promise<void>>()
  readonly #stopping = new AbortController()

  constructor(tools: DriveTools) {
    this.#tools = tools
  }

  get tools(): DriveTools {
    return this.#tools
  }

  /** Sends an invoice just asked for, or asks about it, if it is due. */
  take(merchantId: string, invoiceId: string): void {
    const running = driveIfDue(this.#tools, merchantId, invoiceId)
      .then((nextAt) => nextAt && this.#takeLater(merchantId, invoiceId, nextAt))
      .catch((error: unknown) => this.#tools.log(`invoice ${invoiceId}: ${(error as Error).message}`))
      .then(() => void this.#running.delete(running))
    this.#running.add(running)
  }

  /** Resolves when everything taken so far was answered or waits. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  /** Lets what is under way finish, for five seconds: a vendor that hangs is asked again after the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    const patience = new AbortController()
    const enough = sleep(5_000, undefined, { signal: patience.signal }).catch(() => {})
    await Promise.race([this.idle(), enough])
    patience.abort()
  }

  #takeLater(merchantId: string, invoiceId: string, nextAt: Date): void {
    const waitMs = nextAt.getTime() - this.#tools.clock.now().getTime()
    if (waitMs > patienceMs) return
    sleep(waitMs, undefined, { ref: false, signal: this.#stopping.signal }).then(
      () => this.take(merchantId, invoiceId),
      () => {},
    )
  }
}

/** Sends and asks about what no process is at. */
export const invoicesJob: Job = {
  name: 'invoices.resume',
  cron: '* * * * *',
  async run(tools) {
    const { database, clock, log, signal } = tools
    const tasks: Task[] = []
    const sweep: DueSweep = {
      kind: invoicesDueKind,
      run: async (work) => {
        tasks.push(...(await takeDue(tools, work)))
        return nextDueAt(work)
      },
    }
    const onError = (error: unknown, merchantId: string) =>
      log(`invoices of ${merchantId} wait: ${(error as Error).message}`)
    await runDueWork({ database, sweeps: [sweep], at: clock.now(), signal, onError })
    const next = async (): Promise<void> => {
      for (let task = tasks.shift(); task && !signal?.aborted; task = tasks.shift()) {
        await task().catch((error: unknown) => log(`an invoice waits: ${(error as Error).message}`))
      }
    }
    await Promise.all(Array.from({ length: Math.min(atOnce, tasks.length) }, next))
  },
}
