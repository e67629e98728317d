import assert from 'node:assert/strict'
import { test } from 'node:test'
import { costOfIssue } from './audience-rules.ts'

const noPast = { settled: 19, uses: 19, offCents: 19_000 }
const past = { settled: 40, uses: 10, offCents: 12_000 }
const usual = { count: 50, leftCents: null, giftPriceCents: null, past: noPast }

test('an issue costs at most what each coupon takes off, and nothing is guessed from too few', () => {
  const amount = { kind: 'amount', offCents: 2_000 } as const
  assert.deepEqual(costOfIssue(amount, usual), { mostCents: 100_000, usualCents: null, usedBps: null })
  assert.deepEqual(costOfIssue(amount, { ...usual, past }), { mostCents: 100_000, usualCents: 15_000, usedBps: 2_500 })
})

test('a spent budget takes nothing more off: both figures end at what is left of it', () => {
  const amount = { kind: 'amount', offCents: 2_000 } as const
  const facts = { ...usual, past, leftCents: 9_000 }
  assert.deepEqual(costOfIssue(amount, facts), { mostCents: 9_000, usualCents: 9_000, usedBps: 2_500 })
})

test('a rate costs at most its cap; without one only a budget bounds it', () => {
  const rate = { kind: 'percent', offBps: 1_200, capCents: null } as const
  assert.equal(costOfIssue({ ...rate, capCents: 800 }, usual).mostCents, 40_000)
  assert.equal(costOfIssue(rate, usual).mostCents, null)
  assert.equal(costOfIssue(rate, { ...usual, leftCents: 70_000 }).mostCents, 70_000)
})

test('a gift costs its price less what it is sold for, and never less than nothing', () => {
  const gift = { kind: 'gift', productId: 'p', quantity: 2, priceCents: 500 } as const
  assert.equal(costOfIssue(gift, { ...usual, giftPriceCents: 3_000 }).mostCents, 250_000)
  assert.equal(costOfIssue(gift, { ...usual, giftPriceCents: 400 }).mostCents, 0)
  assert.equal(costOfIssue(gift, usual).mostCents, null)
})
