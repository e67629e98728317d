import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { allocatePrice, catchUp, journalOf, pointsValueOf, recognisedOf } from './liability-rules.ts'

test('the standard’s own example: 100,000 of sales with 10,000 points, 9,500 expected back, are 91,324 and 8,676', () => {
  const pointsValue = pointsValueOf(10_000, 9_500)
  assert.equal(pointsValue, 9_500)
  assert.deepEqual(allocatePrice(100_000, { productValue: 100_000, pointsValue }), { products: 91_324, points: 8_676 })
})

test('its first year: 4,500 redeemed of 9,500 expected are 4,110, and 4,566 stay owed', () => {
  const cohort = { deferred: 8_676, issued: 10_000, redeemed: 4_500, ended: 0 }
  assert.deepEqual(catchUp(cohort, 9_500, 0), { revenue: 4_110, liability: 4_566 })
})

test('its second year: 8,500 redeemed so far of now 9,700 expected catch up 3,493, and 1,073 stay owed', () => {
  const cohort = { deferred: 8_676, issued: 10_000, redeemed: 8_500, ended: 0 }
  assert.deepEqual(catchUp(cohort, 9_700, 4_110), { revenue: 3_493, liability: 1_073 })
})

test('a handbook that rounds the share to whole percent puts 9,000 aside, and its three years follow', () => {
  const pointsValue = pointsValueOf(10_000, 9_700)
  const { points } = allocatePrice(100_000, { productValue: 100_000, pointsValue, shareStepBps: 100 })
  assert.equal(points, 9_000)
  const cohort = (redeemed: number) => ({ deferred: points, issued: 10_000, redeemed, ended: 0 })
  assert.equal(catchUp(cohort(4_500), 9_700, 0).revenue, 4_175)
  assert.equal(catchUp(cohort(8_500), 9_900, 4_175).revenue, 3_552, 'more are expected to come back')
  assert.equal(catchUp(cohort(8_500), 9_200, 4_175).revenue, 4_140, 'fewer are expected to come back')
})

test('in cents the same example is exact to the cent', () => {
  const { points } = allocatePrice(10_000_000, { productValue: 10_000_000, pointsValue: 950_000 })
  assert.equal(points, 867_580)
  const cohort = { deferred: points, issued: 10_000, redeemed: 4_500, ended: 0 }
  assert.deepEqual(catchUp(cohort, 9_500, 0), { revenue: 410_959, liability: 456_621 })
})

test('whatever is redeemed and expected, revenue never passes what was put aside, and all of it comes in the end', () => {
  const step = fc.record({
    redeem: fc.integer({ min: 0, max: 400 }),
    end: fc.integer({ min: 0, max: 200 }),
    bps: fc.integer({ min: 1, max: 10_000 }),
  })
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 1, max: 5_000 }),
      fc.array(step),
      (deferred, issued, steps) => {
        let [redeemed, ended, booked] = [0, 0, 0]
        const book = (expected: number) => {
          const { revenue, liability } = catchUp({ deferred, issued, redeemed, ended }, expected, booked)
          booked += revenue
          assert.ok(booked >= 0 && booked <= deferred)
          assert.equal(liability, deferred - booked)
        }
        for (const { redeem, end, bps } of steps) {
          redeemed = Math.min(issued - ended, redeemed + redeem)
          ended = Math.min(issued - redeemed, ended + end)
          book(Math.round((issued * bps) / 10_000))
        }
        ended = issued - redeemed
        book(1)
        assert.equal(booked, deferred)
      },
    ),
    { numRuns: 2_000 },
  )
})

test('every month of the journal balances, also when a catch-up turns round', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e9 }),
      fc.integer({ min: -1e9, max: 1e9 }),
      (deferredCents, revenueCents) => {
        const lines = journalOf({ deferredCents, revenueCents })
        const sum = (of: 'debitCents' | 'creditCents') => lines.reduce((total, line) => total + line[of], 0)
        assert.equal(sum('debitCents'), sum('creditCents'))
        const owed = lines.filter(({ account }) => account === 'contract_liability')
        assert.equal(
          owed.reduce((total, line) => total + line.creditCents - line.debitCents, 0),
          deferredCents - revenueCents,
        )
        assert.ok(lines.every((line) => line.debitCents >= 0 && line.creditCents >= 0))
      },
    ),
  )
})

test('points of which nothing is left to redeem are revenue as a whole, however many were expected', () => {
  assert.equal(recognisedOf({ deferred: 500, issued: 100, redeemed: 20, ended: 80 }, 90), 500)
  assert.equal(
    recognisedOf({ deferred: 500, issued: 100, redeemed: 95, ended: 0 }, 90),
    500,
    'more came back than expected',
  )
})
