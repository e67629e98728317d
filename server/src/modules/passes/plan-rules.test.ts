import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import { makeComponent, makeTerms } from '#testing/make-pass.ts'
import { listsWithPasses, noPassPrices } from './pass-price-rules.ts'
import { checkPlan } from './plan-save-rules.ts'
import type { PlanKind, PlanTerms } from './plan-types.ts'
import { lawPacks, packOf } from '#modules/law-packs/pack-rules.ts'
import { refundPolicyOf, refundWords } from './refund-policy-rules.ts'
import { contractWords, planDifferences, type Wording } from './plan-words-rules.ts'
import { sharesOf, unitValue } from './value-rules.ts'

const money = (cents: number) => `¥${cents / 100}`
const inWords = (language: 'zh' | 'en'): Wording => ({
  language,
  money,
  nameOf: (id) => ({ s1: '人民路店', i1: '面部护理' })[id],
})

test('the price is spread by list price, gifts take nothing, and all shares sum to it (R26)', () => {
  const [care, massage, gift] = [
    makeComponent({ units: 10, listCents: 20_000 }),
    makeComponent({ units: 5, listCents: 8_000 }),
    makeComponent({ units: 2, listCents: 10_000, isGift: true }),
  ]
  assert.deepEqual(
    sharesOf({ components: [care, massage, gift] }, 180_001, 240_000).map(({ paidCents }) => paidCents),
    [150_001, 30_000],
  )
})

test('units are worth their share cumulatively: in any cut they sum to it, the last with the remainder', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1_000_000 }),
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 20 }),
      (share, cuts) => {
        const units = cuts.reduce((sum, cut) => sum + cut, 0)
        let used = 0
        let sum = 0
        for (const cut of cuts) {
          const value = unitValue(share, units, used, cut)
          assert.ok(value >= 0)
          sum += value
          used += cut
        }
        assert.equal(sum, share)
      },
    ),
  )
})

const misfits: [name: string, code: string, kind: PlanKind, terms: Partial<PlanTerms>, priceCents?: number][] = [
  ['gives nothing', 'invalid_plan_parts', 'count', { components: [] }],
  [
    'has no end and no end of units',
    'invalid_plan_validity',
    'term',
    { components: [makeComponent({ units: null })], validity: null, renewal: null },
  ],
  [
    'is called a count pass and counts nothing',
    'invalid_plan_kind',
    'count',
    { components: [makeComponent({ units: null })] },
  ],
  ['takes money for gifts alone', 'invalid_plan_gifts', 'mixed', { components: [makeComponent({ isGift: true })] }],
  [
    'tells of a charge four days before',
    'invalid_plan_renewal',
    'count',
    { renewal: { lockDays: 0, isAuto: true, noticeDays: 4 } },
  ],
  [
    'has hours that end before they begin',
    'invalid_plan_times',
    'count',
    {
      components: [
        makeComponent({ times: { weekdays: [], monthDays: [], hours: [{ fromMinute: 600, untilMinute: 500 }] } }),
      ],
    },
  ],
]
for (const [name, code, kind, terms, priceCents = 100] of misfits) {
  test(`a plan that ${name} is refused`, () => {
    assert.equal(checkPlan({ kind, name: '卡', priceCents, terms: makeTerms(terms) })?.code, code)
  })
}

const china = refundPolicyOf(packOf('CN@2025-05-01'))

test('what it costs to leave is what the pinned pack says, not a fixed sentence', () => {
  for (const pack of lawPacks) {
    const { withdrawalDays } = pack.prepaid
    const [zh, en] = [refundWords(refundPolicyOf(pack), 'zh'), refundWords(refundPolicyOf(pack), 'en')]
    assert.equal(zh.includes('全额退款'), withdrawalDays !== null, pack.id)
    if (withdrawalDays !== null) {
      assert.ok(zh.startsWith(`购买后 ${withdrawalDays} 日内未使用`), pack.id)
      assert.ok(en.startsWith(`Unused within ${withdrawalDays} days`), pack.id)
    }
    const atShop =
      pack.prepaid.refund.merchant === 'ratio' ? '因商家原因退卡，按已用比例' : '因商家原因退卡，已用部分按单次'
    assert.ok(zh.includes(atShop), pack.id)
  }
  assert.match(refundWords(null, 'zh'), /售卡门店所适用的法规/)
})

test('the contract says in plain words what is given, where, how often and what it costs to leave', () => {
  const care = makeComponent({
    ...{ name: '护理', units: 10, quotas: [{ units: 1, per: 'day', counting: 'calendar' }], storeIds: ['s1'] },
    scope: { ...wholeCatalogue, of: 'listed', productIds: ['i1'] },
  })
  const terms = makeTerms({ components: [care], activation: { kind: 'first_use', latestDays: 90 } })
  const zh = contractWords({ kind: 'count', name: '十次卡', priceCents: 160_000, terms }, inWords('zh'), china)
  assert.equal(zh[0], '十次卡，¥1600。')
  assert.equal(zh[1], '护理：共 10 次，每天最多 1 次，限 面部护理，限门店：人民路店。')
  assert.equal(zh[2], '自首次使用起（最迟购买后 90 天） 1 年内有效，含最后一天。')
  const en = contractWords({ kind: 'count', name: 'Ten', priceCents: 160_000, terms }, inWords('en'), china)
  assert.equal(en[1], '护理: 10 visits, at most 1 a day, for 面部护理, at 人民路店.')
  assert.equal(en.length, zh.length)
})

test('two plans differ in what they say, and nothing else is told', () => {
  const before = {
    kind: 'count' as const,
    name: '十次卡',
    priceCents: 160_000,
    terms: makeTerms({ components: [makeComponent({ id: 'a', name: '护理' })] }),
  }
  const after = {
    ...before,
    priceCents: 300_000,
    terms: { ...before.terms, components: [makeComponent({ id: 'b', name: '护理', units: 20 })], freeze: null },
  }
  assert.deepEqual(
    planDifferences(before, after, inWords('zh')).map(({ about }) => about),
    ['价格', '护理', '停卡'],
  )
  assert.deepEqual(planDifferences(before, before, inWords('en')), [])
})

test('prices for holders hold for holders alone, a locked renewal for its plan alone', () => {
  const list = {
    priceListId: 'p',
    storeId: null,
    tierId: null,
    startsAt: null,
    endsAt: null,
    rateBps: 8_000,
    items: {},
  }
  const lists = [
    { ...list, kind: 'pass' as const },
    { ...list, priceListId: 'q', kind: 'timed' as const },
  ]
  assert.deepEqual(
    listsWithPasses(lists, noPassPrices).map(({ priceListId }) => priceListId),
    ['q'],
  )
  const priced = listsWithPasses(lists, {
    priceListIds: ['p'],
    locks: [{ passId: 'x', planId: 'plan', priceCents: 100 }],
  })
  assert.deepEqual(
    priced.map(({ priceListId, kind, items }) => [priceListId, kind, items]),
    [
      ['p', 'member', {}],
      ['q', 'timed', {}],
      ['x', 'member', { plan: 100 }],
    ],
  )
})
