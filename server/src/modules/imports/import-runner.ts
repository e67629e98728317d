import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/db.ts'
import { forEachMerchant, type Job, type JobTools } from '#platform/jobs.ts'
import { inTransaction } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import { failAbandoned, leaseBatch, readIdleBatches } from './batch-queries.ts'
import { deleteFilesBefore, findFile } from './file-queries.ts'
import { leaseMs, runBatch } from './run-batch.ts'
import { undoPiece } from './undo-batch.ts'

const actor = { kind: 'system', name: 'imports' } as const

/**
 * Works on batches, one after the other, in the process that took the upload: nobody waits for a timer. A lease on the batch
 * keeps other processes off, and lets them take up what a dead one left.
 */
export class ImportRunner {
  readonly #tools: { database: Database; clock: Clock; log: (line: string) => void }
  #line: Promise<void> = Promise.resolve()
  #isStopping = false

  constructor(tools: { database: Database; clock: Clock; log: (line: string) => void }) {
    this.#tools = tools
  }

  /** Puts a batch in line. Its outcome is in its row. */
  take(merchantId: string, batchId: string): void {
    this.#line = this.#line
      .then(() => this.#work(merchantId, batchId))
      .catch((error: unknown) => this.#tools.log(`import ${batchId} was interrupted: ${(error as Error).message}`))
  }

  /** Resolves when everything taken so far is done. */
  idle(): Promise<void> {
    return this.#line
  }

  /** For shutdown: what has not begun waits for the next start. */
  stop(): Promise<void> {
    this.#isStopping = true
    return this.#line
  }

  async #work(merchantId: string, batchId: string): Promise<void> {
    if (this.#isStopping) return
    const { database } = this.#tools
    const leased = await this.#transaction(merchantId, async (work) => {
      const batch = await leaseBatch(work, batchId, work.at, new Date(work.at.getTime() + leaseMs))
      if (!batch) return null
      const stores = await storeFacts(work)
      const store = (batch.storeId && stores.get(batch.storeId)) || [...stores.values()][0]
      const file = batch.fileId === null ? null : await findFile(work, batch.fileId)
      return { batch, timeZone: store?.timeZone ?? 'UTC', bytes: file?.bytes ?? null }
    })
    if (!leased) return
    const { batch, timeZone, bytes } = leased
    if (batch.status === 'undoing') {
      while (!(await this.#transaction(merchantId, (work) => undoPiece(work, batch, leaseMs)))) {
        if (this.#isStopping) return
      }
    } else if (bytes) {
      await runBatch({ database, merchantId, actor, now: () => this.#tools.clock.now() }, batch, bytes, timeZone)
    }
  }

  #transaction<T>(merchantId: string, body: (work: Work) => Promise<T>): Promise<T> {
    const { database, clock } = this.#tools
    return inTransaction(database, { merchantId, actor, at: clock.now() }, body)
  }
}

/** Takes up what no process works on, and drops files that nobody imported for a day. */
export const importsJob: Job = {
  name: 'imports.resume',
  cron: '* * * * *',
  async run(tools: JobTools) {
    const runner = new ImportRunner(tools)
    await forEachMerchant(tools, 'imports.resume', async (work) => {
      await deleteFilesBefore(work, new Date(work.at.getTime() - 86_400_000))
      await failAbandoned(work)
      for (const { id } of await readIdleBatches(work, work.at)) runner.take(work.merchantId, id)
    })
    const stop = () => void runner.stop()
    tools.signal?.addEventListener('abort', stop, { once: true })
    await runner.idle()
    tools.signal?.removeEventListener('abort', stop)
  },
}
