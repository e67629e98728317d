import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkRedeem, isSoundRule, mostPoints, type RedeemRule, worthOf } from './redeem-rules.ts'

/** A hundred points a yuan, from 500 on in steps of 100, for at most half of a sale. */
const rule: RedeemRule = { points: 100, worthCents: 100, minPoints: 500, stepPoints: 100, maxShareBps: 5_000 }

const most: { title: string; netCents: number; available: number; points: number }[] = [
  { title: 'all that there are', netCents: 100_000, available: 1_250, points: 1_200 },
  { title: 'the share of the sale', netCents: 3_333, available: 9_000, points: 1_600 },
  { title: 'nothing below the least', netCents: 100_000, available: 499, points: 0 },
  { title: 'nothing where the share is below the least', netCents: 999, available: 9_000, points: 0 },
]
for (const { title, netCents, available, points } of most) {
  test(`a sale of ${netCents} takes ${title}: ${points} of ${available} points`, () => {
    assert.equal(mostPoints(rule, netCents, available), points)
    if (points > 0) assert.equal(checkRedeem(rule, points, netCents), undefined)
  })
}

const refused: { code: string; points: number; rule?: RedeemRule | null }[] = [
  { code: 'points_not_accepted', points: 500, rule: null },
  { code: 'points_too_few', points: 400 },
  { code: 'points_not_in_steps', points: 550 },
  { code: 'points_over_share', points: 1_700 },
]
for (const { code, points, rule: given = rule } of refused) {
  test(`${points} points in a sale of 33.33 are refused with ${code}`, () => {
    assert.equal(checkRedeem(given, points, 3_333)?.code, code)
  })
}

test('a rule is sound when each step is worth whole cents and the least is a multiple of it', () => {
  const three = { ...rule, points: 3, worthCents: 1, minPoints: 0, stepPoints: 3 }
  assert.equal(worthOf(three, 300), 100)
  assert.equal(isSoundRule(three), true)
  assert.equal(isSoundRule({ ...three, stepPoints: 4 }), false)
  assert.equal(isSoundRule({ ...three, minPoints: 4 }), false)
})
