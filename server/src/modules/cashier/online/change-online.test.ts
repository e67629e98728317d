import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import { sellPlanOnline } from '#modules/passes/save-plan.ts'
import { passesOf, showPass } from '#modules/passes/show-passes.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeComponent, type MadePass, type MadePlan, makePass, makePlan, makeUse } from '#testing/make-pass.ts'
import { makePaymentShop, type PaymentShop } from '#testing/make-payment-shop.ts'
import { holdings, makeStoredValue } from '#testing/make-value.ts'
import { committed } from '#testing/work.ts'
import { settleByPayment } from './book-online-order.ts'
import { readOnlineOrder } from './online-order-queries.ts'
import type { OnlineMeans, OnlineWish } from './online-order-rules.ts'
import { orderOnline } from './order-online.ts'
import { showOnlineOrder } from './show-online-order.ts'

let shop: PaymentShop
let [small, large, tiny] = [] as unknown as MadePlan[]

const inShop = <T>(body: (work: Work) => Promise<T>) => committed(shop.merchantId, body, { at: shop.clock.now() })

/** Five visits for 1,000.00 at 250.00 singly, twelve for 2,100.00, two for 300.00. */
before(async () => {
  shop = await makePaymentShop()
  await inShop(async (work) => {
    const plan = (name: string, units: number, priceCents: number) =>
      makePlan(work, { name, priceCents, components: [makeComponent({ units, listCents: 25_000 })] })
    small = await plan('五次卡', 5, 100_000)
    large = await plan('十二次卡', 12, 210_000)
    tiny = await plan('两次卡', 2, 30_000)
    for (const { planId } of [small, large, tiny]) await sellPlanOnline(work, { planId, isOnline: true })
  })
})

/** Somebody who has had one of five visits, paid in cash or out of stored value. */
async function holder(storedCents = 0): Promise<{ memberId: string; pass: MadePass }> {
  return inShop(async (work) => {
    const { storeId } = shop
    const { id: memberId } = await makeMember(work)
    if (storedCents > 0) await makeStoredValue(work, memberId, 150_000)
    const pass = await makePass(work, { storeId, memberId, plan: small!, storedCents })
    await makeUse(work, pass, { memberId, storeId })
    return { memberId, pass }
  })
}

const wishOf = (pass: MadePass, to: MadePlan): OnlineWish => ({
  ...{ kind: 'pass', storeId: shop.storeId, planId: to.planId, version: to.version, changesPassId: pass.passId },
})
const show = (memberId: string, wish: OnlineWish) => inShop((work) => showOnlineOrder(work, { memberId, wish }))

async function order(memberId: string, wish: OnlineWish, means: OnlineMeans) {
  const orderId = newId()
  const { fingerprint } = await show(memberId, wish)
  const { paymentId } = await inShop((work) => orderOnline(work, { orderId, memberId, wish, means, fingerprint }))
  return { orderId, paymentId: paymentId ?? '', memberId }
}

type Ordered = Awaited<ReturnType<typeof order>>

async function payAndSettle(ordered: Ordered): Promise<string> {
  shop.runner.send(shop.merchantId, ordered.paymentId, null, { ip: '203.0.113.7', returnUrl: 'https://shop.example/m' })
  await shop.runner.idle()
  shop.books.wechat_pay.pay(shop.tradeOf(ordered.paymentId), shop.clock.now())
  await shop.later(6)
  await inShop((work) => settleByPayment(work, ordered))
  return inShop(async (work) => {
    const { state, refusedCode } = (await readOnlineOrder(work, ordered.orderId, [ordered.memberId]))!
    return refusedCode ?? state
  })
}

const held = (memberId: string) =>
  inShop(async (work) => {
    const passes = await passesOf(work, memberId, { isAll: true, today: '2026-03-01' })
    return passes.map(({ name, state, components }) => [name, state, components[0]!.leftUnits])
  })

suite('a pass goes for another plan on the phone', () => {
  test('what is left of it by what was paid is taken off, the difference is shown, paid, and both are booked at once', async () => {
    const { memberId, pass } = await holder()
    const wish = wishOf(pass, large!)
    const { amountCents, change, words } = await show(memberId, wish)
    assert.deepEqual(
      [amountCents, change!.priceCents, change!.creditCents, change!.backCents],
      [130_000, 210_000, 80_000, 0],
    )
    assert.match(words.zh[0]!, /五次卡立即结束，剩余价值 .*800\.00/)
    const ordered = await order(memberId, wish, 'wechat_pay')
    assert.deepEqual(await held(memberId), [['五次卡', 'active', 4]])
    assert.equal(await payAndSettle(ordered), 'booked')
    assert.deepEqual(await held(memberId), [
      ['十二次卡', 'active', 12],
      ['五次卡', 'ended', 0],
    ])
    await inShop(async (work) => {
      assert.equal((await showPass(work, pass.passId)).endedAs, 'changed')
      assert.ok((await verifyLedger(work)).ok)
    })
  })

  test('paid out of stored value, what came back there and what was there pay as one', async () => {
    const { memberId, pass } = await holder(100_000)
    await inShop((work) => makeStoredValue(work, memberId, 90_000))
    await order(memberId, wishOf(pass, large!), 'stored_value')
    assert.deepEqual((await held(memberId))[0], ['十二次卡', 'active', 12])
    // 1,500.00 and 900.00, less 1,000.00, less 1,300.00.
    assert.equal((await inShop((work) => holdings(work, memberId))).principalCents, 10_000)
  })

  test('used meanwhile it is worth less than was agreed to: nothing is booked, and the money goes back', async () => {
    const { memberId, pass } = await holder()
    const ordered = await order(memberId, wishOf(pass, large!), 'wechat_pay')
    await inShop((work) => makeUse(work, pass, { memberId, storeId: shop.storeId }))
    assert.equal(await payAndSettle(ordered), 'quote_changed')
    assert.deepEqual(await held(memberId), [['五次卡', 'active', 3]])
    const { refunds } = await shop.read(ordered.paymentId)
    assert.equal(refunds.length, 1)
  })

  test('a cheaper plan, the same one, another store and another’s pass are refused', async () => {
    const { memberId, pass } = await holder()
    const { memberId: strangerId } = await holder()
    await assert.rejects(show(memberId, wishOf(pass, tiny!)), { code: 'change_costs_less' })
    await assert.rejects(show(memberId, wishOf(pass, small!)), { code: 'pass_change_needs_plan' })
    await assert.rejects(show(strangerId, wishOf(pass, large!)), { code: 'pass_not_found' })
    const elsewhere = { ...wishOf(pass, large!), storeId: newId() }
    await assert.rejects(show(memberId, elsewhere), { code: 'store_not_found' })
  })
})
