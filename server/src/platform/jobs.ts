import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, parseCronItems, run, type Runner } from 'graphile-worker'
import { sql } from 'kysely'
import pg from 'pg'
import type { Clock } from './clock.ts'
import type { Database } from './db.ts'
import { inRetriedTransaction, onGlobal } from './transaction.ts'
import type { Work } from './work.ts'

/**
 * What a job works with. Jobs own no transaction: they open one per merchant and piece of work. Once `signal` says that the process
 * ends, a job begins no further piece; what is left is found by the next start.
 */
export type JobTools = { database: Database; clock: Clock; log: (line: string) => void; signal?: AbortSignal }

/** Something that runs by the wall clock, `<module>.<what>`. Missed runs are not made up for: each does all there is to do. */
export type Job = { name: string; cron: string; run(tools: JobTools): Promise<void> }

/** Runs `body` in a transaction of each merchant in turn; one that fails is told and does not keep the others waiting. */
export async function forEachMerchant(
  { database, clock, log, signal }: JobTools,
  name: string,
  body: (work: Work) => Promise<void>,
): Promise<void> {
  const merchants = await onGlobal(database, sql<{ id: string }>`select id from platform.merchant order by id`)
  for (const { id } of merchants) {
    if (signal?.aborted) return
    const options = { merchantId: id, actor: { kind: 'system', name } as const, at: clock.now() }
    await inRetriedTransaction(database, options, body).catch((error: unknown) =>
      log(`${name} failed for merchant ${id}: ${(error as Error).message}`),
    )
  }
}

/**
 * Runs the jobs on graphile-worker: its own schema, its own connections past any transaction pooler. Any number of processes
 * may do so; each run happens once. A lost database ends the runner, and it is started again.
 */
export class JobRunner {
  readonly #options: { directUrl: string; jobs: readonly Job[]; tools: JobTools }
  readonly #stopping = new AbortController()
  #runner: Runner | null = null
  #supervising: Promise<void> | null = null

  constructor(options: { directUrl: string; jobs: readonly Job[]; tools: JobTools }) {
    this.#options = options
  }

  /** Resolves when the first runner is up; rejects when it cannot come up at all. */
  async start(): Promise<void> {
    const pool = this.#openPool()
    const runner = await this.#run(pool)
    this.#supervising = this.#supervise(runner, pool)
  }

  /** Lets the pieces finish at which jobs are. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#runner?.stop().catch(() => {}) // It may have ended by itself.
    await this.#supervising
  }

  async #supervise(first: Runner, pool: pg.Pool): Promise<void> {
    let runner: Runner | null = first
    while (!this.#stopping.signal.aborted) {
      try {
        runner ??= await this.#run(pool)
        // Whoever stopped meanwhile did not know of it: it came up after the one that they stopped.
        if (this.#stopping.signal.aborted) await runner.stop().catch(() => {})
        await runner.promise
      } catch (error) {
        this.#options.tools.log(`jobs were interrupted: ${(error as Error).message}`)
      }
      runner = null
      await sleep(1_000, undefined, { signal: this.#stopping.signal }).catch(() => {})
    }
    await pool.end()
  }

  #openPool(): pg.Pool {
    const pool = new pg.Pool({ connectionString: this.#options.directUrl, max: 3, application_name: 'regulars jobs' })
    pool.on('error', () => {}) // Replaced on the next use.
    pool.on('connect', (client) => void client.on('error', () => {}))
    return pool
  }

  async #run(pool: pg.Pool): Promise<Runner> {
    const { jobs, tools: given } = this.#options
    const tools = { ...given, signal: this.#stopping.signal }
    this.#runner = await run({
      pgPool: pool,
      concurrency: 1,
      noHandleSignals: true,
      logger: quietLogger(tools.log),
      taskList: Object.fromEntries(jobs.map((job) => [job.name, () => job.run(tools)])),
      parsedCronItems: parseCronItems(
        jobs.map(({ name, cron }) => ({
          task: name,
          match: cron,
          // One waiting run is enough, however long the worker was away.
          options: { backfillPeriod: 0, jobKey: name, jobKeyMode: 'preserve_run_at', maxAttempts: 3 },
        })),
      ),
    })
    return this.#runner
  }
}

function quietLogger(log: (line: string) => void): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error' || level === 'warning') log(message)
  })
}
