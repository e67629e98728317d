import { assert } from '#shared/assert.ts'
import type { Database } from './db.ts'
import * as queries from './outbox-queries.ts'
import type { Delivery, FailingLine } from './outbox-queries.ts'
import {
  deliverApart,
  deliverLines,
  hearersOf,
  noteTaken,
  onePack,
  outboxActor,
  takeTogether,
} from './outbox-together.ts'
import { backoffMs } from './retry.ts'
import { inRetriedTransaction, inTransaction, isRetryable } from './transaction.ts'
import type { Work } from './work.ts'

/** An event as a subscriber gets it. */
export type DeliveredEvent = {
  id: string
  type: string
  subjectKind: string
  subjectId: string
  seq: number
  at: Date
  data: Record<string, unknown>
}

/** A subscriber: `<module>.<what it does>`, the event types it hears, and an idempotent handler in a transaction of its own. */
export type Subscription = {
  name: string
  types: readonly string[]
  handle(work: Work, event: DeliveredEvent): Promise<void>
  /** The same for events of many subjects in one transaction, each subject's in order. Without it they are handled one after the other. */
  handleAll?(work: Work, events: readonly DeliveredEvent[]): Promise<void>
}

/** After so many tries a subscriber's line of one subject stops and waits for a person. */
export const maxAttempts = 10

const pageSize = 500
const parallelLines = 3

export type DeliveryOptions = {
  database: Database
  subscriptions: readonly Subscription[]
  merchantId: string
  at: Date
  /** Chance for the spread of retries; tests give a fixed one. */
  chance?: () => number
  /** Once it says that the process ends, what is under way is the last: a page may hold events for many seconds. */
  signal?: AbortSignal
}

export type Page = {
  /** Where the next page begins; null when this was the last. */
  after: string | null
  /** Handlers that succeeded. */
  handled: number
  failed: number
  /** The oldest event that is due and that somebody still has to do, stopped lines apart. */
  oldestDueAt: Date | null
}

/**
 * Delivers one page of a merchant's events: every subject's in order, to each subscriber on its own, at least once.
 *
 * Safe beside other processes: whoever holds a delivery's row lock delivers it, the others leave that line. What waits where nobody has
 * failed goes to all its subscribers in the transaction that looks for it; many lines in some more. Where that fails, they are done again
 * by subscriber, then event by event. One that fails then blocks only itself, and only this subject's line.
 */
export async function deliverPage(options: DeliveryOptions, after: string | null = null): Promise<Page> {
  const { page, taken } = await takePage(options, after)
  const total: Page = { after: nextAfter(page, after), handled: taken ?? 0, failed: 0, oldestDueAt: null }
  const failingIds = new Set(page.failing.map(({ subjectId }) => subjectId))
  const sound = page.lines.filter((line) => !failingIds.has(line[0]!.subjectId))
  total.handled += await (taken === null ? deliverApart : deliverLines)(options, sound)
  const waiting = page.lines.values()
  const deliverRest = async () => {
    for (const line of waiting) {
      if (options.signal?.aborted) return
      const failing = page.failing.filter(({ subjectId }) => subjectId === line[0]!.subjectId)
      const outcome = await deliverLine(options, line, failing)
      total.handled += outcome.handled
      total.failed += outcome.failed
      if (outcome.oldestDueAt && (!total.oldestDueAt || outcome.oldestDueAt < total.oldestDueAt))
        total.oldestDueAt = outcome.oldestDueAt
    }
  }
  await Promise.all(Array.from({ length: parallelLines }, deliverRest))
  // A line longer than a page: on with it while it moves, else past it, so that it does not hold up the others.
  if (page.isLongLine && total.handled > 0) total.after = after
  return total
}

/** Lines as they wait, and those of them on which somebody has failed. */
type PageRead = { lines: Delivery[][]; failing: FailingLine[]; isFull: boolean; isLongLine: boolean }

/**
 * Reads a page and, where one transaction may take all that is due of it, delivers it at once. `taken` is how often an event was taken;
 * null when that was tried and a handler failed: nothing of it stands.
 */
async function takePage(
  options: DeliveryOptions,
  after: string | null,
): Promise<{ page: PageRead; taken: number | null }> {
  const { database, merchantId, at } = options
  const looking = { merchantId, actor: outboxActor, at, isKeyByKey: true }
  try {
    const { page, pack, done } = await inRetriedTransaction(database, looking, async (work) => {
      const page = await readPage(work, options, after)
      const pack = page.failing.length > 0 ? null : onePack(options, page.lines)
      return { page, pack, done: pack && (await takeTogether(work, options, options.subscriptions, pack)) }
    })
    return { page, taken: pack && done ? noteTaken(pack, done) : 0 }
  } catch (error) {
    if (isRetryable(error)) throw error
    return { page: await inTransaction(database, looking, (work) => readPage(work, options, after)), taken: null }
  }
}

/** Reads whole lines; what everybody is done with is deleted. */
async function readPage(work: Work, { subscriptions }: DeliveryOptions, after: string | null): Promise<PageRead> {
  const read = await queries.readDeliveries(work, after, pageSize)
  const isFull = read.length === pageSize
  const lines = [...Map.groupBy(read, ({ subjectId }) => subjectId).values()]
  // The last line of a full page may go on behind it. Alone on its page it is begun all the same, from its head.
  const isLongLine = isFull && lines.length === 1
  if (isFull && !isLongLine) lines.pop()
  const finished = lines
    .flat()
    .filter(({ type, done }) => hearersOf(subscriptions, type).every(({ name }) => done.includes(name)))
  const failed = lines.filter((line) => line.some(({ hasFailed }) => hasFailed))
  const [failing] = await Promise.all([
    failed.length === 0
      ? []
      : queries.readFailingLines(
          work,
          failed.map((line) => line[0]!.subjectId),
        ),
    finished.length === 0
      ? null
      : queries.deleteDeliveries(
          work,
          finished.map(({ id }) => id),
        ),
  ])
  return { lines, failing, isFull, isLongLine }
}

function nextAfter(page: { lines: Delivery[][]; isFull: boolean }, after: string | null): string | null {
  return page.isFull ? (page.lines.at(-1)?.[0]?.subjectId ?? after) : null
}

async function deliverLine(
  options: DeliveryOptions,
  line: Delivery[],
  failing: FailingLine[],
): Promise<Omit<Page, 'after'>> {
  const { at, subscriptions } = options
  const outcome: Omit<Page, 'after'> = { handled: 0, failed: 0, oldestDueAt: null }
  const stopped = new Set(failing.filter(({ stoppedAt }) => stoppedAt).map(({ subscriber }) => subscriber))
  // Whoever has not done an event gets none of the later ones.
  const blocked = new Set(
    failing.filter(({ nextAt, stoppedAt }) => stoppedAt || nextAt > at).map(({ subscriber }) => subscriber),
  )
  for (const event of line) {
    if (event.dueAt > at || options.signal?.aborted) break
    const hearers = hearersOf(subscriptions, event.type)
    for (const subscription of hearers) {
      const { name } = subscription
      if (event.done.includes(name)) continue
      if (!blocked.has(name)) {
        const result = await deliverOne(options, subscription, event, hearers)
        if (result === 'busy') return outcome
        if (result === 'done') outcome.handled++
        else {
          outcome.failed++
          blocked.add(name)
        }
      }
      if (blocked.has(name) && !stopped.has(name)) outcome.oldestDueAt ??= event.dueAt
    }
  }
  return outcome
}

/** Runs one handler and notes it as done, in one transaction. */
async function deliverOne(
  options: DeliveryOptions,
  subscription: Subscription,
  event: Delivery,
  hearers: readonly Subscription[],
): Promise<'done' | 'busy' | 'failed'> {
  const { database, merchantId, at } = options
  const subscriber = subscription.name
  const place = { eventId: event.id, subjectId: event.subjectId, subscriber }
  try {
    return await inRetriedTransaction(
      database,
      { merchantId, actor: { kind: 'system', name: subscriber }, at },
      async (work) => {
        const locked = await queries.lockDelivery(work, event.id)
        if (!locked) return 'busy'
        if (locked.done.includes(subscriber)) return 'done'
        const delivered = queries.toldOf(event)
        await subscription.handle(work, delivered)
        const isLast = hearers.every(({ name }) => name === subscriber || locked.done.includes(name))
        await queries.writeDone(work, { ...place, isLast })
        return 'done'
      },
    )
  } catch (error) {
    if (isRetryable(error)) throw error // The database is away: no fault of the handler, not counted.
    await noteFailure(options, place, error)
    return 'failed'
  }
}

async function noteFailure(
  { database, merchantId, at, chance = Math.random }: DeliveryOptions,
  place: { eventId: string; subjectId: string; subscriber: string },
  error: unknown,
): Promise<void> {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) }
  await inRetriedTransaction(database, { merchantId, actor: outboxActor, at }, async (work) => {
    const attempts = await queries.countFailure(work, { ...place, error: `${name}: ${message}`.slice(0, 500) })
    assert(attempts > 0, 'a failure counts')
    const nextAt = new Date(at.getTime() + backoffMs(attempts, chance()))
    await queries.writeNextTry(work, { ...place, nextAt, isStopped: attempts >= maxAttempts })
  })
}

/** Delivers until nothing more can be: for the demo year and for tests at a moved clock. Returns how many handlers ran. */
export async function drainOutbox(options: DeliveryOptions): Promise<number> {
  let handled = 0
  for (;;) {
    let round = 0
    let after: string | null = null
    do {
      const page = await deliverPage(options, after)
      round += page.handled
      after = page.after
    } while (after !== null)
    handled += round
    if (round === 0) return handled
  }
}
