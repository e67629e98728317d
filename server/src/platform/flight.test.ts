import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { newId } from '#shared/ids.ts'
import { committed, testDatabase } from '#testing/work.ts'
import type { OpenWork } from './work.ts'

const inOneTransaction = <T>(body: (work: OpenWork) => Promise<T>) =>
  committed(newId(), (work) => body(work as OpenWork))

/** How often PostgreSQL was ready again while `body` ran: once for each flight. */
async function flightsOf({ connection }: OpenWork, body: () => Promise<unknown>): Promise<number> {
  const wire = (connection.client as unknown as { connection: NodeJS.EventEmitter }).connection
  let ready = 0
  const count = () => void ready++
  wire.on('readyForQuery', count)
  await body()
  wire.off('readyForQuery', count)
  return ready
}

test('statements sent in the same breath are one flight, however large', async () => {
  await inOneTransaction(async (work) => {
    await work.send(sql`select 1`)
    const small = () => Promise.all([1, 2, 3].map((n) => work.send(sql`select ${n}::int as n`)))
    assert.equal(await flightsOf(work, small), 1)
    const large = () => Promise.all([1, 2, 3].map(() => work.send(sql`select length(${'x'.repeat(40_000)}) as n`)))
    assert.equal(await flightsOf(work, large), 1)
  })
})

test('answers come to who asked, whatever was asked beside, prepared or for the first time', async () => {
  await inOneTransaction(async (work) => {
    for (const round of [1, 2, 3]) {
      const [none, one, two, many, wrote] = await Promise.all([
        work.send(sql`select 1 as a where false`),
        work.send(sql`select ${round}::bigint as the_first, null::text as the_second`),
        work.send(sql`select ${round + 1}::bigint as the_first, null::text as the_second`),
        work.send<{ n: number }>(sql`select n from generate_series(1, 500) n`),
        work.send(sql`insert into platform.subject_seq (merchant_id, subject_id, last_seq)
          values (${work.merchantId}, ${newId()}, 1)`),
      ])
      assert.deepEqual([none, wrote], [[], []])
      assert.deepEqual(one, [{ theFirst: round, theSecond: null }])
      assert.deepEqual(two, [{ theFirst: round + 1, theSecond: null }])
      assert.equal(many.at(-1)!.n, 500)
    }
  })
})

test('who fails is told why, those before had their answer, those behind are told that it was not them', async () => {
  const before = sql`select 'before' as word`
  const behind = sql`select 'behind' as word`
  await assert.rejects(
    inOneTransaction(async (work) => {
      const outcomes = await Promise.allSettled([
        work.send(before),
        work.send(sql`select 1 / 0`),
        work.send(behind),
        work.send(sql`select 'never seen' as word`),
      ])
      assert.deepEqual(
        outcomes.map((outcome) => (outcome.status === 'fulfilled' ? 'answered' : outcome.reason.code)),
        ['answered', '22012', '25P02', '25P02'],
      )
      const [stack] = outcomes.flatMap((outcome) =>
        outcome.status === 'rejected' ? [String(outcome.reason.stack)] : [],
      )
      assert.match(stack!, /db\.ts|flight\.test\.ts/)
    }),
    /failed unseen/,
  )
})

test('what was skipped, and so never parsed, can be sent by the same connection later', async () => {
  const database = testDatabase()
  const connection = await database.connect()
  try {
    const text = `select '${newId()}' as word`
    const asked = () => connection.send(sql.raw(text))
    for (const first of [sql`select 1 / 0`, sql.raw('select no_such_column')]) {
      const outcomes = await Promise.allSettled([connection.send(first), asked(), asked()])
      assert.ok(outcomes.every(({ status }) => status === 'rejected'))
    }
    assert.equal((await Promise.all([asked(), asked()])).length, 2)
    // One that was parsed and then failed is known, and has no answer on record.
    const divided = (by: number) => connection.send<{ q: number }>(sql`select 6 / ${by}::int as q`)
    await assert.rejects(divided(0), { code: '22012' })
    assert.deepEqual(await divided(2), [{ q: 3 }])
  } finally {
    connection.client.release()
  }
})

test('an answer that cannot be read is the fault of its own statement alone', async () => {
  await inOneTransaction(async (work) => {
    const [huge, fine] = await Promise.allSettled([
      work.send(sql`select 9007199254740993::bigint as n`),
      work.send(sql`select 1::bigint as n`),
    ])
    assert.match(String((huge as PromiseRejectedResult).reason), /beyond 2\^53/)
    assert.deepEqual((fine as PromiseFulfilledResult<unknown>).value, [{ n: 1 }])
  })
})

test('a connection that is cut fails all that was on its way, as something to try again', async () => {
  const connection = await testDatabase().connect()
  const asked = [1, 2, 3].map((n) => connection.send(sql`select ${n}::int, pg_sleep(5)`))
  setImmediate(() =>
    (connection.client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy(),
  )
  const outcomes = await Promise.allSettled(asked)
  connection.client.release(true)
  assert.ok(
    outcomes.every((outcome) => outcome.status === 'rejected' && /terminated|error/.test(outcome.reason.message)),
  )
})

test('parameters come back as they were', async () => {
  const word = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', ''))
  const values = fc.record({
    words: fc.array(fc.option(word)),
    numbers: fc.array(fc.maxSafeInteger()),
    flags: fc.array(fc.boolean()),
    at: fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true }),
    ats: fc.array(fc.date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2200-01-01'), noInvalidDate: true })),
    bytes: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    table: fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1 }),
    data: fc.dictionary(word, fc.option(word), { noNullPrototype: true }),
  })
  await inOneTransaction((work) =>
    fc.assert(
      fc.asyncProperty(values, async (given) => {
        const [row] = await work.send(sql`
          select ${given.words}::text[] as words, ${given.numbers}::bigint[]::text as numbers, ${given.flags}::bool[] as flags,
                 ${given.at}::timestamptz as at, ${given.ats}::timestamptz[] as ats, ${given.bytes}::bytea as bytes,
                 ${given.table}::int[] as table, ${given.data}::json as data`)
        assert.deepEqual(row, { ...given, numbers: `{${given.numbers.join(',')}}` })
      }),
      { numRuns: 60 },
    ),
  )
})
