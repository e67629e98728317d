import type { Database } from '#platform/db.ts'
import type { Actor } from '#platform/actor.ts'
import { inTransaction } from '#platform/transaction.ts'
import type { OpenWork } from '#platform/work.ts'

const system: Actor = { kind: 'system', name: 'demo' }

/** Runs a body in a transaction at a moment of the year. */
export type Live = <T>(at: Date, body: (work: OpenWork) => Promise<T>) => Promise<T>

/**
 * A transaction of a year that is being built, without waiting for the disk: what is cut off half way is built anew, and whoever commits
 * last in the ordinary way (the messages, the proof) has all before it on the disk. Goes key by key, as the lanes do.
 */
export function liveIn<T>(
  database: Database,
  place: { merchantId: string; at: Date },
  body: (work: OpenWork) => Promise<T>,
): Promise<T> {
  return inTransaction(database, { ...place, actor: system, isKeyByKey: true }, (work) => {
    work.leave(work.connection.command('set local synchronous_commit = off'))
    return body(work)
  })
}
