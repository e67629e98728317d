import { setTimeout as sleep } from 'node:timers/promises'
import { type DueSweep, runDueWork } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { paymentsDueKind } from './claim-payments.ts'
import { askIfDue, askPayment, askRefund, type DriveTools, sendPayment } from './drive-payment.ts'
import { leaseDuePayments, nextDueAt } from './payment-queries.ts'
import type { Visitor } from './provider-port.ts'
import { leaseDueRefunds } from './refund-queries.ts'
import { leaseMs } from './step-payment.ts'

const roundMs = 1_000
const perVisit = 50
const atOnce = 8

type Task = () => Promise<void>

/** Takes what is due at a merchant for this process: payments to ask about, refunds to carry out, after the commit. */
export async function takeDue(tools: DriveTools, work: Work): Promise<Task[]> {
  const { merchantId } = work
  const leasedUntil = new Date(work.at.getTime() + leaseMs)
  const [payments, refunds] = await Promise.all([
    leaseDuePayments(work, leasedUntil, perVisit),
    leaseDueRefunds(work, leasedUntil, perVisit),
  ])
  return [
    ...payments.map(
      ({ id }) =>
        () =>
          askPayment(tools, merchantId, id),
    ),
    ...refunds.map(
      ({ id }) =>
        () =>
          askRefund(tools, merchantId, id),
    ),
  ]
}

/**
 * Talks to payment providers outside of transactions: sends what tills start, asks again about what is not known, carries
 * out refunds. Any number of processes may run one; a lease keeps two from asking about the same payment at once.
 */
export class PaymentRunner {
  readonly #tools: DriveTools
  readonly #running = new Set<Promise<void>>()
  readonly #stopping = new AbortController()
  #rounds: Promise<void> = Promise.resolve()

  constructor(tools: DriveTools) {
    this.#tools = tools
  }

  get tools(): DriveTools {
    return this.#tools
  }

  /** Sends a payment just recorded. Its outcome is in its row; `code` and `visitor` live in this call alone. */
  send(merchantId: string, paymentId: string, code: string | null, visitor: Visitor | null = null): void {
    this.#track(sendPayment(this.#tools, merchantId, paymentId, { code, visitor }), paymentId)
  }

  /** Asks about a payment right now, instead of at the next round. */
  ask(merchantId: string, paymentId: string): void {
    this.#track(askIfDue(this.#tools, merchantId, paymentId), paymentId)
  }

  /** Everything that is due: asked about or carried out, once. Resolves when all of it was answered or given up for now. */
  async round(): Promise<void> {
    const tasks: Task[] = []
    const sweep: DueSweep = {
      kind: paymentsDueKind,
      run: async (work) => {
        tasks.push(...(await takeDue(this.#tools, work)))
        return nextDueAt(work)
      },
    }
    const { database, clock, log } = this.#tools
    await runDueWork({
      database,
      sweeps: [sweep],
      at: clock.now(),
      onError: (error, merchantId) => log(`payments of ${merchantId} wait: ${(error as Error).message}`),
    })
    const next = async (): Promise<void> => {
      for (let task = tasks.shift(); task; task = tasks.shift()) {
        await task().catch((error: unknown) => log(`a payment waits: ${(error as Error).message}`))
      }
    }
    await Promise.all(Array.from({ length: Math.min(atOnce, tasks.length) }, next))
  }

  /** Rounds every second until `stop`. */
  start(): void {
    const { log } = this.#tools
    const loop = async (): Promise<void> => {
      while (!this.#stopping.signal.aborted) {
        await this.round().catch((error: unknown) => log(`payments wait: ${(error as Error).message}`))
        await sleep(roundMs, undefined, { signal: this.#stopping.signal }).catch(() => {})
      }
    }
    this.#rounds = loop()
  }

  /** Resolves when nothing that was sent or asked by hand is under way. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  /** Lets what is under way finish, for five seconds: a provider that hangs is asked again after the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    const patience = new AbortController()
    const enough = sleep(5_000, undefined, { signal: patience.signal }).catch(() => {})
    await Promise.race([Promise.all([this.#rounds, this.idle()]), enough])
    patience.abort()
  }

  #track(work: Promise<void>, name: string): void {
    const tracked = work
      .catch((error: unknown) => this.#tools.log(`payment ${name}: ${(error as Error).message}`))
      .finally(() => this.#running.delete(tracked))
    this.#running.add(tracked)
  }
}
