import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#shared/ids.ts'
import { isRefusal } from '#shared/refusal.ts'
import { testAt, testDatabase } from '#testing/work.ts'
import { forgetOldTries, forgetTries, takeTries } from './rate-limit.ts'
import { TokenBuckets } from './token-buckets.ts'

const later = (seconds: number) => new Date(testAt.getTime() + seconds * 1_000)

function take(key: string, at = testAt, limit = 5) {
  return takeTries(testDatabase(), 'sign_in', key, { limit, seconds: 900, at })
}

test('a hundred tries at once, over all processes: as many as allowed get through', async () => {
  const key = newId()
  const outcomes = await Promise.all(Array.from({ length: 100 }, () => take(key)))
  assert.equal(outcomes.filter((outcome) => !isRefusal(outcome)).length, 5)
})

test('a refusal says how long to wait, and after that it is over', async () => {
  const key = newId()
  for (let i = 0; i < 5; i++) assert.equal(await take(key, later(i)), undefined)
  const refused = await take(key, later(600))
  assert.ok(isRefusal(refused))
  assert.deepEqual([refused.code, refused.details], ['too_many_requests', { seconds: 300 }])
  assert.equal(await take(key, later(900)), undefined)
})

test('tries of one key do not count for another', async () => {
  const key = newId()
  for (let i = 0; i < 6; i++) await take(key)
  assert.ok(isRefusal(await take(key)))
  assert.equal(await take(newId()), undefined)
})

test('a success clears the count', async () => {
  const key = newId()
  for (let i = 0; i < 5; i++) await take(key)
  await forgetTries(testDatabase(), 'sign_in', key)
  assert.equal(await take(key), undefined)
})

test('old counts are dropped, young ones stay', async () => {
  const [old, young] = [newId(), newId()]
  for (let i = 0; i < 6; i++) await take(old, new Date('2026-02-01T00:00:00Z'))
  for (let i = 0; i < 6; i++) await take(young)
  await forgetOldTries(testDatabase(), later(60))
  assert.ok(isRefusal(await take(young)))
  assert.equal(await take(old, new Date('2026-02-01T00:00:01Z')), undefined)
})

test('a bucket gives its burst at once and then one try per interval', () => {
  const buckets = new TokenBuckets({ capacity: 3, perSecond: 0.5 })
  assert.deepEqual(
    [1, 2, 3, 4].map(() => buckets.take('a', 0)),
    [0, 0, 0, 2],
  )
  assert.equal(buckets.take('a', 1_000), 1)
  assert.equal(buckets.take('a', 2_000), 0)
  assert.equal(buckets.take('b', 0), 0)
})

test('a clock that runs backwards gives no tries away', () => {
  const buckets = new TokenBuckets({ capacity: 1, perSecond: 1 })
  assert.equal(buckets.take('a', 10_000), 0)
  assert.equal(buckets.take('a', 0), 1)
  assert.equal(buckets.take('a', 10_000), 1)
})

test('a flood of addresses costs no memory; whoever is active is not forgotten', () => {
  const buckets = new TokenBuckets({ capacity: 2, perSecond: 0.001, maxKeys: 100 })
  for (let i = 0; i < 10_000; i++) {
    buckets.take(`stranger ${i}`, 0)
    buckets.take('active', 0)
  }
  assert.equal(buckets.size, 100)
  assert.ok(buckets.take('active', 0) > 0)
})
