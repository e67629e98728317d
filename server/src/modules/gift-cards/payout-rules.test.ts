import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type PayoutPart, payoutParts } from './payout-rules.ts'

const cash = (amountCents: number): PayoutPart => ({ kind: 'cash', method: null, paymentId: null, amountCents })
const wechat = (paymentId: string, amountCents: number): PayoutPart => {
  return { kind: 'other', method: 'wechat', paymentId, amountCents }
}

test('a card that was never spent goes back the way it was paid for', () => {
  assert.deepEqual(payoutParts(30_000, [wechat('a', 20_000), cash(10_000)]), [wechat('a', 20_000), cash(10_000)])
})

test('of a card that was spent in part, what was loaded last goes back first', () => {
  assert.deepEqual(payoutParts(12_000, [wechat('b', 10_000), wechat('a', 20_000)]), [
    wechat('b', 10_000),
    wechat('a', 2_000),
  ])
})

test('the same means of several loads is one part; what no load explains is cash', () => {
  assert.deepEqual(payoutParts(5_000, [cash(2_000), cash(1_000)]), [cash(5_000)])
  assert.deepEqual(payoutParts(0, [cash(2_000)]), [])
})

test('the parts sum to what is left, and no payment gives back more than it brought', () => {
  const part = fc.record({ id: fc.constantFrom('a', 'b', null), amountCents: fc.integer({ min: 1, max: 50_000 }) })
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), fc.integer({ min: 1, max: 100_000 }), (loads, balanceCents) => {
      const paid = loads.map(({ id, amountCents }, index) => {
        return id === null ? cash(amountCents) : wechat(`${id}${index}`, amountCents)
      })
      const parts = payoutParts(balanceCents, paid)
      assert.equal(
        parts.reduce((sum, { amountCents }) => sum + amountCents, 0),
        balanceCents,
      )
      for (const { paymentId, amountCents } of parts.filter(({ paymentId }) => paymentId !== null)) {
        assert.ok(amountCents <= paid.find((each) => each.paymentId === paymentId)!.amountCents)
      }
    }),
  )
})
