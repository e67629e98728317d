import { after } from 'node:test'
import { assert } from '#shared/assert.ts'
import { newId } from '#shared/ids.ts'
import type { Actor } from '#platform/actor.ts'
import { type Database, openDatabase } from '#platform/db.ts'
import { inTransaction } from '#platform/transaction.ts'
import type { OpenWork } from '#platform/work.ts'
import { recordStatement } from './sql-recorder.ts'

/** The time at which tests happen unless they say otherwise: a Sunday afternoon in Shanghai. */
export const testAt = new Date('2026-03-01T06:00:00Z')

export const testSecretKey = Buffer.alloc(32, 'test')

let shared: Database | null = null

after(() => shared?.close())

/** The suite's database as the app sees it: the role that row level security binds. Closed when the file is done. */
export function testDatabase(): Database {
  if (!shared) {
    const url = process.env.TEST_DATABASE_URL
    assert(url, 'TEST_DATABASE_URL is set by scripts/test.ts: run `npm test` or `node scripts/test.ts FILE`')
    shared = openDatabase({
      url,
      poolSize: Number(process.env.TEST_POOL ?? 8),
      onStatement: recordStatement,
      secretKey: testSecretKey,
      ...(process.env.TEST_DATABASE_ASSUME_ROLE ? { assumeRole: process.env.TEST_DATABASE_ASSUME_ROLE } : {}),
    })
  }
  return shared
}

export const systemActor: Actor = { kind: 'system', name: 'test' }

/** A staff actor with just these permissions. */
export function staffActor(permissions: string[], storeIds: string[] | null = null): Actor {
  return {
    kind: 'staff',
    userId: newId(),
    sessionId: newId(),
    permissions: new Set(permissions),
    storeIds,
    deviceId: null,
    ip: null,
  }
}

export type TestWork = OpenWork & { emitted: string[] }

function withEmitted(work: OpenWork): TestWork {
  return Object.defineProperty(work, 'emitted', {
    get: () => work.events.map(({ event }) => event.type),
  }) as TestWork
}

class RollBack extends Error {}

/** A test inside one transaction of a merchant of its own, rolled back at the end. */
export function inWork(body: (work: TestWork) => Promise<void>, at: Date = testAt): () => Promise<void> {
  return async () => {
    try {
      await inTransaction(testDatabase(), { merchantId: newId(), actor: systemActor, at }, async (work) => {
        await body(withEmitted(work))
        throw new RollBack()
      })
    } catch (error) {
      if (!(error instanceof RollBack)) throw error
    }
  }
}

/** One committed transaction, for tests that need several connections or the outbox. */
export function committed<T>(
  merchantId: string,
  body: (work: TestWork) => Promise<T>,
  options: { at?: Date; actor?: Actor } = {},
): Promise<T> {
  const { at = testAt, actor = systemActor } = options
  return inTransaction(testDatabase(), { merchantId, actor, at }, (work) => body(withEmitted(work)))
}
