import assert from 'node:assert/strict'
import { test } from 'node:test'
import { greetingOf } from './greeting-rules.ts'

test('a customer is greeted so that they know it is them, and nobody beside them reads their whole name', () => {
  assert.deepEqual(['曹玲', '林晓岚', '欧阳晓岚', 'Anna Berg', 'Anna', '  王  '].map(greetingOf), [
    ...['曹*', '林*岚', '欧*岚', 'Anna B.', 'Anna', '王*'],
  ])
})
