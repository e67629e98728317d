import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unreadyOf } from './unready-rules.ts'

const ready = { isKnown: true, isPlanAwaited: false, isMemberAwaited: false, hasLine: true }

test('a cart is booked once all that makes its price has come; the reload before all else', () => {
  assert.equal(unreadyOf(ready), null)
  assert.equal(unreadyOf({ ...ready, isMemberAwaited: true }), 'member')
  assert.equal(unreadyOf({ ...ready, isPlanAwaited: true, isMemberAwaited: true }), 'plans')
  assert.equal(unreadyOf({ ...ready, isKnown: false, isPlanAwaited: true }), 'loading')
})

test('without a line nobody waits for what cannot come, but for the sale that a crash may have booked', () => {
  const alone = { ...ready, isPlanAwaited: true, isMemberAwaited: true, hasLine: false }
  assert.equal(unreadyOf(alone), null)
  assert.equal(unreadyOf({ ...alone, isKnown: false }), 'loading')
})
