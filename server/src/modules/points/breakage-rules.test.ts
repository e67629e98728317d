import assert from 'node:assert/strict'
import { test } from 'node:test'
import { backTest, type Flow, estimateRedemption, isTooLittle } from './breakage-rules.ts'
import { addMonths } from '#shared/business-day.ts'

/** A seeded source of chance: the same numbers on every machine. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}

/** A programme whose true curve is hidden from the estimate: so many months, each with points, redeemed by age with some noise. */
function programme(months: number, curve: readonly number[], seed = 7, noise = 0.15): Flow[] {
  const random = chance(seed)
  const flows: Flow[] = []
  for (let start = 0; start < months; start++) {
    const earnedMonth = addMonths('2024-01-01', start)
    const issued = 40_000 + Math.floor(random() * 20_000)
    let gone = 0
    for (let age = 0; age <= curve.length && start + age < months; age++) {
      const share = (curve[age] ?? 0) * (1 + noise * (2 * random() - 1))
      const redeemed = age < curve.length ? Math.round(issued * share) : 0
      gone += redeemed
      const expired = age === curve.length ? issued - gone : 0
      flows.push({
        earnedMonth,
        month: addMonths(earnedMonth, age),
        issued: age === 0 ? issued : 0,
        redeemed,
        expired,
        other: 0,
      })
    }
  }
  return flows
}

const curve = [0.02, 0.1, 0.12, 0.1, 0.08, 0.06, 0.16] // 64 % in the end
const truth = 6_400

test('the redemption of a programme whose curve nobody told is found within its interval', () => {
  const estimate = estimateRedemption(programme(24, curve), { lastMonth: '2025-12-01', lifeMonths: 7 })
  assert.ok(!isTooLittle(estimate))
  assert.ok(Math.abs(estimate.expectedBps - truth) < 320, `within 5 % of the truth: ${estimate.expectedBps}`)
  assert.ok(estimate.lowBps <= truth && truth <= estimate.highBps, `${estimate.lowBps}–${estimate.highBps}`)
  assert.deepEqual(
    estimate.curveBps,
    estimate.curveBps.toSorted((a, b) => a - b),
    'a cumulative curve only rises',
  )
})

test('the interval holds the truth in about 95 of 100 programmes', () => {
  let hits = 0
  const runs = 300
  for (let seed = 1; seed <= runs; seed++) {
    const estimate = estimateRedemption(programme(24, curve, seed), { lastMonth: '2025-12-01', lifeMonths: 7 })
    if (!isTooLittle(estimate) && estimate.lowBps <= truth && truth <= estimate.highBps) hits++
  }
  assert.ok(hits >= runs * 0.9, `${hits} of ${runs}`)
})

test('what the estimate of three months ago said of the three months since is within 5 % of what came', () => {
  const test = backTest(programme(24, curve, 3), '2025-12-01', 3)!
  const error = Math.abs(test.predictedPoints - test.actualPoints) / test.actualPoints
  assert.ok(error < 0.05, `${test.predictedPoints} against ${test.actualPoints}`)
})

test('a young shop is told that it knows too little, and how much it would take', () => {
  const young = estimateRedemption(programme(5, curve), { lastMonth: '2024-05-01', lifeMonths: 7 })
  assert.deepEqual(isTooLittle(young) && { why: young.tooLittle, months: young.months, needed: young.neededMonths }, {
    why: 'young',
    months: 5,
    needed: 8,
  })
  const few = estimateRedemption(programme(2, curve), { lastMonth: '2024-02-01', lifeMonths: 7 })
  assert.ok(isTooLittle(few) && few.tooLittle === 'months')
  const small = programme(24, curve).map((flow) => ({ ...flow, issued: Math.floor(flow.issued / 1_000), redeemed: 0 }))
  const tiny = estimateRedemption(small, { lastMonth: '2025-12-01', lifeMonths: 7 })
  assert.ok(isTooLittle(tiny) && tiny.tooLittle === 'points')
})

test('points that never end are believed only after two years', () => {
  const year = estimateRedemption(programme(20, curve), { lastMonth: '2025-08-01', lifeMonths: null })
  assert.ok(isTooLittle(year) && year.neededMonths === 25)
})
