import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#shared/ids.ts'
import { accept, refuse, Refused } from '#shared/refusal.ts'
import { committed, systemActor, testAt, testDatabase } from '#testing/work.ts'
import { doBeside } from './command-beside.ts'
import { type Command, hashBody } from './command.ts'
import type { Work } from './work.ts'

const merchantId = newId()
const options = { merchantId, actor: systemActor, at: testAt }
const commandOf = (key: string, body: unknown = {}): Command => ({ key, operation: 'noted', bodyHash: hashBody(body) })

/** Counts on a row, as a command that must happen once. */
const countOn = (counter: string) => async (work: Work) => {
  const [row] = await work.send<{ lastSeq: number }>(sql`
    insert into platform.subject_seq as s (merchant_id, subject_id, last_seq) values (${merchantId}, ${counter}, 1)
    on conflict (merchant_id, subject_id) do update set last_seq = s.last_seq + 1 returning last_seq`)
  return { count: row!.lastSeq }
}

const countedOn = (counter: string) =>
  committed(merchantId, async (work) => {
    const [row] = await work.send<{ lastSeq: number }>(sql`
      select last_seq from platform.subject_seq where merchant_id = ${merchantId} and subject_id = ${counter}`)
    return row?.lastSeq ?? 0
  })

test('a key that comes again, and eight at once with one key, take effect once and have one answer', async () => {
  const [key, counter] = [newId(), newId()]
  const tell = () => doBeside(testDatabase(), options, commandOf(key), countOn(counter))
  const atOnce = await Promise.all(Array.from({ length: 8 }, tell))
  assert.deepEqual(
    [...atOnce, await tell()],
    Array.from({ length: 9 }, () => ({ count: 1 })),
  )
  assert.equal(await countedOn(counter), 1)
})

test('who comes second has the answer of the first, though what it does beside is refused by then', async () => {
  const [key, counter] = [newId(), newId()]
  const once = async (work: Work) => {
    const answer = await countOn(counter)(work)
    if (answer.count > 1) accept(refuse('notes_closed'))
    return answer
  }
  await doBeside(testDatabase(), options, commandOf(key), once)
  assert.deepEqual(await doBeside(testDatabase(), options, commandOf(key), once), { count: 1 })
  assert.equal(await countedOn(counter), 1)
})

test('what is refused or fails leaves its key free, and nothing behind', async () => {
  const [key, counter] = [newId(), newId()]
  const fail = (error: Error) => async (work: Work) => {
    await countOn(counter)(work)
    throw error
  }
  for (const error of [new Refused('notes_closed'), new Error('a fault')]) {
    await assert.rejects(doBeside(testDatabase(), options, commandOf(key), fail(error)), error)
  }
  await assert.rejects(
    doBeside(testDatabase(), options, commandOf(key), (work) => work.send(sql`select 1 / 0`)),
    { code: '22012' },
  )
  assert.equal(await countedOn(counter), 0)
  assert.deepEqual(await doBeside(testDatabase(), options, commandOf(key), countOn(counter)), { count: 1 })
})

test('a key with another body is refused, and what was done beside is gone', async () => {
  const [key, counter] = [newId(), newId()]
  await doBeside(testDatabase(), options, commandOf(key, { note: 1 }), countOn(counter))
  await assert.rejects(doBeside(testDatabase(), options, commandOf(key, { note: 2 }), countOn(counter)), {
    code: 'key_reused',
  })
  assert.equal(await countedOn(counter), 1)
})
