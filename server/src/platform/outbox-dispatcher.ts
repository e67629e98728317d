import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Clock } from './clock.ts'
import type { Database } from './db.ts'
import { deliverPage, type Subscription } from './outbox.ts'
import { onGlobal } from './transaction.ts'

/** At most 50 looks per second into merchants where nothing may have happened. */
const sweepMsPerMerchant = 20
const leastSweepMs = 1_000

/** How long an event waits for others to be delivered with: a delivery costs a till's process as much as a sale. */
const gatherMs = 100

/**
 * Delivers events as they come. A commit in this process is delivered within a moment, with those that follow it closely; what other processes committed, and what waits
 * for its next try, is found by looking into every merchant in turn. Any number of processes may do so.
 */
export class OutboxDispatcher {
  /** Merchants to look into, and the page that comes next. */
  readonly #queue = new Map<string, string | null>()
  readonly #oldestDueAt = new Map<string, Date>()
  readonly #options: {
    database: Database
    subscriptions: readonly Subscription[]
    clock: Clock
    log: (error: unknown, merchantId: string | null) => void
  }
  readonly #stopping = new AbortController()
  #delivering: Promise<void> | null = null
  #sweeping: Promise<void> | null = null
  readonly #nudge = (merchantId: string) => this.nudge(merchantId)

  constructor(options: {
    database: Database
    subscriptions: readonly Subscription[]
    clock: Clock
    log: (error: unknown, merchantId: string | null) => void
  }) {
    this.#options = options
  }

  start(): void {
    this.#options.database.eventListeners.add(this.#nudge)
    this.#sweeping = this.#sweep()
  }

  /** Something may wait for delivery in this merchant. */
  nudge(merchantId: string): void {
    if (this.#stopping.signal.aborted) return
    if (!this.#queue.has(merchantId)) this.#queue.set(merchantId, null)
    this.#delivering ??= this.#deliver()
  }

  /** Age of the oldest event that somebody still has to do, stopped lines apart. */
  lagSeconds(): number {
    const oldest = Math.min(...[...this.#oldestDueAt.values()].map((at) => at.getTime()))
    return Number.isFinite(oldest) ? Math.max(0, (this.#options.clock.now().getTime() - oldest) / 1_000) : 0
  }

  /** Finishes the transactions it is at; the rest waits for the next start, or for another process. */
  async stop(): Promise<void> {
    this.#options.database.eventListeners.delete(this.#nudge)
    this.#stopping.abort()
    await Promise.all([this.#delivering, this.#sweeping])
  }

  async #deliver(): Promise<void> {
    const { signal } = this.#stopping
    while (this.#queue.size > 0 && !signal.aborted) {
      // What is told meanwhile goes along: a delivery costs about the same whether it takes one event or ten.
      await sleep(gatherMs, undefined, { signal }).catch(() => {})
      const round = [...this.#queue]
      this.#queue.clear()
      for (const [merchantId, after] of round) {
        if (signal.aborted) break
        await this.#deliverOnePage(merchantId, after)
      }
    }
    this.#delivering = null
  }

  /** One page, then the next merchant: a giant's backlog does not hold up the others. */
  async #deliverOnePage(merchantId: string, after: string | null): Promise<void> {
    const { database, subscriptions, clock, log } = this.#options
    try {
      const { signal } = this.#stopping
      const page = await deliverPage({ database, subscriptions, merchantId, at: clock.now(), signal }, after)
      const known = after === null ? undefined : this.#oldestDueAt.get(merchantId)
      const oldest = known && page.oldestDueAt && known < page.oldestDueAt ? known : (page.oldestDueAt ?? known)
      if (oldest) this.#oldestDueAt.set(merchantId, oldest)
      else this.#oldestDueAt.delete(merchantId)
      // Told anew meanwhile, it starts from the front anyway.
      if (page.after !== null && !this.#queue.has(merchantId)) this.#queue.set(merchantId, page.after)
    } catch (error) {
      log(error, merchantId) // The next sweep looks again.
    }
  }

  async #sweep(): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      let merchants = 0
      try {
        const rows = await onGlobal(this.#options.database, sql<{ id: string }>`select id from platform.merchant`)
        merchants = rows.length
        for (const { id } of rows) this.nudge(id)
      } catch (error) {
        this.#options.log(error, null)
      }
      await sleep(Math.max(leastSweepMs, merchants * sweepMsPerMerchant), undefined, { signal }).catch(() => {})
    }
  }
}
