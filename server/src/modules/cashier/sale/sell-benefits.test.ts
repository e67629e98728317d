import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import { setEarnPolicy } from '#modules/points/set-earn-policy.ts'
import { setRedeemPolicy } from '#modules/points/redeem-policy.ts'
import type { ReturnPolicy } from '#modules/points/redeem-rules.ts'
import { previewRefund, refundSale } from '#modules/cashier/refund/refund-sale.ts'
import { Refused } from '#shared/refusal.ts'
import { newId } from '#shared/ids.ts'
import { makeCoupon, makeCouponTemplate } from '#testing/make-coupon.ts'
import { makeGiftCard } from '#testing/make-gift-card.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makePayment } from '#testing/make-payment.ts'
import { makePromotion } from '#testing/make-promotion.ts'
import { makeRefund } from '#testing/make-refund.ts'
import { makeSale, saleInputOf, type SaleWish } from '#testing/make-sale.ts'
import { holdings } from '#testing/make-value.ts'
import { inWork, systemActor, type TestWork } from '#testing/work.ts'
import { sell, type SaleInput } from './sell.ts'
import { setTenderPolicy } from './tender-policy.ts'

const day = 24 * 60 * 60 * 1000

/** A shop whose points live a month and pay a cent each, a member with 10,000 of them, an item for 100.00. */
async function makeRegular(work: TestWork, returnedExpired: ReturnPolicy = 'grace') {
  const { storeId } = await makeShop(work)
  const rule = { points: 1, perCents: 1, excludedTenders: ['points'], isTaxIncluded: true }
  await setEarnPolicy(work, { rule, expiry: { months: 1, round: 'day' } })
  await setRedeemPolicy(work, {
    version: 0,
    rule: { points: 1, worthCents: 1, minPoints: 0, stepPoints: 100, maxShareBps: 5_000 },
    returnedExpired,
    graceDays: 3,
  })
  const { id: memberId } = await makeMember(work)
  const { id: itemId } = await makeItem(work)
  await makeSale(work, { storeId, memberId, items: [[itemId, 1]] })
  return { storeId, memberId, itemId }
}

async function refusalOf(work: TestWork, input: SaleInput, key = newId()): Promise<string | undefined> {
  const [outcome] = await sell(work, [{ work, input, key }])
  return outcome instanceof Refused ? outcome.code : undefined
}

async function couponStatus(work: TestWork, couponId: string): Promise<string | undefined> {
  const [row] = await work.send<{ status: string }>(sql`
    select status from coupons.coupon where merchant_id = ${work.merchantId} and id = ${couponId}`)
  return row?.status
}

test(
  'a coupon is used with its sale; part of the sale returned keeps it used, the whole gives it back',
  inWork(async (work) => {
    const { storeId, memberId, itemId } = await makeRegular(work)
    const { id: couponId } = await makeCoupon(work, memberId, (await makeCouponTemplate(work)).id)
    const sale = await makeSale(work, { storeId, memberId, items: [[itemId, 2]], couponIds: [couponId] })
    assert.equal(sale.netCents, 19_000)
    assert.equal(await couponStatus(work, couponId), 'used')

    const { lineId } = sale.input.lines[0]!
    const half = async () => {
      const lines = [{ lineId, quantityMilli: 1000 }]
      const { fingerprint } = await previewRefund(work, { saleId: sale.saleId, lines })
      return refundSale(work, { saleId: sale.saleId, lines, fingerprint, reason: '退一件', refundId: newId() })
    }
    assert.equal((await half()).paidCents, 9_500)
    assert.equal(await couponStatus(work, couponId), 'used')
    assert.equal((await half()).paidCents, 9_500)
    assert.equal(await couponStatus(work, couponId), 'unused')
  }),
)

test(
  'a coupon that ended between the quote and paying, one used meanwhile and one of another member are refused',
  inWork(async (work) => {
    const { storeId, memberId, itemId } = await makeRegular(work)
    const { id: templateId } = await makeCouponTemplate(work)
    const { id: couponId } = await makeCoupon(work, memberId, templateId)
    const wish = { storeId, memberId, items: [[itemId, 1]] as const, couponIds: [couponId] }
    const input = await saleInputOf(work, wish)
    const later = work.as(systemActor, new Date(work.at.getTime() + 60 * day))
    const [late] = await sell(later, [{ work: later, input, key: newId() }])
    assert.ok(late instanceof Refused && late.code === 'coupon_expired')

    const stranger = (await makeMember(work)).id
    assert.equal(await refusalOf(work, { ...input, memberId: stranger }), 'coupon_of_another')
    assert.equal(await refusalOf(work, input), undefined)
    assert.equal(await refusalOf(work, input), 'coupon_used')
  }),
)

test(
  'in one batch a coupon and the last use of a promotion go once; the next sale hears the price without it',
  inWork(async (work) => {
    const { storeId, memberId, itemId } = await makeRegular(work)
    const { id: couponId } = await makeCoupon(work, memberId, (await makeCouponTemplate(work)).id)
    await makePromotion(work, { useLimit: 1 })
    const input = await saleInputOf(work, { storeId, memberId, items: [[itemId, 1]], couponIds: [couponId] })
    const plain = await saleInputOf(work, { storeId, items: [[itemId, 1]] })
    const turns = [input, input, plain].map((each) => ({ work, input: each, key: newId() }))
    const [first, second, third] = await sell(work, turns)
    assert.ok(first && 'saleId' in first && first.netCents === 8_000)
    assert.ok(second instanceof Refused)
    assert.equal(second.code, 'quote_changed')
    assert.ok(third instanceof Refused && third.details.netCents === 10_000)
  }),
)

test(
  'points pay up to their share, come back to their lots, and after their end for the days of grace',
  inWork(async (work) => {
    const { storeId, memberId, itemId } = await makeRegular(work)
    const wish: SaleWish = { storeId, memberId, items: [[itemId, 1]], points: 5_000 }
    const sale = await makeSale(work, wish)
    assert.equal(sale.pointsEarned, 5_000)
    assert.equal((await holdings(work, memberId)).points, 10_000)

    await makeRefund(work, sale)
    assert.equal((await holdings(work, memberId)).points, 10_000, '5,000 back, 5,000 no longer earned')

    const again = await makeSale(work, wish)
    const later = Object.assign(work.as(systemActor, new Date(work.at.getTime() + 40 * day)), { emitted: [] })
    assert.equal((await holdings(later, memberId)).points, 0, 'all have lapsed')
    await makeRefund(later, again)
    assert.equal((await holdings(later, memberId)).points, 0, 'what comes back pays what is owed first')
    const report = await verifyLedger(later)
    assert.equal(report.ok, true, JSON.stringify(report.firstBroken))
  }),
)

const pointsBad: { title: string; points: number; code: string }[] = [
  { title: 'not in whole steps', points: 150, code: 'points_not_in_steps' },
  { title: 'beyond the share of the sale', points: 5_100, code: 'points_over_share' },
]
for (const { title, points, code } of pointsBad) {
  test(
    `points ${title} are refused`,
    inWork(async (work) => {
      const { storeId, memberId, itemId } = await makeRegular(work)
      await assert.rejects(saleInputOf(work, { storeId, memberId, items: [[itemId, 1]], points }), { code })
    }),
  )
}

test(
  'tenders that come short, go over or name a card that is none are refused, and nothing is booked',
  inWork(async (work) => {
    const { storeId, memberId, itemId } = await makeRegular(work)
    const input = await saleInputOf(work, { storeId, memberId, items: [[itemId, 1]] })
    const tendersOf = (tenders: SaleInput['tenders']) => refusalOf(work, { ...input, tenders })
    const tenderId = newId()
    assert.equal(await tendersOf([]), 'tender_short')
    assert.equal(await tendersOf([{ tenderId, kind: 'cash', receivedCents: 9_999 }]), 'cash_short')
    assert.equal(await tendersOf([{ tenderId, kind: 'other', method: 'card', amountCents: 10_001 }]), 'tender_over')
    const giftCardId = newId()
    const withCard = await saleInputOf(work, {
      storeId,
      items: [[itemId, 1]],
      giftCards: [{ giftCardId, amountCents: 5_000 }],
    })
    assert.equal(await refusalOf(work, withCard), 'gift_card_not_found')
  }),
)

test(
  'a gift card pays a part and gets it back',
  inWork(async (work) => {
    const { storeId, itemId } = await makeRegular(work)
    const card = await makeGiftCard(work, storeId, 6_000)
    const wish = {
      storeId,
      items: [[itemId, 1]] as const,
      giftCards: [{ giftCardId: card.giftCardId, amountCents: 6_000 }],
    }
    const sale = await makeSale(work, wish)
    assert.equal(await refusalOf(work, await saleInputOf(work, wish)), 'balance_insufficient')
    await makeRefund(work, sale)
    assert.equal(await refusalOf(work, await saleInputOf(work, wish)), undefined)
  }),
)

test(
  'a payment outside is taken by its own sale, for its amount, once; a store may refuse the cashier’s word',
  inWork(async (work) => {
    const { storeId, itemId } = await makeRegular(work)
    const saleId = newId()
    const paid = (paymentId: string) => ({
      ...{ storeId, saleId, items: [[itemId, 1]] as const },
      outside: { method: 'wechat_pay', amountCents: 10_000, paymentId },
    })
    const unknown = await makePayment(work, { storeId, saleId, amountCents: 10_000, state: 'unknown' })
    assert.equal(await refusalOf(work, await saleInputOf(work, paid(unknown.id)), saleId), 'payment_not_confirmed')
    const other = await makePayment(work, { storeId, saleId, amountCents: 9_999 })
    assert.equal(await refusalOf(work, await saleInputOf(work, paid(other.id)), saleId), 'payment_mismatch')

    const payment = await makePayment(work, { storeId, saleId, amountCents: 10_000 })
    const sale = await makeSale(work, paid(payment.id))
    assert.equal(await refusalOf(work, await saleInputOf(work, paid(payment.id)), newId()), 'payment_claimed')
    await makeRefund(work, sale)
    const [back] = await work.send<{ amountCents: number; state: string }>(sql`
      select amount_cents, state from payments.payment_refund
       where merchant_id = ${work.merchantId} and payment_id = ${payment.id}`)
    assert.deepEqual(back, { amountCents: 10_000, state: 'pending' })

    await setTenderPolicy(work, { storeId, takesWord: false, version: 0 })
    const onWord = { storeId, items: [[itemId, 1]] as const, outside: { method: 'card', amountCents: 10_000 } }
    assert.equal(await refusalOf(work, await saleInputOf(work, onWord)), 'payment_needed')
  }),
)
