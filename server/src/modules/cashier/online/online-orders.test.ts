import assert from 'node:assert/strict'
import { before, beforeEach, suite, test } from 'node:test'
import { readSale } from '#modules/cashier/sale/sale-queries.ts'
import { eraseDueMembers, requestErasure } from '#modules/member-lifecycle/erase-member.ts'
import { mergeMembers, quoteMerge } from '#modules/member-lifecycle/merge-members.ts'
import { callOff } from '#modules/payments/settle-payment.ts'
import { changePlan, sellPlanOnline, stopPlan } from '#modules/passes/save-plan.ts'
import { passesOf } from '#modules/passes/show-passes.ts'
import { readFreeTopUp, setFreeTopUp } from '#modules/stored-value/free-top-up.ts'
import type { FreeTopUp } from '#modules/stored-value/free-top-up-rules.ts'
import { closeOffer, sellOfferOnline } from '#modules/stored-value/offers.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { makeMember } from '#testing/make-member.ts'
import { type MadePlan, makePass, makePlan } from '#testing/make-pass.ts'
import { makePaymentShop, type PaymentShop } from '#testing/make-payment-shop.ts'
import { makeOffer } from '#testing/make-top-up.ts'
import { holdings, makeStoredValue } from '#testing/make-value.ts'
import { obliging } from '#testing/simulator-server.ts'
import { committed } from '#testing/work.ts'
import { settleByPayment } from './book-online-order.ts'
import { readOnlineOrder } from './online-order-queries.ts'
import type { OnlineMeans, OnlineWish } from './online-order-rules.ts'
import { orderOnline } from './order-online.ts'
import { showOnlineOrder } from './show-online-order.ts'

const dayMs = 86_400_000
const visitor = { ip: '203.0.113.7', returnUrl: 'https://shop.example/m/orders/1' }

let shop: PaymentShop
let offerId: string
let plan: MadePlan

before(async () => {
  shop = await makePaymentShop()
  await inShop(async (work) => {
    offerId = (await makeOffer(work, { principalCents: 300_00, bonusCents: 50_00, bonusMonths: 6 })).id
    await sellOfferOnline(work, offerId, true)
    plan = await makePlan(work, { priceCents: 200_00 })
    await sellPlanOnline(work, { planId: plan.planId, isOnline: true })
  })
})

beforeEach(() => {
  for (const { behaviour } of Object.values(shop.books)) Object.assign(behaviour, obliging)
})

function inShop<T>(body: (work: Work) => Promise<T>): Promise<T> {
  return committed(shop.merchantId, body, { at: shop.clock.now() })
}

const newMember = () => inShop(async (work) => (await makeMember(work)).id)
const topUpWish = (): OnlineWish => ({ kind: 'top_up', storeId: shop.storeId, offerId })
const passWish = (given: Partial<Extract<OnlineWish, { kind: 'pass' }>> = {}): OnlineWish => {
  return { kind: 'pass', storeId: shop.storeId, planId: plan.planId, version: plan.version, ...given }
}

type Ordered = { orderId: string; paymentId: string; memberId: string }

/** What the phone does: reads the terms, agrees, pays with these means. The provider is asked where it is one. */
async function order(memberId: string, wish: OnlineWish, means: OnlineMeans = 'wechat_pay'): Promise<Ordered> {
  const orderId = newId()
  const { paymentId } = await inShop(async (work) => {
    const { fingerprint } = await showOnlineOrder(work, { memberId, wish })
    return orderOnline(work, { orderId, memberId, wish, means, fingerprint })
  })
  if (paymentId) {
    shop.runner.send(shop.merchantId, paymentId, null, visitor)
    await shop.runner.idle()
  }
  return { orderId, paymentId: paymentId ?? '', memberId }
}

/** The customer pays on the provider's page and closes the phone: we learn of it by asking. */
async function pay({ paymentId }: Ordered): Promise<void> {
  shop.books.wechat_pay.pay(shop.tradeOf(paymentId), shop.clock.now())
  await shop.later(6)
  assert.equal(await shop.stateOf(paymentId), 'confirmed')
}

const settle = (ordered: Ordered) => inShop((work) => settleByPayment(work, ordered))
const stateOf = ({ orderId, memberId }: Ordered) =>
  inShop(async (work) => {
    const { state, refusedCode } = (await readOnlineOrder(work, orderId, [memberId]))!
    return refusedCode ?? state
  })
const storedOf = (memberId: string) =>
  inShop(async (work) => {
    const { principalCents, bonusCents } = await holdings(work, memberId)
    return [principalCents, bonusCents]
  })
const passesNow = (memberId: string) => inShop((work) => passesOf(work, memberId, { isAll: true, today: '2026-03-01' }))

async function refusalOf(doing: Promise<unknown>): Promise<string> {
  try {
    await doing
  } catch (error) {
    if (error instanceof Refused) return error.code
    throw error
  }
  return 'nothing was refused'
}

suite('a top-up on the phone', () => {
  test('is booked when the money is there, though the phone never comes back, and once', async () => {
    const memberId = await newMember()
    const ordered = await order(memberId, topUpWish())
    assert.match(shop.tradeOf(ordered.paymentId).qrText ?? '', /checkmweb/, 'the provider’s own page is opened')
    await settle(ordered)
    assert.deepEqual([await stateOf(ordered), await storedOf(memberId)], ['paying', [0, 0]])
    await pay(ordered)
    await settle(ordered)
    await settle(ordered)
    assert.deepEqual([await stateOf(ordered), await storedOf(memberId)], ['booked', [300_00, 50_00]])
    const { claimSaleId, refunds } = await shop.read(ordered.paymentId)
    assert.deepEqual([claimSaleId, refunds], [ordered.orderId, []])
  })

  test('two that hear of the same payment at once book it once', async () => {
    const memberId = await newMember()
    const ordered = await order(memberId, topUpWish())
    await pay(ordered)
    await Promise.all(Array.from({ length: 4 }, () => settle(ordered)))
    assert.deepEqual(await storedOf(memberId), [300_00, 50_00])
  })

  test('by Alipay it opens a signed address; called off in time nothing is booked and nothing is owed', async () => {
    const memberId = await newMember()
    const ordered = await order(memberId, topUpWish(), 'alipay')
    const { qrText } = await shop.read(ordered.paymentId)
    const page = new URL(qrText!)
    assert.equal(page.searchParams.get('method'), 'alipay.trade.wap.pay')
    assert.equal(page.searchParams.get('return_url'), visitor.returnUrl)
    const shown = await fetch(page)
    assert.match(await shown.text(), /¥300\.00/, 'the simulator takes the signature')
    await inShop((work) => callOff(work, ordered.paymentId))
    await shop.later(6)
    await settle(ordered)
    assert.deepEqual([await stateOf(ordered), await storedOf(memberId)], ['unpaid', [0, 0]])
  })

  test('paid on the page, it is booked by what the provider tells', async () => {
    const memberId = await newMember()
    const ordered = await order(memberId, topUpWish(), 'alipay')
    const { qrText } = await shop.read(ordered.paymentId)
    const page = await fetch(qrText!)
    const paid = await fetch(page.url, { method: 'POST', redirect: 'manual' })
    assert.equal(paid.headers.get('location'), visitor.returnUrl, 'the phone is sent back to us')
    await shop.later(6)
    await settle(ordered)
    assert.equal(await stateOf(ordered), 'booked')
  })

  test('nobody pays within the time: it is unpaid', async () => {
    const ordered = await order(await newMember(), topUpWish())
    await shop.later(301)
    await shop.later(1)
    await settle(ordered)
    assert.equal(await stateOf(ordered), 'unpaid')
  })

  test('money for somebody who was erased meanwhile goes back', async () => {
    const memberId = await newMember()
    const ordered = await order(memberId, topUpWish())
    await pay(ordered)
    await inShop((work) => requestErasure(work, { id: newId(), memberId, givesUpValue: true }))
    shop.clock.moveTo(new Date(shop.clock.now().getTime() + 8 * dayMs))
    await inShop((work) => eraseDueMembers(work, 10))
    await settle(ordered)
    assert.equal(await stateOf(ordered), 'member_erased')
    await shop.later(1)
    const { refunds } = await shop.read(ordered.paymentId)
    assert.deepEqual(
      refunds.map(({ cause, state, amountCents }) => [cause, state, amountCents]),
      [['orphan', 'confirmed', 300_00]],
    )
  })

  test('it follows a member who was merged meanwhile', async () => {
    const [memberId, survivorId] = [await newMember(), await newMember()]
    const ordered = await order(memberId, topUpWish())
    await pay(ordered)
    await inShop(async (work) => {
      const twin = { survivorId, absorbedId: memberId }
      await mergeMembers(work, { id: newId(), ...twin, fingerprint: (await quoteMerge(work, twin)).fingerprint })
    })
    await settle(ordered)
    assert.deepEqual(await storedOf(survivorId), [300_00, 50_00])
  })

  test('what is not sold online, or not as it was shown, is not paid for', async () => {
    const memberId = await newMember()
    const otherId = (await inShop((work) => makeOffer(work))).id
    const wish = { ...topUpWish(), offerId: otherId } as OnlineWish
    assert.equal(await refusalOf(order(memberId, wish)), 'not_sold_online')
    const stale = {
      orderId: newId(),
      memberId,
      wish: topUpWish(),
      means: 'alipay',
      fingerprint: 'f'.repeat(64),
    } as const
    assert.equal(await refusalOf(inShop((work) => orderOnline(work, stale))), 'quote_changed')
    assert.equal(await refusalOf(order(memberId, topUpWish(), 'stored_value')), 'online_payment_needed')
  })

  suite('of an amount of the member’s own', () => {
    const own = (principalCents: number): OnlineWish => ({ kind: 'top_up', storeId: shop.storeId, principalCents })
    const sell = (given: Partial<FreeTopUp> = {}) =>
      inShop(async (work) => setFreeTopUp(work, { ...(await readFreeTopUp(work)), isOnline: true, ...given }))

    test('is sold once the shop says so, within its limits and those of the law', async () => {
      const memberId = await newMember()
      assert.equal(await refusalOf(order(memberId, own(450_00))), 'free_top_up_off')
      await sell({ minCents: 50_00, maxCents: 6_000_00, stepCents: 10_00 })
      for (const amount of [40_00, 455_00, 6_010_00])
        assert.equal(await refusalOf(order(memberId, own(amount))), 'free_top_up_amount', String(amount))
      assert.equal(await refusalOf(order(memberId, own(5_010_00))), 'prepaid_limit', 'what one named account may hold')
    })

    test('brings what the best offer that it reaches gives, said before it is paid, and is booked so', async () => {
      await sell()
      const memberId = await newMember()
      const shownOf = (amount: number) => inShop((work) => showOnlineOrder(work, { memberId, wish: own(amount) }))
      const [little, much] = [await shownOf(290_00), await shownOf(450_00)]
      assert.deepEqual([little.topUp?.bonusCents, little.topUp?.offerId], [0, null])
      assert.deepEqual([much.topUp?.bonusCents, much.topUp?.offerId], [50_00, offerId])
      assert.ok(much.words.zh.some((sentence) => sentence.includes('已达到的方案')))
      const ordered = await order(memberId, own(450_00))
      await pay(ordered)
      await settle(ordered)
      await settle(ordered)
      assert.deepEqual([await stateOf(ordered), await storedOf(memberId)], ['booked', [450_00, 50_00]])
    })

    test('keeps the bonus that was agreed to though a better offer came while it was paid', async () => {
      await sell()
      const memberId = await newMember()
      const ordered = await order(memberId, own(450_00))
      await pay(ordered)
      const better = await inShop(async (work) => {
        const { id } = await makeOffer(work, { principalCents: 400_00, bonusCents: 90_00 })
        await sellOfferOnline(work, id, true)
        return id
      })
      await settle(ordered)
      await inShop((work) => closeOffer(work, better, true))
      assert.deepEqual([await stateOf(ordered), await storedOf(memberId)], ['booked', [450_00, 50_00]])
    })

    test('whose offer went off sale, or that is sold no more, goes back', async () => {
      await sell()
      const [gone, off] = [
        await order(await newMember(), own(300_00)),
        await order(await newMember(), own(20_00 + 50_00)),
      ]
      await pay(gone)
      await pay(off)
      await inShop((work) => closeOffer(work, offerId, true))
      await settle(gone)
      await inShop((work) => closeOffer(work, offerId, false))
      await sell({ isOnline: false })
      await settle(off)
      assert.deepEqual([await stateOf(gone), await stateOf(off)], ['top_up_offer_closed', 'free_top_up_off'])
      assert.deepEqual(await storedOf(gone.memberId), [0, 0])
      assert.equal((await shop.read(off.paymentId)).refunds.length, 1)
    })

    test('limits that fit no amount, and a save over a newer one, are refused', async () => {
      assert.equal(await refusalOf(sell({ minCents: 15_00, stepCents: 10_00 })), 'free_top_up_unsound')
      assert.equal(await refusalOf(sell({ version: 0 })), 'settings_changed')
    })
  })

  test('closed while somebody pays: their money goes back, and a person’s refund before us is enough', async () => {
    const ordered = await order(await newMember(), topUpWish())
    await pay(ordered)
    await inShop((work) => closeOffer(work, offerId, true))
    await settle(ordered)
    assert.equal(await stateOf(ordered), 'top_up_offer_closed')
    await inShop((work) => closeOffer(work, offerId, false))
    assert.equal((await shop.read(ordered.paymentId)).refunds.length, 1)
  })
})

suite('a pass on the phone', () => {
  test('is bought out of stored value at once, with a receipt of its own', async () => {
    const memberId = await newMember()
    await inShop((work) => makeStoredValue(work, memberId, 250_00))
    const ordered = await order(memberId, passWish(), 'stored_value')
    assert.equal(await stateOf(ordered), 'booked')
    assert.deepEqual(await storedOf(memberId), [50_00, 0])
    const sale = await inShop((work) => readSale(work, ordered.orderId))
    assert.deepEqual([sale?.netCents, sale?.cashierId], [200_00, null])
    assert.equal((await passesNow(memberId)).length, 1)
    assert.equal(await refusalOf(order(memberId, passWish(), 'stored_value')), 'balance_insufficient')
  })

  test('is renewed early at the price it was sold under, one after the other', async () => {
    const memberId = await newMember()
    const short = await inShop(async (work) => {
      const made = await makePlan(work, { priceCents: 99_00, validity: { unit: 'day', count: 20 } })
      await makePass(work, { storeId: shop.storeId, memberId, plan: made })
      const { kind, name, terms } = { kind: 'count' as const, name: '面部护理十次卡', terms: made.terms }
      await changePlan(work, made.planId, { kind, name, priceCents: 129_00, terms, version: 1 })
      return made
    })
    const [held] = await passesNow(memberId)
    const wish = passWish({ planId: short.planId, version: 2, renewsPassId: held!.id })
    const shown = await inShop((work) => showOnlineOrder(work, { memberId, wish }))
    assert.deepEqual([shown.amountCents, shown.isPriceLocked], [99_00, true])
    assert.ok(shown.startsDay! > held!.endsDay!, 'it begins when the other ends')
    const ordered = await order(memberId, wish)
    await pay(ordered)
    await settle(ordered)
    assert.equal(await stateOf(ordered), 'booked')
    assert.equal((await passesNow(memberId)).length, 2)
    const stranger = await newMember()
    assert.equal(await refusalOf(order(stranger, wish)), 'pass_not_found', 'nobody renews another’s')
  })

  test('changed while somebody pays: the money goes back and no pass is made', async () => {
    const memberId = await newMember()
    const ordered = await order(memberId, passWish())
    await pay(ordered)
    await inShop(async (work) => {
      const { planId, version, terms } = plan
      await changePlan(work, planId, { kind: 'count', name: '新名字', priceCents: 210_00, terms, version })
      plan = { ...plan, version: version + 1, priceCents: 210_00 }
    })
    await settle(ordered)
    assert.equal(await stateOf(ordered), 'quote_changed')
    assert.deepEqual(await passesNow(memberId), [])
    assert.equal((await shop.read(ordered.paymentId)).refunds.length, 1)
  })

  test('stopped, or sold at the counter alone, it is not sold here', async () => {
    const memberId = await newMember()
    const { planId } = plan
    await inShop((work) => stopPlan(work, { planId, isStopped: true }))
    assert.equal(await refusalOf(order(memberId, passWish())), 'plan_stopped')
    await inShop(async (work) => {
      await stopPlan(work, { planId, isStopped: false })
      await sellPlanOnline(work, { planId, isOnline: false })
    })
    assert.equal(await refusalOf(order(memberId, passWish())), 'not_sold_online')
  })
})
