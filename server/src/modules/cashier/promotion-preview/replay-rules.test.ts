import assert from 'node:assert/strict'
import { test } from 'node:test'
import { always } from '#shared/recurring-times.ts'
import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import type { Promotion, PromotionOffer } from '#modules/promotions/promotion-types.ts'
import { type PastLine, type PastSale, startReplay } from './replay-rules.ts'

const none = { useLimit: null, memberLimit: null, budgetCents: null }

function promotion(offer: PromotionOffer, given: Partial<Promotion> = {}): Promotion {
  return {
    ...{ promotionId: 'draft', version: 0, name: '草稿', startsAt: '2026-01-01T00:00:00.000Z', endsAt: null },
    ...{ offer, scope: wholeCatalogue, storeIds: null, isMembersOnly: false, tierIds: null, times: always },
    stacking: { group: 'promotion', per: 'line', withCoupons: true, withMemberPrice: true },
    ...{ priority: 100, isCounted: false },
    ...given,
  }
}

const tenOffHundred: PromotionOffer = {
  ...{ kind: 'threshold_off', isRepeating: false, maxTimes: null },
  steps: [{ thresholdCents: 10_000, offCents: 1_000 }],
}

function line(itemId: string, grossCents: number, given: Partial<PastLine> = {}): PastLine {
  const product = { categoryIds: [], isDiscountable: true, earnsPoints: true, taxRateBps: 0 }
  const plain = { itemId, name: itemId, quantityMilli: 1_000, isWeighed: false, grossCents, memberPriceCents: null }
  return { ...plain, product, ...given }
}

let count = 0
function sale(lines: PastLine[], memberId: string | null = null): PastSale {
  const at = new Date(Date.parse('2026-03-01T02:00:00Z') + 60_000 * count++)
  const member = memberId === null ? null : { memberId, tierId: null }
  return { saleId: `s${count}`, at, storeId: 'north', timeZone: 'Asia/Shanghai', member, lines }
}

test('a draft costs what the sales that reach it would have paid less, by sale, member and item', () => {
  const replay = startReplay(promotion(tenOffHundred), none)
  replay.take(
    [
      sale([line('tea', 12_000)], 'li'),
      sale([line('tea', 9_000)]),
      sale([line('cup', 5_000), line('tea', 15_000)], 'li'),
    ],
    [],
  )
  const { items, ...preview } = replay.result()
  assert.deepEqual(preview, {
    ...{ sales: 3, touchedSales: 2, touchedMembers: 1, offCents: 2_000, touchedCents: 32_000, spentAt: null },
  })
  assert.deepEqual(items, [
    { itemId: 'tea', name: 'tea', quantityMilli: 2_000, offCents: 1_750 },
    { itemId: 'cup', name: 'cup', quantityMilli: 1_000, offCents: 250 },
  ])
})

test('beside a promotion that ran and does not stack with it, only the difference counts', () => {
  const ran = promotion(
    { ...tenOffHundred, steps: [{ thresholdCents: 10_000, offCents: 600 }] },
    { promotionId: 'ran' },
  )
  const replay = startReplay(promotion(tenOffHundred), none)
  replay.take([sale([line('tea', 12_000)])], [ran])
  assert.equal(replay.result().offCents, 400)
})

test('limits end it as they would have: so many uses, so many for one member, so much money', () => {
  const fits = () => [
    sale([line('tea', 12_000)], 'li'),
    sale([line('tea', 12_000)], 'li'),
    sale([line('tea', 12_000)], 'wu'),
  ]
  const touched = (limits: Partial<Record<keyof typeof none, number>>) => {
    const replay = startReplay(promotion(tenOffHundred), { ...none, ...limits })
    replay.take(fits(), [])
    return replay.result()
  }
  assert.equal(touched({ useLimit: 2 }).touchedSales, 2)
  assert.notEqual(touched({ useLimit: 2 }).spentAt, null)
  assert.equal(touched({ memberLimit: 1 }).touchedSales, 2)
  assert.equal(touched({ budgetCents: 1_999 }).offCents, 1_000)
})

test('goods at a member price keep it, and weighed goods what they weighed', () => {
  const noMemberPrice = promotion(tenOffHundred, {
    stacking: { group: 'promotion', per: 'line', withCoupons: true, withMemberPrice: false },
  })
  const replay = startReplay(noMemberPrice, none)
  replay.take([sale([line('tea', 12_000, { memberPriceCents: 11_000 })], 'li')], [])
  assert.equal(replay.result().touchedSales, 0)
  const byWeight = startReplay(promotion(tenOffHundred), none)
  byWeight.take([sale([line('beef', 10_001, { isWeighed: true, quantityMilli: 777 })])], [])
  assert.deepEqual([byWeight.result().touchedCents, byWeight.result().offCents], [10_001, 1_000])
})
