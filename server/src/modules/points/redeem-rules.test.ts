import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
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

const day = { specialId: 'd', name: '兑换日', rateBps: 15_000, leftPoints: null }

test('on a redemption day points are worth more, rounded down to the cent, within the same share of the sale', () => {
  const onDay = { ...rule, day }
  assert.equal(worthOf(onDay, 500), 750)
  assert.equal(worthOf({ ...onDay, points: 100, worthCents: 1 }, 100), 1, '1.5 cents are one')
  assert.equal(mostPoints(onDay, 100_000, 1_250), 1_200)
  assert.equal(mostPoints(onDay, 3_333, 9_000), 1_100, 'half of 33.33 is 16.66: 1,100 points are 16.50')
  assert.equal(checkRedeem(onDay, 1_200, 3_333)?.code, 'points_over_share')
})

test('a day whose budget does not reach leaves points their plain worth', () => {
  const onDay = (leftPoints: number) => ({ ...rule, day: { ...day, leftPoints } })
  assert.equal(worthOf(onDay(250), 500), 750, '250 are given up, and 250 are left')
  assert.equal(worthOf(onDay(249), 500), 500)
  assert.equal(mostPoints(onDay(249), 100_000, 1_250), 1_200)
  assert.equal(worthOf(onDay(249), 1_200), 1_200)
  assert.equal(mostPoints(onDay(300), 3_333, 9_000), 1_600, 'the most of them, at what they are worth without it')
})

test('what a sale takes always fits its share, whatever the day', () => {
  fc.assert(
    fc.property(
      fc.nat(1_000_000),
      fc.nat(50_000),
      fc.integer({ min: 10_001, max: 50_000 }),
      fc.option(fc.nat(5_000)),
      (netCents, available, rateBps, leftPoints) => {
        const onDay = { ...rule, day: { ...day, rateBps, leftPoints } }
        const taken = mostPoints(onDay, netCents, available)
        if (taken === 0) return
        assert.equal(checkRedeem(onDay, taken, netCents), undefined)
        assert.ok(worthOf(onDay, taken) >= worthOf(rule, taken))
      },
    ),
  )
})
