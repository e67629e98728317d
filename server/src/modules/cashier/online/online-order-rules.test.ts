import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bringsAsAgreed, outcomeOf, type TopUpShown } from './online-order-rules.ts'

const agreed: TopUpShown = {
  ...{ offerId: null, principalCents: 300_00, bonusCents: 50_00, drawMode: 'proportional' },
  ...{ bonusExpiresDay: '2026-09-01', lawPack: 'CN@2024-07-01' },
}

test('a top-up that brings less, or on other terms, is not what was agreed to; a bonus that ends later is', () => {
  const cases: [Partial<TopUpShown>, boolean][] = [
    [{}, true],
    [{ bonusExpiresDay: '2026-09-02' }, true],
    [{ bonusExpiresDay: null }, true],
    [{ bonusExpiresDay: '2026-08-31' }, false],
    [{ bonusCents: 60_00 }, false],
    [{ principalCents: 299_99 }, false],
    [{ drawMode: 'bonus_first' }, false],
    [{ lawPack: 'CN@2027-01-01' }, false],
  ]
  for (const [change, expected] of cases)
    assert.equal(bringsAsAgreed(agreed, { ...agreed, ...change }), expected, JSON.stringify(change))
  assert.equal(bringsAsAgreed({ ...agreed, bonusExpiresDay: null }, agreed), false, 'a bonus without an end got one')
})

test('only money that came in time books; what is not known decides nothing', () => {
  const cases: [string, boolean, ReturnType<typeof outcomeOf>][] = [
    ['confirmed', false, 'book'],
    ['confirmed', true, 'unpaid'],
    ['failed', false, 'unpaid'],
    ['cancelled', false, 'unpaid'],
    ['unknown', false, null],
    ['pending', false, null],
  ]
  for (const [state, isLate, expected] of cases) assert.equal(outcomeOf({ state, isLate }), expected, state)
})
