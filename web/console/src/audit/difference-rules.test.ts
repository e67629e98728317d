import assert from 'node:assert/strict'
import { test } from 'node:test'
import { differenceOf } from './difference-rules.ts'

const examples: [before: unknown, after: unknown, gone: unknown[], come: unknown[]][] = [
  [4, 6, [4], [6]],
  [false, true, [false], [true]],
  [null, 'x', [], ['x']],
  ['x', '', ['x'], []],
  [null, null, [], []],
  [['a', 'b'], ['b', 'c'], ['a'], ['c']],
  [null, ['a'], [], ['a']],
  [[{ id: 1 }], [{ id: 1 }, { id: 2 }], [], [{ id: 2 }]],
]
for (const [before, after, gone, come] of examples)
  test(`${JSON.stringify(before)} → ${JSON.stringify(after)}`, () =>
    assert.deepEqual(differenceOf(before, after), { gone, come }))
