import { setTimeout as sleep } from 'node:timers/promises'
import type { Compilable, RawBuilder } from 'kysely'
import type { Connection, Database, Sql } from '#platform/db.ts'
import type { OpenWork } from '#platform/work.ts'

// Bugs that checks have to see: a check that no bug fails proves nothing.

/**
 * Whether what is broken shows itself within so many rounds. A race is chance: one round may look right by luck, and a check that
 * sees the bug only mostly would fail a sound tree now and then. `round` says whether it was seen.
 */
export async function isSeenWithin(rounds: number, round: () => Promise<boolean>): Promise<boolean> {
  for (let done = 0; done < rounds; done++) if (await round()) return true
  return false
}

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
  return unlockedDatabase(database, locking, () => sleep(20))
}

/**
 * A database that locks everything but the rows of one table, `schema.table`: an app on it forgot that very lock. Nobody hears what
 * such a row holds before `together` connections have asked for one: all of them decide by what none has changed yet, however busy
 * the machine is. Where fewer come, they go on after a moment.
 */
export function databaseWithoutLockOf(database: Database, table: string, together: number): Database {
  const forgotten = new RegExp(`\\b${table.replace('.', '\\.')}\\b[^]*${locking.source}`)
  return unlockedDatabase(database, forgotten, meetingOf(together))
}

/** Lets so many go on at once, or those who are there when the first has waited long enough. */
function meetingOf(together: number): () => Promise<void> {
  let open = Promise.withResolvers<void>()
  let waiting = 0
  const begin = () => {
    open.resolve()
    open = Promise.withResolvers<void>()
    waiting = 0
  }
  return async () => {
    const mine = open
    waiting++
    if (waiting === 1) void sleep(patienceMs).then(() => open === mine && begin())
    if (waiting === together) begin()
    return mine.promise
  }
}

const patienceMs = 100

function unlockedDatabase(database: Database, forgotten: RegExp, wait: () => Promise<unknown>): Database {
  return {
    ...database,
    async connect(): Promise<Connection> {
      const connection = await database.connect()
      return {
        ...connection,
        async send<T>(query: Query<T>) {
          const { sql: text } = (query as RawBuilder<T>).compile(connection.sql)
          if (!forgotten.test(text)) return connection.send(query)
          const rows = await connection.send(unlocked(query, connection.sql))
          await wait()
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
