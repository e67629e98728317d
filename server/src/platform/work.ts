import type { Compilable, RawBuilder } from 'kysely'
import type { Actor } from './actor.ts'
import type { Connection, Sql } from './db.ts'
import type { KnownFacts } from './known-facts.ts'

/** Something that happened to a subject. Facts in ids, codes and amounts; no personal data. */
export type NewEvent = {
  type: string
  /** Whose line of events it joins; deliveries to subscribers keep the order of one subject. Members most often. */
  subject: { kind: string; id: string }
  data: Record<string, unknown>
}

/** One line of the audit log: who (the actor), what, before → after, why. */
export type AuditEntry = {
  /** `<module>.<verb>`, as the permission. */
  action: string
  subject: { kind: string; id: string }
  /** Field → [before, after]. Personal values are given as `sealed` by their owner, never in the open. */
  changes?: Record<string, readonly [unknown, unknown]>
  reason?: string
  approvedBy?: string
  /** Who did it, where the work began before they were known: somebody who signs in. Absent: the work's actor. */
  by?: Actor
}

/**
 * One request's or job's share of a transaction. Made by the platform, which alone begins and commits.
 *
 * Use cases never read the clock (`at` is the time), never call the network, never commit.
 */
export type Work = {
  tx: Sql
  /**
   * Sends one statement at once, without waiting for those before it; the answers come in order. Statements sent in the
   * same breath travel as one flight: `const [a, b] = await Promise.all([work.send(q1), work.send(q2)])`.
   */
  send<T>(query: Compilable<T> | RawBuilder<T>): Promise<T[]>
  /**
   * Leaves a write on its way that nobody looks at: the commit does not wait for its answer, and fails with it. All its statements are
   * sent by now.
   */
  leave(writing: Promise<unknown>): void
  /**
   * What this process knows of the merchant's catalogue and rules, in the state in which the transaction first asked: one small question
   * in place of reading them. For what is read without locks and holds as it was read; where this transaction changed them, nothing is known.
   */
  facts(): Promise<KnownFacts>
  /**
   * What `facts` will most likely give, at once: for whoever asks for more in the same flight, and again where it was something else. Null
   * where nothing is known.
   */
  lastFacts(): KnownFacts | null
  merchantId: string
  actor: Actor
  at: Date
  /** The merchant's key for one purpose, `<module>.<what for>`: for hashes and seals (`secrets.ts`). */
  key(purpose: string): Buffer
  /** Queues events; they are written in order, set-wise, just before the commit. */
  emit(...events: NewEvent[]): void
  /** Queues audit lines; written with the events. */
  audit(...entries: AuditEntry[]): void
}

export type OpenWork = Work & {
  connection: Connection
  events: { event: NewEvent; id: string; at: Date; actor: Actor }[]
  audits: { entry: AuditEntry; at: Date; actor: Actor }[]
  /** What was left on its way. */
  left: Promise<unknown>[]
  /** The same transaction seen by another command of the batch: its own actor and time, shared queues. */
  as(actor: Actor, at: Date): OpenWork
}
