import { setTimeout as sleep } from 'node:timers/promises'
import type { Compilable, RawBuilder } from 'kysely'
import type { Connection, Database, Sql } from '#platform/db.ts'
import type { OpenWork } from '#platform/work.ts'

// Bugs that checks have to see: a check that no bug fails proves nothing.

type Query<T> = Compilable<T> | RawBuilder<T>

/** A work in which nothing is locked. */
export function withoutLocks(work: OpenWork): OpenWork {
  return { ...work, send: (query) => work.send(unlocked(query, work.tx)) }
}

/**
 * A database of which no connection locks anything: an app on it is one that forgot to. What it should have locked reaches it a moment
 * late, as on a busy machine, so that the others are not always faster or slower than it.
 */
export function databaseWithoutLocks(database: Database): Database {
  return {
    ...database,
    async connect(): Promise<Connection> {
      const connection = await database.connect()
      return {
        ...connection,
        async send<T>(query: Query<T>) {
          const { sql: text } = (query as RawBuilder<T>).compile(connection.sql)
          const rows = await connection.send(unlocked(query, connection.sql))
          if (locking.test(text)) await sleep(20)
          return rows
        },
      }
    },
  }
}

const locking = /\bfor (no key update|update|key share|share)( of \w+)?( skip locked)?/

function unlocked<T>(query: Query<T>, tx: Sql): Compilable<T> {
  const compiled = (query as RawBuilder<T>).compile(tx)
  const text = compiled.sql.replaceAll(new RegExp(locking, 'g'), '')
  return { compile: () => ({ ...compiled, sql: text }) }
}
