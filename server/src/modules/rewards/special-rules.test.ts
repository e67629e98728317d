import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkSpecial, daysOf, isOnDay, priceFor, type Special, type SpecialTerms } from './special-rules.ts'

const reward = { id: 'bag', points: 1_000 }
const special = (given: Partial<Special>): Special => ({
  ...{
    id: 'a',
    kind: 'day',
    name: '兑换日',
    fromDay: '2026-03-01',
    toDay: '2026-03-31',
    weekDays: null,
    monthDays: null,
  },
  ...{ withinDays: null, minEnding: 0, rateBps: 8_000, tillRateBps: null, budgetPoints: null },
  ...{ prices: {}, usedPoints: 0, stoppedAt: null },
  ...given,
})
const rescue = (given: Partial<Special> = {}) =>
  special({ kind: 'rescue', withinDays: 30, rateBps: null, prices: { bag: 500 }, ...given })
const worth = (given: Partial<Special> = {}) =>
  special({ id: 'w', kind: 'worth', withinDays: 7, rateBps: 12_000, ...given })
const ending = (points: number) => ({ endingWithin: () => points, graced: 0 })
const paid = (specials: Special[], points = 0, quantity = 1) =>
  priceFor(reward, quantity, specials, ending(points)).points

test('a redemption day costs its share, rounded up; an own price goes before the rate', () => {
  assert.equal(paid([special({})]), 800)
  assert.equal(priceFor({ id: 'x', points: 333 }, 1, [special({ rateBps: 9_999 })], ending(0)).points, 333)
  assert.equal(paid([special({ prices: { bag: 900 } })]), 900)
  assert.equal(paid([special({})], 0, 3), 2_400)
})

test('a rescue is only for those whose points are about to end, and enough of them', () => {
  assert.equal(paid([rescue()], 0), 1_000)
  assert.equal(paid([rescue()], 1), 500)
  assert.equal(paid([rescue({ minEnding: 200 })], 199), 1_000)
  assert.equal(paid([rescue({ minEnding: 200 })], 200), 500)
})

test('of several the lowest price holds, never two of them; the better worth joins a day, not a rescue', () => {
  assert.equal(paid([special({ id: 'a' }), special({ id: 'b', rateBps: 7_000 })]), 700)
  assert.deepEqual(
    priceFor(reward, 1, [special({}), worth()], ending(100)).spared.map(({ kind, points }) => [kind, points]),
    [
      ['day', 200],
      ['worth', 20],
    ],
  )
  assert.equal(paid([rescue(), worth()], 100), 500)
})

test('points about to end are worth more, as far as there are any', () => {
  assert.equal(paid([worth()], 0), 1_000)
  assert.equal(paid([worth()], 100), 980, '100 settle 120, the other 880 are plain')
  assert.equal(paid([worth()], 5_000), 834, '834 settle 1,000')
})

test('a special whose budget does not reach is passed over, one that was stopped is none', () => {
  assert.equal(paid([special({ budgetPoints: 1_000, usedPoints: 801 })]), 1_000)
  assert.equal(paid([special({ budgetPoints: 1_000, usedPoints: 800 })]), 800)
  assert.equal(paid([worth({ budgetPoints: 10 })], 100), 990)
  assert.equal(paid([special({ stoppedAt: new Date(0) })]), 1_000)
})

test('no price is below one point or above the plain one, no budget is exceeded, and parts explain the whole', () => {
  const one = fc.record({
    kind: fc.constantFrom('rescue', 'day', 'worth'),
    rateBps: fc.integer({ min: 1, max: 9_999 }),
    budgetPoints: fc.option(fc.integer({ min: 1, max: 2_000 })),
  })
  fc.assert(
    fc.property(
      fc.array(one, { maxLength: 5 }),
      fc.integer({ min: 1, max: 5_000 }),
      fc.nat(6_000),
      (list, points, ends) => {
        const specials = list.map(({ kind, rateBps, budgetPoints }, index) =>
          special({
            ...{ id: String(index), kind, budgetPoints },
            ...{ withinDays: kind === 'day' ? null : 7, rateBps: kind === 'worth' ? 10_000 + rateBps : rateBps },
          }),
        )
        const price = priceFor({ id: 'bag', points }, 1, specials, ending(ends))
        assert.ok(price.points >= 1 && price.points <= points)
        assert.equal(price.points + price.spared.reduce((sum, each) => sum + each.points, 0), points)
        for (const { specialId, points: off } of price.spared)
          assert.ok(off <= (specials[Number(specialId)]!.budgetPoints ?? Infinity))
      },
    ),
  )
})

test('chosen days are those of the week and of the month, within the first and the last, leap days too', () => {
  const eighths = special({ monthDays: [8, 18, 28], fromDay: '2026-03-10', toDay: '2026-04-18' })
  assert.deepEqual(daysOf(eighths), ['2026-03-18', '2026-03-28', '2026-04-08', '2026-04-18'])
  assert.ok(isOnDay(special({ weekDays: [7] }), '2026-03-01'))
  assert.ok(!isOnDay(special({ weekDays: [7] }), '2026-03-02'))
  assert.deepEqual(daysOf(special({ monthDays: [29], fromDay: '2028-02-01', toDay: '2028-02-29' })), ['2028-02-29'])
})

test('what cannot be is refused', () => {
  const code = (given: Partial<SpecialTerms>) => checkSpecial(special(given), '2026-03-15')?.code ?? null
  assert.equal(code({}), null)
  assert.equal(code({ toDay: '2026-03-14' }), 'special_days_wrong', 'over already')
  assert.equal(code({ fromDay: '2026-04-01' }), 'special_days_wrong', 'backwards')
  assert.equal(
    code({ monthDays: [31], fromDay: '2026-04-01', toDay: '2026-04-30' }),
    'special_days_wrong',
    'never comes',
  )
  assert.equal(code({ toDay: '2028-01-01' }), 'special_days_wrong', 'over a year')
  assert.equal(code({ rateBps: null }), 'special_incomplete', 'nothing is cheaper')
  assert.equal(code({ kind: 'rescue' }), 'special_incomplete', 'a rescue for nobody')
  assert.equal(code({ kind: 'worth', withinDays: 7, rateBps: 9_000 }), 'special_incomplete', 'worth less')
})
