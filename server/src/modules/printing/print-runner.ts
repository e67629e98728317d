import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/db.ts'
import { forEachMerchant, type Job, type JobTools } from '#platform/jobs.ts'
import { inTransaction } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import type { PrintDocument } from './document-types.ts'
import { renderEscPos } from './escpos-rules.ts'
import { deleteEndedBefore, giveUpLost, readBusyPrinters, takeJob, writeOutcome } from './job-queries.ts'
import type { PrinterRow } from './printer-queries.ts'
import { afterTry, type JobChange } from './printer-rules.ts'
import { sendToPrinter } from './send-to-printer.ts'
import { renderStar } from './star-rules.ts'

const actor = { kind: 'system', name: 'printing' } as const
const keptDays = 7

/**
 * Sends what waits for printers, each printer's jobs one after the other, in the process that took the order: paper comes
 * at once. Other processes keep off a printer that one is sending to; what a dead process left is told as unclear.
 */
export class PrintRunner {
  readonly #tools: { database: Database; clock: Clock; log: (line: string) => void }
  readonly #lines = new Map<string, Promise<void>>()
  readonly #stopping = new AbortController()

  constructor(tools: { database: Database; clock: Clock; log: (line: string) => void }) {
    this.#tools = tools
  }

  /** Works through what waits for a printer. */
  take(merchantId: string, printerId: string): void {
    const before = this.#lines.get(printerId) ?? Promise.resolve()
    const line = before
      .then(() => this.#work(merchantId, printerId))
      .catch((error: unknown) => this.#tools.log(`printer ${printerId}: ${(error as Error).message}`))
      .finally(() => {
        if (this.#lines.get(printerId) === line) this.#lines.delete(printerId)
      })
    this.#lines.set(printerId, line)
  }

  /** Resolves when everything taken so far is done or waits for another try. */
  async idle(): Promise<void> {
    await Promise.all(this.#lines.values())
  }

  /** For shutdown: what is being sent is finished, the rest waits for the next start. */
  stop(): Promise<void> {
    this.#stopping.abort()
    return this.idle()
  }

  async #work(merchantId: string, printerId: string): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const job = await this.#transaction(merchantId, (work) => takeJob(work, printerId))
      if (!job) return
      const outcome = await sendToPrinter(job.printer, bytesFor(job.document, job.printer), {
        asksPaper: job.printer.language === 'escpos',
      })
      const change = afterTry(job.tries, outcome, this.#tools.clock.now())
      await this.#transaction(merchantId, (work) => writeOutcome(work, job.id, change))
      if (change.state === 'waiting') return this.#tryLater(merchantId, printerId, change)
    }
  }

  /** The next try, unless the process ends before: then the minutely job takes it up. */
  #tryLater(merchantId: string, printerId: string, { nextTryAt }: Extract<JobChange, { state: 'waiting' }>): void {
    const waitMs = nextTryAt.getTime() - this.#tools.clock.now().getTime()
    sleep(waitMs, undefined, { ref: false, signal: this.#stopping.signal }).then(
      () => this.take(merchantId, printerId),
      () => {},
    )
  }

  #transaction<T>(merchantId: string, body: (work: Work) => Promise<T>): Promise<T> {
    const { database, clock } = this.#tools
    return inTransaction(database, { merchantId, actor, at: clock.now() }, body)
  }
}

function bytesFor(document: PrintDocument, printer: PrinterRow): Uint8Array {
  return printer.language === 'star' ? renderStar(document, printer) : renderEscPos(document, printer)
}

/** Takes up what no process works on, tells what a dead one left, and forgets old jobs. */
export const printingJob: Job = {
  name: 'printing.resume',
  cron: '* * * * *',
  async run(tools: JobTools) {
    const runner = new PrintRunner(tools)
    await forEachMerchant(tools, 'printing.resume', async (work) => {
      await giveUpLost(work)
      await deleteEndedBefore(work, new Date(work.at.getTime() - keptDays * 86_400_000))
      for (const printerId of await readBusyPrinters(work)) runner.take(work.merchantId, printerId)
    })
    await runner.stop()
  },
}
