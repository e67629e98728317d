import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { earnedParts } from './earn-trace-rules.ts'

const line = { quantityMilli: 2_000, isWeighed: false, taxCents: 0, earnsPoints: true }
const cash = {
  ...{ tenderId: 'c', kind: 'cash' as const, method: null, referenceId: null, carriedTenderId: null, points: 0 },
  ...{ amountCents: 0, roundingCents: 0, receivedCents: 0, changeCents: 0 },
}
const rule = { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true }

function soldOf(nets: readonly number[], points: number, lineIds: readonly string[]) {
  const give = { kind: 'fixed' as const, points }
  const gift = { campaignId: 'a', version: 2, name: '满减日', give, minBasisCents: 0, lineIds, capPoints: null }
  const base = Math.floor(nets.reduce((sum, net) => sum + net, 0) / 100)
  return {
    lines: nets.map((netCents, index) => ({ ...line, lineId: `l${index}`, netCents, tenderCents: [netCents] })),
    tenders: [cash],
    earnRule: { ...rule, given: [{ ...gift, cappedBy: null, points }] },
    pointsEarned: base + points,
  }
}

test('a sale tells its base and each campaign, spread over the lines that counted (R19)', () => {
  const [base, gift] = earnedParts(soldOf([1_050, 2_099, 1], 10, ['l0', 'l1']))
  assert.deepEqual([base!.name, base!.points, base!.basisCents], [null, 31, 3_150])
  assert.deepEqual(
    base!.lines.map(({ points }) => points),
    [10, 21, 0],
  )
  assert.deepEqual([gift!.name, gift!.points, gift!.basisCents, gift!.pieces], ['满减日', 10, 3_149, 4])
  assert.deepEqual(gift!.lines, [
    { lineId: 'l0', points: 3 },
    { lineId: 'l1', points: 7 },
  ])
})

test('a sale that earned nothing, or a stranger’s, has nothing to tell', () => {
  assert.deepEqual(earnedParts({ ...soldOf([100], 1, ['l0']), earnRule: null }), [])
  assert.deepEqual(earnedParts({ ...soldOf([100], 1, ['l0']), pointsEarned: 0 }), [])
})

test('parts sum to what was earned, and their lines to the parts', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 9_999 }), { minLength: 1 }),
      fc.integer({ min: 1 }),
      (nets, points) => {
        const sale = soldOf(
          nets,
          points % 10_000 || 1,
          nets.map((_, index) => `l${index}`),
        )
        const parts = earnedParts(sale)
        assert.equal(
          parts.reduce((sum, part) => sum + part.points, 0),
          sale.pointsEarned,
        )
        for (const part of parts) {
          assert.equal(
            part.lines.reduce((sum, share) => sum + share.points, 0),
            part.points,
          )
        }
      },
    ),
  )
})
