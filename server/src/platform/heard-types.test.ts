import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#shared/ids.ts'
import { recordStatement } from '#testing/sql-recorder.ts'
import { systemActor, testAt, testDatabase } from '#testing/work.ts'
import { openDatabase } from './db.ts'
import { inTransaction } from './transaction.ts'

const database = openDatabase({
  url: process.env.TEST_DATABASE_URL!,
  poolSize: 1,
  onStatement: recordStatement,
  heardTypes: new Set(['member.enrolled']),
  ...(process.env.TEST_DATABASE_ASSUME_ROLE ? { assumeRole: process.env.TEST_DATABASE_ASSUME_ROLE } : {}),
})
after(() => database.close())

test('every event is kept in the log; only those that somebody hears wait for delivery', async () => {
  const options = { merchantId: newId(), actor: systemActor, at: testAt }
  const told: string[] = []
  database.eventListeners.add((merchantId) => told.push(merchantId))
  const tell = (type: string) =>
    inTransaction(database, options, async (work) =>
      work.emit({ type, subject: { kind: 'member', id: newId() }, data: {} }),
    )
  await tell('sale.completed')
  assert.deepEqual(told, [])
  await tell('member.enrolled')
  assert.deepEqual(told, [options.merchantId])

  const rows = await inTransaction(testDatabase(), options, (work) =>
    work.send<{ type: string; waits: boolean }>(sql`
      select e.type, exists (select from platform.delivery d
                              where d.merchant_id = ${work.merchantId} and d.event_id = e.id) as waits
        from platform.event e where e.merchant_id = ${work.merchantId} order by e.type`),
  )
  assert.deepEqual(rows, [
    { type: 'member.enrolled', waits: true },
    { type: 'sale.completed', waits: false },
  ])
})
