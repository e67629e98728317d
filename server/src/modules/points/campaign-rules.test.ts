import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import { type EarningLine, giveCampaigns, giftsLeft } from './campaign-rules.ts'
import type { CampaignGive, OpenCampaign } from './campaign-types.ts'
import type { EarnRule } from './earn-rules.ts'

/** A point for each yuan. */
const base: EarnRule = { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true }

function open(give: CampaignGive, given: Partial<OpenCampaign> = {}): OpenCampaign {
  return {
    ...{ campaignId: 'a', version: 1, name: '活动', scope: wholeCatalogue, minBasisCents: 0 },
    ...{ group: null, priority: 100, capPoints: null, cappedBy: null, give },
    ...given,
  }
}

const tea: EarningLine = {
  ...{ lineId: 'tea', productId: 'tea', categoryIds: ['drinks'] },
  ...{ basisCents: 3_050, quantityMilli: 3_000, isWeighed: false },
}
const rice: EarningLine = {
  ...{ lineId: 'rice', productId: 'rice', categoryIds: ['food'] },
  ...{ basisCents: 1_999, quantityMilli: 2_600, isWeighed: true },
}

const drinks = { ...wholeCatalogue, of: 'listed' as const, categoryIds: ['drinks'] }
const double: CampaignGive = { kind: 'multiplier', rateBps: 20_000 }

const gives: { title: string; campaign: OpenCampaign; points: number[] }[] = [
  { title: 'double points give as much again as the base', campaign: open(double), points: [50] },
  {
    title: 'one and a half times gives half, rounded down once for the sale',
    campaign: open({ kind: 'multiplier', rateBps: 15_000 }),
    points: [25],
  },
  { title: 'double on drinks counts drinks alone', campaign: open(double, { scope: drinks }), points: [30] },
  {
    title: '5 for each full 10.00 counts full ones',
    campaign: open({ kind: 'per_amount', points: 5, perCents: 1_000 }),
    points: [25],
  },
  { title: '88 once', campaign: open({ kind: 'fixed', points: 88 }), points: [88] },
  {
    title: '88 from 60.00 on does not reach 50.49',
    campaign: open({ kind: 'fixed', points: 88 }, { minBasisCents: 6_000 }),
    points: [],
  },
  {
    title: '4 for each piece counts whole pieces, nothing weighed',
    campaign: open({ kind: 'per_piece', points: 4 }),
    points: [12],
  },
  {
    title: 'a cap cuts',
    campaign: open(double, { capPoints: 20, cappedBy: 'member_day' }),
    points: [20],
  },
]
for (const { title, campaign, points } of gives) {
  test(title, () => {
    const gifts = giveCampaigns([tea, rice], { ...base, campaigns: [campaign] })
    assert.deepEqual(
      gifts.map((gift) => gift.points),
      points,
    )
  })
}

test('a gift says whether a cap cut it, and by which', () => {
  const by = (capPoints: number) =>
    giveCampaigns([tea], { ...base, campaigns: [open(double, { capPoints, cappedBy: 'budget' })] })[0]!.cappedBy
  assert.equal(by(29), 'budget')
  assert.equal(by(30), null)
})

test('campaigns add up; of a group only the one that gives most is given, the first of equals', () => {
  const of = (campaignId: string, points: number, group: string | null, priority = 100) =>
    open({ kind: 'fixed', points }, { campaignId, group, priority })
  const given = (...campaigns: OpenCampaign[]) =>
    giveCampaigns([tea], { ...base, campaigns }).map(({ campaignId }) => campaignId)
  assert.deepEqual(given(of('a', 1, null), of('b', 2, null)), ['a', 'b'])
  assert.deepEqual(given(of('a', 1, 'day'), of('b', 2, 'day'), of('c', 1, null)), ['b', 'c'])
  assert.deepEqual(given(of('a', 2, 'day', 5), of('b', 2, 'day', 1)), ['b'])
  assert.deepEqual(given(of('b', 2, 'day'), of('a', 2, 'day')), ['a'])
})

test('of what earns nothing no piece counts', () => {
  const paidByCard = { ...tea, basisCents: 0 }
  assert.deepEqual(giveCampaigns([paidByCard], { ...base, campaigns: [open({ kind: 'per_piece', points: 4 })] }), [])
})

test('what is left of a sale earns by the campaigns that gave then, with their threshold and their cap', () => {
  const from = open({ kind: 'fixed', points: 88 }, { campaignId: 'from', minBasisCents: 2_000 })
  const capped = open(double, { campaignId: 'capped', capPoints: 20, cappedBy: 'sale' })
  const given = giveCampaigns([tea], { ...base, campaigns: [from, capped] })
  const left = (basisCents: number) =>
    giftsLeft([{ ...tea, basisCents }], { ...base, given }).map(({ points }) => points)
  assert.deepEqual(left(3_050), [88, 20])
  assert.deepEqual(left(2_100), [88, 20])
  assert.deepEqual(left(1_999), [0, 19])
  assert.deepEqual(left(0), [0, 0])
})
