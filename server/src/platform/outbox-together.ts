import type { DeliveryOptions, Subscription } from './outbox.ts'
import * as queries from './outbox-queries.ts'
import type { Delivery } from './outbox-queries.ts'
import { inRetriedTransaction, isRetryable } from './transaction.ts'
import type { OpenWork, Work } from './work.ts'

export const outboxActor = { kind: 'system', name: 'outbox' } as const

/** Most events that one transaction takes to subscribers: it holds their rows, and what they handle, that long. */
const mostTogether = 64

/** Who hears events of a type. */
export function hearersOf(subscriptions: readonly Subscription[], type: string): Subscription[] {
  return subscriptions.filter(({ types }) => types.includes(type) || types.includes('*'))
}

/**
 * Takes what is due of sound lines to their subscribers, many lines and all their subscribers in one transaction: an event that
 * everybody takes costs its delivery one lock and one deletion. Where that fails each subscriber has them for itself. What could not be
 * taken is left, to be found out event by event.
 */
export async function deliverLines(options: DeliveryOptions, lines: readonly Delivery[][]): Promise<number> {
  let handled = 0
  for (const pack of packsOf(options, lines)) {
    if (options.signal?.aborted) break
    const together = await deliverTogether(options, options.subscriptions, pack)
    handled += together ?? 0
    if (together === null && options.subscriptions.length > 1) handled += await deliverToEach(options, pack)
  }
  return handled
}

/** The same where all of them together was tried in vain. */
export async function deliverApart(options: DeliveryOptions, lines: readonly Delivery[][]): Promise<number> {
  let handled = 0
  if (options.subscriptions.length === 1) return handled
  for (const pack of packsOf(options, lines)) handled += await deliverToEach(options, pack)
  return handled
}

async function deliverToEach(options: DeliveryOptions, pack: readonly Delivery[][]): Promise<number> {
  let handled = 0
  for (const each of options.subscriptions) {
    if (options.signal?.aborted) break
    handled += (await deliverTogether(options, [each], pack)) ?? 0
  }
  return handled
}

/** What is due of lines and somebody still has to do, if one transaction may take all of it at once; else null. */
export function onePack(options: DeliveryOptions, lines: readonly Delivery[][]): Delivery[][] | null {
  const packs = packsOf(options, lines)
  return packs.length === 1 ? packs[0]! : null
}

/** What is due of lines and somebody still has to do, in packs of some `mostTogether` events. What one alone takes of one line gains nothing by it. */
function packsOf({ at, subscriptions }: DeliveryOptions, lines: readonly Delivery[][]): Delivery[][][] {
  const packs: Delivery[][][] = []
  let pack: Delivery[][] = []
  let size = 0
  for (const line of lines) {
    const later = line.findIndex(({ dueAt }) => dueAt > at)
    const due = (later < 0 ? line : line.slice(0, later)).filter((event) => openFor(event, subscriptions).length > 0)
    if (due.length === 0) continue
    pack.push(due)
    size += due.length
    if (size < mostTogether) continue
    packs.push(pack)
    pack = []
    size = 0
  }
  const isShared = (each: Delivery[][]) =>
    each.length > 1 || new Set(each.flat().flatMap((event) => openFor(event, subscriptions))).size > 1
  return [...packs, pack].filter(isShared)
}

/** Of these subscriptions, those that hear an event and are not done with it. */
function openFor(event: Delivery, subscriptions: readonly Subscription[]): Subscription[] {
  return hearersOf(subscriptions, event.type).filter(({ name }) => !event.done.includes(name))
}

/**
 * One transaction for events of many lines and these subscribers. Returns how often an event was taken. A handler's failure undoes all
 * of it, and is no one's fault yet: null, and none is noted as done.
 */
async function deliverTogether(
  options: DeliveryOptions,
  takers: readonly Subscription[],
  lines: readonly Delivery[][],
): Promise<number | null> {
  const { database, merchantId, at } = options
  try {
    const taken = await inRetriedTransaction(
      database,
      { merchantId, actor: outboxActor, at, isKeyByKey: true },
      (work) => takeTogether(work, options, takers, lines),
    )
    return noteTaken(lines, taken)
  } catch (error) {
    if (isRetryable(error)) throw error
    return null
  }
}

/** By event, who has done it before and who has now. */
export type Taken = ReadonlyMap<string, { before: readonly string[]; now: string[] }>

/** Takes events of many lines to these subscribers, one after the other, and notes that they are done, in the caller's transaction. */
export async function takeTogether(
  work: OpenWork,
  { at, subscriptions }: DeliveryOptions,
  takers: readonly Subscription[],
  lines: readonly Delivery[][],
): Promise<Taken> {
  const locked = await queries.lockDeliveries(
    work,
    lines.flat().map(({ id }) => id),
  )
  const events = lines.flatMap((line) => {
    // Behind an event that another process holds, the rest of its line is that one's, too.
    const held = line.findIndex(({ id }) => !locked.has(id))
    return (held < 0 ? line : line.slice(0, held)).map((event) => ({ ...event, done: locked.get(event.id)! }))
  })
  const doneBy = new Map(events.map(({ id, done }) => [id, [...done]]))
  for (const taker of takers) {
    const own = events.filter((event) => openFor(event, [taker]).length > 0)
    if (own.length > 0) await handleAll(work.as({ kind: 'system', name: taker.name }, at), taker, own)
    for (const { id } of own) doneBy.get(id)!.push(taker.name)
  }
  const moved = events.filter(({ id, done }) => doneBy.get(id)!.length > done.length)
  const isLast = ({ id, type }: Delivery) =>
    hearersOf(subscriptions, type).every(({ name }) => doneBy.get(id)!.includes(name))
  const places = moved.map((event) => ({ eventId: event.id, subjectId: event.subjectId, isLast: isLast(event) }))
  const names = takers.map(({ name }) => name)
  work.leave(queries.writeAllDone(work, names, places))
  return new Map(moved.map(({ id, done }) => [id, { before: done, now: doneBy.get(id)! }]))
}

/** After the commit: notes in the lines who is done. Returns how often an event was taken. */
export function noteTaken(lines: readonly Delivery[][], taken: Taken): number {
  for (const event of lines.flat()) event.done = taken.get(event.id)?.now ?? event.done
  return [...taken.values()].reduce((sum, { before, now }) => sum + now.length - before.length, 0)
}

async function handleAll(work: Work, subscription: Subscription, events: readonly Delivery[]): Promise<void> {
  const delivered = events.map(queries.toldOf)
  if (subscription.handleAll) await subscription.handleAll(work, delivered)
  else for (const event of delivered) await subscription.handle(work, event)
}
