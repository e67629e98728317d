import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { packOn } from '#modules/law-packs/pack-rules.ts'
import { addDays } from '#shared/business-day.ts'
import { isRefusal } from '#shared/refusal.ts'
import { quoteTopUpRefund, type RefundCause, type RefundTerms } from './top-up-refund-rules.ts'
import { quoteTopUp, refuseUnlawful, topUpFingerprint, type Offer, type TopUpTender } from './top-up-rules.ts'

const at = new Date('2026-03-31T06:00:00Z')
const zone = 'Asia/Shanghai'
const ground = { law: packOn('CN', '2026-03-31'), at, zone }
const offer: Offer = {
  id: '0198c0de-0000-7000-8000-000000000001',
  name: '充 1,000 送 200',
  principalCents: 1_000_00,
  bonusCents: 200_00,
  drawMode: 'proportional',
  bonusMonths: 11,
  isOnline: false,
  closedAt: null,
}
const cash = (receivedCents: number): TopUpTender => ({ tenderId: 'a', kind: 'cash', receivedCents })
const transfer = (amountCents: number): TopUpTender => ({ tenderId: 'b', kind: 'other', method: 'wechat', amountCents })

const payments: { tenders: TopUpTender[]; change?: number; refused?: string }[] = [
  { tenders: [cash(1_000_00)], change: 0 },
  { tenders: [cash(1_100_00)], change: 100_00 },
  { tenders: [transfer(1_000_00)], change: 0 },
  { tenders: [cash(500_00), transfer(700_00)], change: 200_00 },
  { tenders: [transfer(600_00), transfer(400_00)], change: 0 },
  { tenders: [], refused: 'top_up_underpaid' },
  { tenders: [cash(999_99)], refused: 'top_up_underpaid' },
  { tenders: [transfer(1_000_01)], refused: 'top_up_overpaid' },
  { tenders: [transfer(1_000_00), cash(1)], refused: 'top_up_overpaid' },
  { tenders: [cash(500_00), cash(500_00)], refused: 'top_up_overpaid' },
]
for (const { tenders, change, refused } of payments) {
  const paid = tenders.map(
    (tender) => `${tender.kind} ${'receivedCents' in tender ? tender.receivedCents : tender.amountCents}`,
  )
  test(`1,000.00 paid by ${paid.join(' and ') || 'nothing'} ${refused ? `is refused: ${refused}` : `gives ${change} back`}`, () => {
    const quote = quoteTopUp({ offer, principalCents: null, tenders }, ground)
    if (refused) return assert.ok(isRefusal(quote) && quote.code === refused)
    assert.ok(!isRefusal(quote))
    assert.equal(quote.changeCents, change)
    const sum = quote.tenders.reduce((total, tender) => total + tender.amountCents, 0)
    assert.equal(sum, 1_000_00, 'the tenders pay the principal, no more')
  })
}

test('principal never expires; the bonus is good through the last day of its months, clamped to the month’s end', () => {
  const quote = quoteTopUp({ offer, principalCents: null, tenders: null }, ground)
  assert.ok(!isRefusal(quote))
  assert.deepEqual(quote.bonusExpiry, { at: new Date('2027-02-28T16:00:00Z'), day: '2027-02-28', zone })
})

test('an amount of one’s own choice brings nothing on top; both, or neither, is refused', () => {
  const own = quoteTopUp({ offer: null, principalCents: 88_88, tenders: [cash(100_00)] }, ground)
  assert.ok(!isRefusal(own))
  assert.deepEqual([own.principalCents, own.bonusCents, own.bonusExpiry, own.changeCents], [88_88, 0, null, 11_12])
  for (const wish of [
    { offer: null, principalCents: null, tenders: null },
    { offer, principalCents: 1, tenders: null },
  ]) {
    const refused = quoteTopUp(wish, ground)
    assert.ok(isRefusal(refused) && refused.code === 'invalid_top_up')
  }
})

test('an offer off sale is refused', () => {
  const refused = quoteTopUp({ offer: { ...offer, closedAt: at }, principalCents: null, tenders: null }, ground)
  assert.ok(isRefusal(refused) && refused.code === 'top_up_offer_closed')
})

test('the fingerprint changes with every term that was shown', () => {
  const quote = quoteTopUp({ offer, principalCents: null, tenders: [cash(1_000_00)] }, ground)
  assert.ok(!isRefusal(quote))
  const others = [
    { ...quote, bonusCents: 1 },
    { ...quote, drawMode: 'bonus_first' as const },
    { ...quote, bonusExpiry: null },
    { ...quote, changeCents: 1 },
    { ...quote, lawPack: 'CN@2012-11-01' },
  ]
  const prints = [quote, ...others].map(topUpFingerprint)
  assert.equal(new Set(prints).size, prints.length)
})

/** No days to think it over are left. */
const longAfter = (cause: RefundCause): RefundTerms => ({
  ...{ cause, law: packOn('CN', '2026-03-31'), knewGoods: false },
  ...{ paidOn: '2026-03-31', today: '2026-11-22' },
})

const left = (remainingPrincipalCents: number, remainingBonusCents: number) => ({
  principalCents: 1_000_00,
  departedPrincipalCents: 0,
  bonusCents: 200_00,
  remainingPrincipalCents,
  remainingBonusCents,
})
const refunds: { of: string; cause: RefundCause; usage: Parameters<typeof quoteTopUpRefund>[0]; cents: number }[] = [
  {
    of: '600 used, the shop’s cause',
    cause: 'merchant',
    usage: { ...left(500_00, 100_00), consumedCents: 600_00 },
    cents: 500_00,
  },
  {
    of: '600 used, the member’s cause',
    cause: 'member',
    usage: { ...left(500_00, 100_00), consumedCents: 600_00 },
    cents: 400_00,
  },
  { of: 'nothing used', cause: 'member', usage: { ...left(1_000_00, 200_00), consumedCents: 0 }, cents: 1_000_00 },
  {
    of: 'more used than was paid',
    cause: 'member',
    usage: { ...left(91_67, 18_33), consumedCents: 1_090_00 },
    cents: 0,
  },
  {
    of: 'principal drawn first, the shop’s cause',
    cause: 'merchant',
    usage: { ...left(400_00, 200_00), consumedCents: 600_00 },
    cents: 500_00,
  },
  {
    of: '900 of the principal given away',
    cause: 'member',
    usage: { ...left(100_00, 200_00), departedPrincipalCents: 900_00, consumedCents: 0 },
    cents: 100_00,
  },
]
for (const { of, cause, usage, cents } of refunds) {
  test(`of 1,000 and 200 on top, ${of}: ${cents / 100} are paid back (R3)`, () => {
    const quote = quoteTopUpRefund(usage, longAfter(cause))
    assert.ok(!isRefusal(quote))
    assert.equal(quote.refundCents, cents)
    assert.equal(quote.principalTakenCents, usage.remainingPrincipalCents)
    assert.equal(quote.bonusForfeitedCents, usage.remainingBonusCents)
  })
}

test('a court’s example: 3,594 used of what was sold at three quarters of its price leaves 5,304.50 (R3)', () => {
  const [principalCents, bonusCents, consumedCents] = [8_000_00, 2_666_67, 3_594_00]
  const usage = { principalCents, bonusCents, consumedCents, departedPrincipalCents: 0 }
  const quote = quoteTopUpRefund(
    { ...usage, remainingPrincipalCents: 5_304_50, remainingBonusCents: 1_768_17 },
    longAfter('merchant'),
  )
  assert.ok(!isRefusal(quote))
  assert.equal(quote.refundCents, 5_304_50)
})

test('never more than the principal, never the bonus, and the member’s cause never pays more than the shop’s', () => {
  const money = fc.integer({ min: 0, max: 1_000_000 })
  fc.assert(
    fc.property(money, money, fc.integer({ min: 0, max: 1_000 }), (principalCents, bonusCents, mille) => {
      const consumedCents = Math.floor(((principalCents + bonusCents) * mille) / 1_000)
      const remaining = principalCents + bonusCents - consumedCents
      const usage = { principalCents, bonusCents, consumedCents, departedPrincipalCents: 0 }
      const rest = {
        remainingPrincipalCents: Math.min(remaining, principalCents),
        remainingBonusCents: Math.max(0, remaining - principalCents),
      }
      const [byShop, byMember] = (['merchant', 'member'] as const).map((cause) =>
        quoteTopUpRefund({ ...usage, ...rest }, longAfter(cause)),
      )
      if (remaining === 0) return assert.ok(isRefusal(byShop) && byShop.code === 'nothing_to_refund')
      assert.ok(byShop && byMember && !isRefusal(byShop) && !isRefusal(byMember))
      assert.ok(byShop.refundCents <= principalCents)
      assert.ok(byMember.refundCents >= 0 && byMember.refundCents <= byShop.refundCents)
    }),
  )
})

const withdrawals: {
  of: string
  days: number
  used: number
  knewGoods?: true
  region?: string
  cents: number
  is: boolean
}[] = [
  { of: 'unused, on the seventh day', days: 7, used: 0, cents: 1_000_00, is: true },
  { of: 'unused, on the eighth day', days: 8, used: 0, cents: 1_000_00, is: false },
  { of: '600 used, within the days', days: 3, used: 600_00, cents: 500_00, is: true },
  { of: '600 used, the days are over', days: 8, used: 600_00, cents: 400_00, is: false },
  {
    of: '600 used by somebody who had the same before',
    days: 3,
    used: 600_00,
    knewGoods: true,
    cents: 400_00,
    is: false,
  },
  {
    of: '600 used in Shenzhen, whose right ends with the first use',
    days: 3,
    used: 600_00,
    region: 'CN-SZ',
    cents: 400_00,
    is: false,
  },
  { of: 'bought before the right was there', days: 3, used: 600_00, region: '2025-04-30', cents: 400_00, is: false },
  { of: 'in Germany, fourteen days', days: 14, used: 600_00, region: 'DE', cents: 500_00, is: true },
]
for (const { of, days, used, knewGoods = false, region = 'CN', cents, is } of withdrawals) {
  test(`a member wants out: ${of}: ${cents / 100}${is ? ', as a withdrawal' : ''} (R5)`, () => {
    const law = region.startsWith('20') ? packOn('CN', region) : packOn(region, '2026-03-31')
    const usage = { ...left(1_000_00 - (used * 5) / 6, 200_00 - used / 6), consumedCents: used }
    const today = addDays('2026-03-31', days)
    const quote = quoteTopUpRefund(usage, { cause: 'member', law, paidOn: '2026-03-31', today, knewGoods })
    assert.ok(!isRefusal(quote))
    assert.deepEqual([quote.refundCents, quote.isWithdrawal, quote.lawPack], [cents, is, law.id])
  })
}

test('a named account holds so much principal and no more; the largest sums are not taken in cash (R6)', () => {
  const sold = quoteTopUp({ offer: null, principalCents: 4_000_00, tenders: [cash(4_000_00)] }, ground)
  assert.ok(!isRefusal(sold))
  assert.equal(refuseUnlawful(ground.law, sold, 1_000_00), null)
  assert.deepEqual(refuseUnlawful(ground.law, sold, 1_000_01)?.details, { limitCents: 5_000_00, heldCents: 1_000_01 })
  const large = quoteTopUp({ offer: null, principalCents: 50_000_00, tenders: [cash(50_000_00)] }, ground)
  assert.ok(!isRefusal(large))
  const unlimited = { ...ground.law, prepaid: { ...ground.law.prepaid, namedLimitCents: null } }
  assert.equal(refuseUnlawful(unlimited, large, 0)?.code, 'prepaid_cash_limit')
  assert.equal(refuseUnlawful(packOn('DE', '2026-03-31'), large, 0), null)
})
