import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '#shared/refusal.ts'
import { bestReached, checkFreeAmount, freeTopUpBefore, isSoundFreeTopUp } from './free-top-up-rules.ts'

const offer = (id: string, principalCents: number, bonusCents: number, bonusMonths: number | null = 6) => {
  return { id, principalCents, bonusCents, bonusMonths }
}

test('an amount brings the largest bonus that it reaches; of equal ones the longest life counts, then the dearest', () => {
  const offers = [offer('a', 300_00, 30_00), offer('b', 500_00, 80_00), offer('c', 200_00, 0)]
  const cases: [number, string | undefined][] = [
    [200_00, undefined],
    [299_99, undefined],
    [300_00, 'a'],
    [499_99, 'a'],
    [500_00, 'b'],
    [9_000_00, 'b'],
  ]
  for (const [amount, id] of cases) assert.equal(bestReached(offers, amount)?.id, id, String(amount))
  const equal = [offer('short', 300_00, 30_00, 3), offer('ever', 200_00, 30_00, null), offer('long', 250_00, 30_00, 12)]
  assert.equal(bestReached(equal, 400_00)?.id, 'ever')
  assert.equal(bestReached([offer('x', 100_00, 9_00, null), offer('y', 200_00, 9_00, null)], 400_00)?.id, 'y')
})

test('paying more never brings less', () => {
  const anyOffer = fc.record({
    principalCents: fc.integer({ min: 1, max: 1_000 }),
    bonusCents: fc.nat(300),
    bonusMonths: fc.option(fc.integer({ min: 1, max: 24 })),
  })
  fc.assert(
    fc.property(fc.array(anyOffer), fc.nat(1_000), fc.nat(1_000), (offers, a, b) => {
      const brings = (amount: number) => bestReached(offers, amount)?.bonusCents ?? 0
      assert.ok(brings(Math.max(a, b)) >= brings(Math.min(a, b)))
    }),
  )
})

test('what is sound has an amount that fits; off, nothing does', () => {
  const limits = { ...freeTopUpBefore, isOnline: true, minCents: 20_00, maxCents: 100_00, stepCents: 10_00 }
  assert.ok(isSoundFreeTopUp(limits))
  for (const wrong of [{ minCents: 25_00 }, { maxCents: 105_00 }, { minCents: 110_00 }])
    assert.equal(isSoundFreeTopUp({ ...limits, ...wrong }), false, JSON.stringify(wrong))
  assert.equal(checkFreeAmount(limits, 20_00), 20_00)
  assert.equal(checkFreeAmount(limits, 100_00), 100_00)
  for (const amount of [10_00, 25_00, 110_00]) assert.ok(isRefusal(checkFreeAmount(limits, amount)), String(amount))
  assert.ok(isRefusal(checkFreeAmount({ ...limits, isOnline: false }, 20_00)))
})
