import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inWork } from '#testing/work.ts'
import { gathered } from './gathered.ts'

test(
  'what is asked in one breath is one question; each gets its own answer, and the next breath asks anew',
  inWork(async (work) => {
    const asked: (readonly string[])[] = []
    const lengthOf = gathered(async (_work, ids) => {
      asked.push(ids)
      return new Map(ids.flatMap((id) => (id === '' ? [] : [[id, id.length]])))
    })
    assert.deepEqual(await Promise.all(['abc', 'de', 'abc', ''].map((id) => lengthOf(work, id))), [3, 2, 3, undefined])
    assert.equal(await lengthOf(work, 'abc'), 3)
    assert.deepEqual(asked, [['abc', 'de', ''], ['abc']])
  }),
)

test(
  'a question that fails fails for all who asked it, and for nobody after',
  inWork(async (work) => {
    let isBroken = true
    const find = gathered(async (_work, ids) => {
      if (isBroken) throw new Error('away')
      return new Map(ids.map((id) => [id, id]))
    })
    const outcomes = await Promise.allSettled([find(work, 'a'), find(work, 'b')])
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'rejected'],
    )
    isBroken = false
    assert.equal(await find(work, 'a'), 'a')
  }),
)
