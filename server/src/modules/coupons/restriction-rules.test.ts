import assert from 'node:assert/strict'
import { test } from 'node:test'
import { always } from '#shared/recurring-times.ts'
import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import type { CouponTerms } from './coupon-types.ts'
import { type Restricted, restrictionScore, restrictionsOf } from './restriction-rules.ts'

const terms: CouponTerms = {
  ...{ benefit: { kind: 'amount', offCents: 1_000 }, thresholdCents: 0, scope: wholeCatalogue, storeIds: null },
  ...{ times: always, priority: 100 },
  stacking: { group: null, perSale: 1, withPromotions: true, withMemberPrice: true },
}
const plain: Restricted = {
  ...{ terms, validity: { kind: 'after_issue', startsAfterDays: 0, days: 30 }, memberLimit: null, totalLimit: null },
  budgetCents: null,
}
const strict: Restricted = {
  ...plain,
  ...{
    memberLimit: 1,
    totalLimit: 100,
    budgetCents: 50_000,
    validity: { kind: 'after_issue', startsAfterDays: 2, days: 5 },
  },
  terms: {
    ...{ benefit: { kind: 'percent', offBps: 1_200, capCents: 5_050 }, thresholdCents: 20_000, priority: 100 },
    scope: { of: 'listed', productIds: ['p'], categoryIds: ['c'], excludedProductIds: ['x'], excludedCategoryIds: [] },
    storeIds: ['s'],
    times: { weekdays: [1, 5], monthDays: [], hours: [{ fromMinute: 840, untilMinute: 1_020 }] },
    stacking: { group: 'g', perSale: 2, withPromotions: false, withMemberPrice: false },
  },
}
const names = { p: '洗发水', c: '美容护理', x: '礼盒', s: '湖滨店' }

test('every limit of a coupon has its sentence, in both languages, and none that is not there', () => {
  assert.deepEqual(restrictionsOf(plain, {}, 'zh'), ['有效期 30 天', '每单最多用 1 张'])
  assert.deepEqual(restrictionsOf(strict, names, 'zh'), [
    ...[
      '满 200 元可用',
      '最多减 50.50 元',
      '限 美容护理、洗发水',
      '礼盒 除外',
      '限 湖滨店 使用',
      '限 周一、周五 14:00–17:00 使用',
    ],
    ...['领取 2 天后生效', '有效期 5 天', '同类优惠券每单限用一张', '不与促销同享', '不与会员价同享'],
    ...['每人限领 1 张', '共 100 张，领完为止', '优惠总额有限，用完为止'],
  ])
  const english = restrictionsOf(strict, names, 'en')
  assert.equal(english.length, 14)
  assert.ok(english.includes('Only Mon, Fri, 14:00–17:00'))
})

test('a coupon with more strings scores higher, and one that hardly anybody can use is told', () => {
  assert.deepEqual(restrictionScore(plain), { score: 0, ease: 'easy' })
  assert.equal(restrictionScore(strict).ease, 'hard')
  const withThreshold = { ...plain, terms: { ...terms, thresholdCents: 3_000 } }
  assert.ok(restrictionScore(withThreshold).score > 0)
  const short = { ...plain, validity: { kind: 'fixed', startsDay: '2026-03-01', endsDay: '2026-03-03' } as const }
  assert.ok(restrictionScore(short).score > restrictionScore(withThreshold).score)
})
