import { setTimeout as sleep } from 'node:timers/promises'
import { type DueSweep, runDueWork } from '#platform/due-work.ts'
import type { Job } from '#platform/jobs.ts'
import type { Work } from '#platform/work.ts'
import { driveIfDue, driveMessage, leaseMs, type SendTools } from './drive-message.ts'
import { forgetDue, leaseDue, nextDueAt, nextForgetAt } from './message-queries.ts'
import { forgetDueKind, sendDueKind } from './plan-messages.ts'

const perVisit = 50
const atOnce = 4
/** Longer waits are left to the minutely job. */
const patienceMs = 60_000

type Task = () => Promise<unknown>

/** Takes what is due at a merchant for this process: messages to send or to ask about, after the commit. */
export async function takeDue(tools: SendTools, work: Work): Promise<Task[]> {
  const ids = await leaseDue(work, new Date(work.at.getTime() + leaseMs), perVisit)
  return ids.map((id) => () => driveMessage(tools, work.merchantId, id))
}

/**
 * Talks to messaging providers outside of transactions, in the process where somebody waits for a code or a test message. What a
 * process leaves behind, the minutely job takes up; a lease keeps two from sending at once.
 */
export class MessageRunner {
  readonly tools: SendTools
  readonly #running = new Set<Promise<void>>()
  readonly #stopping = new AbortController()

  constructor(tools: SendTools) {
    this.tools = tools
  }

  /** Sends a message just planned, if it is due. */
  take(merchantId: string, messageId: string): void {
    const running = driveIfDue(this.tools, merchantId, messageId)
      .then((nextAt) => nextAt && this.#takeLater(merchantId, messageId, nextAt))
      .catch((error: unknown) => this.tools.log(`message ${messageId}: ${(error as Error).message}`))
      .then(() => void this.#running.delete(running))
    this.#running.add(running)
  }

  /** Resolves when everything taken so far was answered or waits. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  /** Lets what is under way finish, for five seconds: what a provider did not answer is asked about after the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    const patience = new AbortController()
    const enough = sleep(5_000, undefined, { signal: patience.signal }).catch(() => {})
    await Promise.race([this.idle(), enough])
    patience.abort()
  }

  #takeLater(merchantId: string, messageId: string, nextAt: Date): void {
    const waitMs = nextAt.getTime() - this.tools.clock.now().getTime()
    if (waitMs > patienceMs) return
    sleep(waitMs, undefined, { ref: false, signal: this.#stopping.signal }).then(
      () => this.take(merchantId, messageId),
      () => {},
    )
  }
}

/** Sends what is due and asks about what is open, a page of each merchant at a time: no lease outlives its turn. */
export function messagesJob({ tools }: MessageRunner): Job {
  return { name: 'messaging.send', cron: '* * * * *', run: ({ signal }) => sendDue(tools, signal) }
}

/** Sends everything that is due now, with whatever becomes due meanwhile, until `signal` says that the process ends. */
export async function sendDue(tools: SendTools, signal?: AbortSignal): Promise<void> {
  const { database, clock, log } = tools
  const onError = (error: unknown, merchantId: string) =>
    log(`messages of ${merchantId} wait: ${(error as Error).message}`)
  while (!signal?.aborted) {
    const tasks: Task[] = []
    const sweep: DueSweep = {
      kind: sendDueKind,
      run: async (work) => {
        tasks.push(...(await takeDue(tools, work)))
        const nextAt = await nextDueAt(work)
        // More of the same comes with the next page, when this one is done.
        return nextAt && new Date(Math.max(nextAt.getTime(), work.at.getTime() + 1))
      },
    }
    await runDueWork({ database, sweeps: [sweep], at: clock.now(), signal, onError })
    if (tasks.length === 0) return
    const next = async (): Promise<void> => {
      for (let task = tasks.shift(); task && !signal?.aborted; task = tasks.shift()) {
        await task().catch((error: unknown) => log(`a message waits: ${(error as Error).message}`))
      }
    }
    await Promise.all(Array.from({ length: Math.min(atOnce, tasks.length) }, next))
  }
}

/** Takes words, addresses and codes off messages that need them no more. */
export const forgetMessagesSweep: DueSweep = {
  kind: forgetDueKind,
  run: async (work) => ((await forgetDue(work, 500)) === 500 ? work.at : nextForgetAt(work)),
}
