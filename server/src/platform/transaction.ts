import { setTimeout as sleep } from 'node:timers/promises'
import type { RawBuilder } from 'kysely'
import { assert } from '#shared/assert.ts'
import { isUuid, newId } from '#shared/ids.ts'
import type { Actor } from './actor.ts'
import { writeAudits, writeEvents } from './event-log.ts'
import { KnownFacts, readKnownFacts, writeStamp } from './known-facts.ts'
import { type Connection, type Database, sqlState } from './db.ts'
import type { KeyRing } from './secrets.ts'
import type { OpenWork } from './work.ts'

/** Deadlock, serialization failure, lost connection, server shutting down: nothing was committed, or it is safe to look by key. */
export function isRetryable(error: unknown): boolean {
  const state = sqlState(error)
  if (state) return state === '40001' || state === '40P01' || state.startsWith('08') || state.startsWith('57P')
  const code = (error as { code?: string } | null)?.code
  return (
    code === 'ECONNRESET' ||
    code === 'EPIPE' ||
    code === 'ECONNREFUSED' ||
    code === 'ETIMEDOUT' ||
    isConnectionLoss(error)
  )
}

function isConnectionLoss(error: unknown): boolean {
  return (
    error instanceof Error && /^Connection terminated|Client has encountered a connection error/.test(error.message)
  )
}

export type WorkOptions = {
  merchantId: string
  actor: Actor
  at: Date
  /** For hot commands, which touch rows by their keys alone: the planner may not read a table whole (`keyByKey`). */
  isKeyByKey?: boolean
  /** All reads see the moment of the first, and nothing is written: for proofs over many statements. */
  isOneSnapshot?: boolean
}

export function openWork(connection: Connection, keys: KeyRing, { merchantId, actor, at }: WorkOptions): OpenWork {
  assert(isUuid(merchantId), 'a merchant id is a UUID')
  const events: OpenWork['events'] = []
  const audits: OpenWork['audits'] = []
  const left: OpenWork['left'] = []
  let facts: Promise<KnownFacts> | undefined
  const view = (actor: Actor, at: Date): OpenWork => ({
    connection,
    tx: connection.sql,
    send: (query) => connection.send(query),
    leave(writing) {
      writing.catch(() => {}) // It fails the commit.
      left.push(writing)
    },
    facts() {
      if (connection.hasChangedFacts) return Promise.resolve(new KnownFacts())
      return (facts ??= readKnownFacts(connection, merchantId))
    },
    lastFacts: () => (connection.hasChangedFacts ? null : connection.facts.last(merchantId)),
    merchantId,
    actor,
    at,
    key: (purpose) => keys(purpose, merchantId),
    events,
    audits,
    left,
    emit: (...added) => void events.push(...added.map((event) => ({ event, id: newId(at.getTime()), at, actor }))),
    audit: (...added) => void audits.push(...added.map(({ by = actor, ...entry }) => ({ entry, at, actor: by }))),
    as: view,
  })
  return view(actor, at)
}

/**
 * A connection keeps the plan that it made first, and one made while a table was young would go on reading it whole until
 * autovacuum has looked at it. Under this setting the plan goes by the index from the first; and it is kept: PostgreSQL, expecting ten
 * elements of an array where a quiet till sends one, would else plan such statements anew each time, at more than they cost.
 */
const keyByKey = `, set_config('enable_seqscan', 'off', true), set_config('plan_cache_mode', 'force_generic_plan', true)`

/** Begins and names the merchant for row level security: in the first flight, nobody waits for its answer. */
function begin(connection: Connection, { merchantId, isKeyByKey = false, isOneSnapshot = false }: WorkOptions): void {
  connection.hasChangedFacts = false
  const begun = [
    connection.command(isOneSnapshot ? 'begin isolation level repeatable read, read only' : 'begin'),
    connection.command(`select set_config('app.merchant_id', $1, true)${isKeyByKey ? keyByKey : ''}`, [merchantId]),
  ]
  // A failure here surfaces in the statements that follow and in the commit.
  for (const each of begun) each.catch(() => {})
}

/** Writes what was told, then commits, in one flight with what was left on its way. A ROLLBACK in answer to COMMIT means a statement failed unseen: a fault. */
async function commit(work: OpenWork): Promise<void> {
  const told = [
    ...(work.events.length > 0 ? [writeEvents(work)] : []),
    ...(work.audits.length > 0 ? [writeAudits(work)] : []),
    ...(work.connection.hasChangedFacts ? [writeStamp(work.connection, work.merchantId)] : []),
  ]
  const committing = work.connection.command('commit')
  // Whoever tells something from now on tells nobody: a fault, and not a silence.
  for (const queue of [work.events, work.audits, work.left] as unknown[][]) Object.freeze(queue)
  const outcomes = await Promise.allSettled([committing, ...told, ...work.left])
  const faults = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
  // What was only skipped says nothing of what went wrong.
  if (faults.length > 0) throw faults.find((fault) => sqlState(fault) !== '25P02') ?? faults[0]
  const answer = await committing
  assert(answer === 'COMMIT', 'a statement had failed unseen and the transaction was rolled back at commit')
}

/**
 * Runs `body` in one transaction of one merchant. Commits when it returns, rolls back when it throws.
 *
 * Read committed: whoever decides on a row locks it first and reads in the next statement.
 */
export async function inTransaction<T>(
  database: Database,
  options: WorkOptions,
  body: (work: OpenWork) => Promise<T>,
): Promise<T> {
  const connection = await database.connect()
  let broken: Error | undefined
  try {
    begin(connection, options)
    const work = openWork(connection, database.keys, options)
    const result = await body(work)
    await commit(work)
    if (work.events.some(({ event }) => connection.isHeard(event.type)))
      for (const tell of database.eventListeners) tell(options.merchantId)
    return result
  } catch (error) {
    try {
      await connection.command('rollback')
    } catch (rollbackError) {
      broken = rollbackError as Error
    }
    throw error
  } finally {
    connection.client.release(broken)
  }
}

/** Long enough for the other of two that locked each other out to wake, and nothing beside the second that finding out took. */
export const pauseMs = 50

/**
 * `inTransaction`, once more after a deadlock, serialization failure or lost connection (safe: commands carry their key).
 *
 * Not at once: the row that was given up is free before the one that waits for it is awake, and both would meet again.
 */
export async function inRetriedTransaction<T>(
  database: Database,
  options: WorkOptions,
  body: (work: OpenWork) => Promise<T>,
): Promise<T> {
  try {
    return await inTransaction(database, options, body)
  } catch (error) {
    if (!isRetryable(error)) throw error
    await sleep(pauseMs * (1 + Math.random()))
    return inTransaction(database, options, body)
  }
}

/** A statement about global tables (merchants, credential look-up): no merchant, so row level security shows no tenant row. */
export function onGlobal<T>(database: Database, query: RawBuilder<T>): Promise<T[]> {
  return query.execute(database.sql).then((result) => result.rows)
}
