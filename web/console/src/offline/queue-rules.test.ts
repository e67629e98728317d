import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bucketOf, bucketText, joinBuckets } from './bucket-rules.ts'
import { afterAnswer, headOf, waitBefore } from './queue-rules.ts'

const queues = fc
  .uniqueArray(fc.integer({ min: 1, max: 500 }), { maxLength: 120 })
  .map((sequences) => sequences.map((sequence) => ({ sequence, saleId: `sale ${sequence}` })))

test('handed in part by part, with answers lost at any place, every sale arrives once and in order', () => {
  fc.assert(
    fc.property(queues, fc.infiniteStream(fc.boolean()), fc.integer({ min: 1, max: 9 }), (queue, lost, most) => {
      const arrived: number[] = []
      const server = new Set<string>()
      let left = queue
      for (let tries = 0; left.length > 0 && tries < 2_000; tries++) {
        const head = headOf(left, most)
        for (const { saleId, sequence } of head) {
          if (!server.has(saleId)) arrived.push(sequence)
          server.add(saleId)
        }
        const isAnswerLost = lost.next().value
        if (!isAnswerLost) left = afterAnswer(left, head)
      }
      assert.deepEqual(
        arrived,
        queue.map(({ sequence }) => sequence).sort((a, b) => a - b),
      )
    }),
  )
})

test('an answer takes out just what it names', () => {
  fc.assert(
    fc.property(queues, queues, (queue, answered) => {
      const left = afterAnswer(queue, answered)
      const named = new Set(answered.map(({ saleId }) => saleId))
      assert.deepEqual(
        left,
        queue.filter(({ saleId }) => !named.has(saleId)),
      )
    }),
  )
})

test('the wait doubles up to a minute, and tills spread', () => {
  assert.equal(waitBefore(0, 0.5), 1_000)
  assert.equal(waitBefore(3, 0.5), 8_000)
  assert.equal(waitBefore(50, 0.5), 60_000)
  assert.ok(waitBefore(3, 0) < waitBefore(3, 1))
})

test('a record is kept in the text of its own id, as it was', () => {
  assert.equal(bucketOf('01890a5d-ac96-774b-bcce-b302099a80af'), 'af')
  const values = [
    ['a', 1, null],
    ['b', 2, ['x']],
  ]
  assert.deepEqual(JSON.parse(bucketText(values)), values)
  assert.deepEqual(JSON.parse(joinBuckets(values.map((value) => JSON.stringify(value)))), values)
})
