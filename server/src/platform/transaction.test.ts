import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#shared/ids.ts'
import { cutOff } from '#testing/cut-off.ts'
import { committed, inWork, systemActor, testAt, testDatabase } from '#testing/work.ts'
import { onlyRow } from './db.ts'
import { inRetriedTransaction, inTransaction, isRetryable, onGlobal } from './transaction.ts'
import type { Work } from './work.ts'

const optionsOf = (merchantId: string) => ({ merchantId, actor: systemActor, at: testAt })

/** A row of the merchant's own to lock and count on. */
async function makeCounter(merchantId: string): Promise<string> {
  const subjectId = newId()
  await committed(merchantId, async (work) => {
    work.emit({ type: 'a', subject: { kind: 'member', id: subjectId }, data: {} })
  })
  return subjectId
}

function lock(work: Work, subjectId: string) {
  return work.send(sql`
    update platform.subject_seq set last_seq = last_seq + 1
     where merchant_id = ${work.merchantId} and subject_id = ${subjectId}`)
}

async function countEvents(merchantId: string): Promise<number> {
  return committed(
    merchantId,
    async (work) =>
      onlyRow(
        await work.send<{ n: number }>(sql`
        select count(*) as n from platform.event where merchant_id = ${merchantId}`),
      ).n,
  )
}

test('what a transaction wrote is gone when its body throws', async () => {
  const merchantId = newId()
  const attempt = committed(merchantId, async (work) => {
    work.emit({ type: 'a', subject: { kind: 'member', id: newId() }, data: {} })
    await work.send(
      sql`insert into platform.subject_seq (merchant_id, subject_id, last_seq) values (${merchantId}, ${newId()}, 1)`,
    )
    throw new Error('no')
  })
  await assert.rejects(attempt, /^Error: no$/)
  assert.equal(await countEvents(merchantId), 0)
})

test('a statement whose failure nobody looked at does not commit half of the work', async () => {
  const merchantId = newId()
  const attempt = committed(merchantId, async (work) => {
    work.emit({ type: 'a', subject: { kind: 'member', id: newId() }, data: {} })
    await work.send(sql`select 1 / 0`).catch(() => {})
  })
  await assert.rejects(attempt, (error) => !isRetryable(error))
  assert.equal(await countEvents(merchantId), 0)
})

test('a failed transaction leaves its connection fit for the next', async () => {
  const merchantId = newId()
  for (let i = 0; i < 30; i++)
    await assert.rejects(
      committed(
        merchantId,
        async (work) => void (await Promise.all([work.send(sql`select 1 / 0`), work.send(sql`select 1`)])),
      ),
      { code: '22012' },
    )
  const row = await committed(merchantId, async (work) =>
    onlyRow(await work.send<{ one: number }>(sql`select 1 as one`)),
  )
  assert.equal(row.one, 1)
})

test('a transaction sees no rows of another merchant, even by a statement that names it', async () => {
  const [ours, theirs] = [newId(), newId()]
  await makeCounter(theirs)
  await committed(ours, async (work) => {
    const rows = await work.send(sql`select 1 from platform.event where merchant_id = ${theirs}`)
    assert.equal(rows.length, 0)
    await assert.rejects(
      work.send(
        sql`insert into platform.subject_seq (merchant_id, subject_id, last_seq) values (${theirs}, ${newId()}, 1)`,
      ),
      {
        code: '42501',
      },
    )
  }).catch((error: Error) => assert.match(error.message, /failed unseen/))
})

test('outside a transaction no merchant is set and no tenant row is seen', async () => {
  const merchantId = newId()
  await makeCounter(merchantId)
  const rows = await onGlobal(testDatabase(), sql`select 1 from platform.event where merchant_id = ${merchantId}`)
  assert.equal(rows.length, 0)
})

test('the merchant of one transaction does not stay with its connection', async () => {
  const merchantId = newId()
  const connection = await testDatabase().connect()
  try {
    await connection.client.query(`begin; set local app.merchant_id = '${merchantId}'`)
    await connection.client.query('commit')
    const { rows } = await connection.client.query(`select current_setting('app.merchant_id', true) as id`)
    assert.equal(rows[0].id, '')
  } finally {
    connection.client.release()
  }
})

test('a merchant id that is not a UUID never reaches the database', async () => {
  const attempt = inTransaction(testDatabase(), optionsOf(`x'; drop table platform.event; --`), async () => {})
  await assert.rejects(attempt, /a merchant id is a UUID/)
})

test('the app may neither change nor delete an event', async () => {
  const merchantId = newId()
  await makeCounter(merchantId)
  for (const statement of [
    sql`update platform.event set type = 'b' where merchant_id = ${merchantId}`,
    sql`delete from platform.event where merchant_id = ${merchantId}`,
    sql`truncate platform.event`,
  ])
    await assert.rejects(
      committed(merchantId, (work) => work.send(statement)),
      { code: '42501' },
    )
})

test('two that lock each other out both succeed: the one chosen to give way is tried once more', async () => {
  const merchantId = newId()
  const [a, b] = [await makeCounter(merchantId), await makeCounter(merchantId)]
  let tries = 0
  let arrived = 0
  let meet: () => void
  const bothHoldOne = new Promise<void>((resolve) => (meet = resolve))
  const take = (first: string, second: string) =>
    inRetriedTransaction(testDatabase(), optionsOf(merchantId), async (work) => {
      tries++
      await lock(work, first)
      if (++arrived === 2) meet()
      await bothHoldOne
      await lock(work, second)
    })
  await Promise.all([take(a, b), take(b, a)])
  assert.equal(tries, 3)
})

test('a connection cut in the middle is replaced and the work done once', async () => {
  const merchantId = newId()
  let tries = 0
  await inRetriedTransaction(testDatabase(), optionsOf(merchantId), async (work) => {
    work.emit({ type: 'a', subject: { kind: 'member', id: newId() }, data: {} })
    if (++tries > 1) return
    await cutOff(work)
    await work.send(sql`select 1`)
  })
  assert.equal(tries, 2)
  assert.equal(await countEvents(merchantId), 1)
})

test('a connection cut while nothing is asked of it is noticed and does not end the process', async () => {
  const merchantId = newId()
  let tries = 0
  await inRetriedTransaction(testDatabase(), optionsOf(merchantId), async (work) => {
    if (++tries > 1) return
    await cutOff(work)
    await new Promise((resolve) => setTimeout(resolve, 50))
  })
  assert.equal(tries, 2)
})

test('a refusal and a broken rule are not tried again', async () => {
  let tries = 0
  const attempt = inRetriedTransaction(testDatabase(), optionsOf(newId()), async (work) => {
    tries++
    await work.send(sql`select 1 / 0`)
  })
  await assert.rejects(attempt, { code: '22012' })
  assert.equal(tries, 1)
})

test(
  'a sum beyond 2^53 is a fault, never a rounded number',
  inWork(async (work) => {
    await assert.rejects(work.send(sql`select 9007199254740993::bigint as cents`), /beyond 2\^53/)
    const row = onlyRow(await work.send<{ cents: number }>(sql`select 9007199254740991::bigint as cents`))
    assert.equal(row.cents, Number.MAX_SAFE_INTEGER)
  }),
)

test(
  'a day stays a day, whatever the zone of the machine',
  inWork(async (work) => {
    const row = onlyRow(await work.send<{ day: string }>(sql`select date '2026-03-01' as day`))
    assert.equal(row.day, '2026-03-01')
  }),
)

test('a write that was left on its way fails the commit: nothing of the transaction stays', async () => {
  const merchantId = newId()
  const note = (work: Work, subjectId: string) =>
    work.send(sql`
      insert into platform.subject_seq (merchant_id, subject_id, last_seq) values (${work.merchantId}, ${subjectId}, 1)`)
  const [kept, twice] = [newId(), newId()]
  await committed(merchantId, async (work) => work.leave(note(work, kept)))
  const broken = committed(merchantId, async (work) => {
    await note(work, twice)
    work.leave(note(work, twice))
    work.emit({ type: 'noted', subject: { kind: 'member', id: newId() }, data: {} })
    return 'done'
  })
  await assert.rejects(broken, { code: '23505' })
  const left = await committed(merchantId, (work) =>
    work.send<{ subjectId: string }>(sql`
      select subject_id from platform.subject_seq where merchant_id = ${work.merchantId}`),
  )
  assert.deepEqual(left, [{ subjectId: kept }])
})

test('what is told after the commit was sent is a fault, and not lost in silence', async () => {
  let late: Promise<unknown> | undefined
  await committed(newId(), async (work) => {
    late = work.send(sql`select 1`).then(() => {
      return new Promise((resolve) => setTimeout(resolve, 50)).then(() =>
        work.emit({ type: 'noted', subject: { kind: 'member', id: newId() }, data: {} }),
      )
    })
    late.catch(() => {})
  })
  await assert.rejects(late!, TypeError)
})

test('a transaction of one snapshot sees nothing that was committed after its first look, and writes nothing', async () => {
  const merchantId = newId()
  const counter = await makeCounter(merchantId)
  const options = { ...optionsOf(merchantId), isOneSnapshot: true }
  const lastSeq = (work: Work) =>
    work.send<{ lastSeq: number }>(sql`
      select last_seq from platform.subject_seq where merchant_id = ${work.merchantId} and subject_id = ${counter}`)
  await inTransaction(testDatabase(), options, async (work) => {
    const before = await lastSeq(work)
    await committed(merchantId, (other) => lock(other, counter))
    assert.deepEqual(await lastSeq(work), before)
  })
  const writing = inTransaction(testDatabase(), options, (work) => lock(work, counter))
  await assert.rejects(writing, /read-only transaction/)
})
