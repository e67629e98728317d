import assert from 'node:assert/strict'
import { test } from 'node:test'
import { payExactly } from '#modules/stored-value/top-up-rules.ts'
import { isRefusal } from '#shared/refusal.ts'
import {
  cashDueCents,
  coinsToCollectCents,
  leftBesideCash,
  nothingPaid,
  quickAmounts,
  suggestedStored,
  tendersOf,
} from './tender-rules.ts'
import { topUpTenders } from './top-up-payment-rules.ts'

const ids = { points: 'p', stored: 's', cash: 'c' }
const exact = { stepCents: 1, mode: 'nearest' } as const
const rule = { points: 100, worthCents: 100, minPoints: 100, stepPoints: 100, maxShareBps: 5_000 }

test('cash takes what stored value leaves, and only then', () => {
  assert.deepEqual(tendersOf(10_000, { ...nothingPaid, storedCents: 6_000 }, { ids, rounding: exact }), [
    { tenderId: 's', kind: 'stored_value', amountCents: 6_000 },
    { tenderId: 'c', kind: 'cash', receivedCents: 4_000 },
  ])
  assert.deepEqual(tendersOf(10_000, { ...nothingPaid, storedCents: 10_000 }, { ids, rounding: exact }), [
    { tenderId: 's', kind: 'stored_value', amountCents: 10_000 },
  ])
})

test('points, stored value, two other means and cash pay one sale together', () => {
  const others = [
    { tenderId: 'w', method: 'wechat', amountCents: 2_000 },
    { tenderId: 'k', method: 'card', amountCents: 1_000, paymentId: 'paid' },
  ]
  assert.deepEqual(
    tendersOf(
      10_000,
      { ...nothingPaid, points: 500, storedCents: 3_000, others, receivedCents: 5_000 },
      { ids, rule, rounding: exact },
    ),
    [
      { tenderId: 'p', kind: 'points', points: 500 },
      { tenderId: 's', kind: 'stored_value', amountCents: 3_000 },
      { tenderId: 'w', kind: 'other', method: 'wechat', amountCents: 2_000 },
      { tenderId: 'k', kind: 'other', method: 'card', amountCents: 1_000, paymentId: 'paid' },
      { tenderId: 'c', kind: 'cash', receivedCents: 5_000 },
    ],
  )
})

test('several gift cards pay what they were asked for, one without an amount nothing, cash the rest', () => {
  const card = (giftCardId: string, amountCents: number) => {
    return { tenderId: `t${giftCardId}`, giftCardId, codeTail: 'JMNP', balanceCents: 20_000, amountCents }
  }
  const giftCards = [card('a', 4_000), card('b', 0), card('c', 1_500)]
  assert.deepEqual(tendersOf(10_000, { ...nothingPaid, giftCards }, { ids, rounding: exact }), [
    { tenderId: 'ta', kind: 'gift_card', giftCardId: 'a', amountCents: 4_000 },
    { tenderId: 'tc', kind: 'gift_card', giftCardId: 'c', amountCents: 1_500 },
    { tenderId: 'c', kind: 'cash', receivedCents: 4_500 },
  ])
})

const roundings: [step: number, mode: 'nearest' | 'down', coinsCents: number][] = [
  [1, 'nearest', 1_748],
  [10, 'nearest', 1_750],
  [10, 'down', 1_740],
  [100, 'nearest', 1_700],
  [100, 'down', 1_700],
]
for (const [stepCents, mode, coinsCents] of roundings) {
  test(`of 17.48 left for cash, ${mode} to ${stepCents} cents asks for ${coinsCents}`, () => {
    const payment = { ...nothingPaid, storedCents: 5_000 }
    const rounding = { stepCents, mode }
    assert.equal(coinsToCollectCents(6_748, payment, { rounding }), coinsCents)
    assert.deepEqual(tendersOf(6_748, payment, { ids, rounding }).at(-1), {
      ...{ tenderId: 'c', kind: 'cash', receivedCents: coinsCents },
    })
  })
}

test('what rounds away is settled by no coin, and still stands as cash', () => {
  const payment = { ...nothingPaid, storedCents: 5_000 }
  const tenders = tendersOf(5_030, payment, { ids, rounding: { stepCents: 100, mode: 'nearest' } })
  assert.deepEqual(tenders.at(-1), { tenderId: 'c', kind: 'cash', receivedCents: 0 })
})

test('a sale for nothing asks for no tender', () =>
  assert.deepEqual(tendersOf(0, nothingPaid, { ids, rounding: exact }), []))

test('what other means cover is not asked in cash again', () => {
  const others = [{ tenderId: 'o', method: 'wechat', amountCents: 12_000 }]
  assert.equal(cashDueCents(10_000, { ...nothingPaid, others }), 0)
})

test('stored value is offered as far as the sum goes after the points', () => {
  assert.equal(suggestedStored(10_000, 50_000, 2_000), 8_000)
  assert.equal(suggestedStored(10_000, 3_000, 2_000), 3_000)
  assert.equal(suggestedStored(10_000, 0, 0), null)
})

const amounts: [number, number[]][] = [
  [12_345, [12_345, 13_000, 15_000, 20_000]],
  [10_000, [10_000, 20_000]],
  [880, [880, 1_000, 5_000, 10_000]],
]
for (const [due, quick] of amounts) {
  test(`for ${due} cents the counter offers ${quick.join(', ')}`, () => assert.deepEqual(quickAmounts(due), quick))
}

const counted: [what: string, receivedCents: number | null, askedCents: number][] = [
  ['no cash counted', null, 20_000],
  ['nothing counted', 0, 20_000],
  ['a part counted', 7_500, 12_500],
  ['all but a fen counted', 19_999, 1],
  ['enough counted', 20_000, 20_000],
  ['more than enough counted', 30_000, 20_000],
]
for (const [what, receivedCents, askedCents] of counted) {
  test(`of 200.00 that are left, with ${what}, another means is asked for ${askedCents} cents`, () => {
    assert.equal(leftBesideCash(20_000, { receivedCents }), askedCents)
  })
}

test('a top-up is paid by cash counted first, a card on the cashier’s word and a payment code, each with its part', () => {
  const others = [
    { tenderId: 'k', method: 'card', amountCents: 0 },
    { tenderId: 'w', method: 'wechat', amountCents: 2_500, paymentId: 'paid' },
    { tenderId: 'a', method: 'alipay', amountCents: 1_500 },
  ]
  const tenders = topUpTenders(10_000, { ...nothingPaid, others, receivedCents: 7_000 }, 'c')
  assert.deepEqual(tenders, [
    { tenderId: 'w', kind: 'other', method: 'wechat', amountCents: 2_500, paymentId: 'paid' },
    { tenderId: 'a', kind: 'other', method: 'alipay', amountCents: 1_500 },
    { tenderId: 'c', kind: 'cash', receivedCents: 7_000 },
  ])
  const settled = payExactly(10_000, tenders)
  assert.ok(!isRefusal(settled))
  assert.equal(settled.changeCents, 1_000)
})

test('a top-up that other means pay in full takes no cash; of cash that nobody counted, just what is left', () => {
  const others = [{ tenderId: 'w', method: 'wechat', amountCents: 10_000 }]
  assert.deepEqual(topUpTenders(10_000, { ...nothingPaid, others, receivedCents: 500 }, 'c'), [
    { tenderId: 'w', kind: 'other', method: 'wechat', amountCents: 10_000 },
  ])
  assert.deepEqual(topUpTenders(10_000, nothingPaid, 'c'), [{ tenderId: 'c', kind: 'cash', receivedCents: 10_000 }])
})
