import assert from 'node:assert/strict'
import { Verify } from 'node:crypto'
import { before, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { newId } from '#shared/ids.ts'
import { isRefusal } from '#shared/refusal.ts'
import { alipayCode, makePaymentShop, type PaymentShop } from '#testing/make-payment-shop.ts'
import { databaseWithoutLocks, isSeenWithin } from '#testing/planted-bugs.ts'
import { obliging } from '#testing/simulator-server.ts'
import { committed } from '#testing/work.ts'
import { claimPayments, lockPayments } from './claim-payments.ts'
import { claimPlan } from './claim-rules.ts'
import type { DriveTools } from './drive-payment.ts'
import { readHistory } from './payment-queries.ts'
import type { RawNotice } from './provider-port.ts'
import { callOff, refundOrphan } from './settle-payment.ts'
import { takeNotice } from './take-notice.ts'

let shop: PaymentShop

before(async () => {
  shop = await makePaymentShop()
})

const inShop = <T>(body: Parameters<typeof committed<T>>[1]) =>
  committed(shop.merchantId, body, { at: shop.clock.now() })
const notify = (raw: RawNotice, accountId = shop.accounts.wechat_pay, tools = shop.runner.tools) =>
  takeNotice(tools, { merchantId: shop.merchantId, accountId }, raw)
const why = async (raw: RawNotice, accountId?: string, tools?: DriveTools) => {
  const outcome = await notify(raw, accountId, tools)
  return outcome.kind === 'taken' ? 'taken' : outcome.why
}

async function waitingPayment(wish = {}) {
  shop.wechat.books.behaviour = { ...obliging, waits: 1 }
  shop.alipay.books.behaviour = { ...obliging, waits: 1 }
  const started = await shop.pay(wish)
  assert.equal(await shop.stateOf(started.paymentId), 'pending')
  return started
}

/** A notice told a hundred times, many at once: what the provider heard, and what it came to. */
async function toldAHundredTimes(tools: DriveTools) {
  const { paymentId } = await waitingPayment()
  const trade = shop.tradeOf(paymentId)
  shop.wechat.books.pay(trade, shop.clock.now())
  const notice = shop.wechat.paidNotice(trade)
  const outcomes = await Promise.all(
    Array.from({ length: 100 }, () => why(notice, undefined, tools).catch(() => 'broken')),
  )
  const [history, told] = await inShop(async (work) => [
    await readHistory(work, paymentId),
    await work.send<{ type: string }>(sql`
      select type from platform.event where merchant_id = ${work.merchantId} and subject_id = ${paymentId}
         and type = 'payment.confirmed'`),
  ])
  return {
    heard: [...new Set(outcomes)],
    state: await shop.stateOf(paymentId),
    confirmedBy: history.filter(({ toState }) => toState === 'confirmed').map(({ kind }) => kind),
    told: told.length,
  }
}

const oneEffect = { heard: ['taken'], state: 'confirmed', confirmedBy: ['notice'], told: 1 }

test('a notice told a hundred times, many at once, is one effect', async () => {
  assert.deepEqual(await toldAHundredTimes(shop.runner.tools), oneEffect)
})

test('the check sees a server that judges a notice without holding its payment', async () => {
  const { tools } = shop.runner
  const unlocked = { ...tools, database: databaseWithoutLocks(tools.database) }
  assert.ok(await isSeenWithin(10, async () => !isDeepStrictEqual(await toldAHundredTimes(unlocked), oneEffect)))
})

test('a forged notice has no effect: another key, another body, another account, another secret', async () => {
  const { paymentId } = await waitingPayment()
  const trade = shop.tradeOf(paymentId)
  const notice = shop.wechat.paidNotice(trade)
  const other = await makePaymentShop()
  const foreign = other.wechat.paidNotice(trade)
  const tampered = { ...notice, body: notice.body.replace('TRANSACTION', 'TRANSACTIOM') }
  const unsigned = { headers: {}, body: notice.body }
  assert.deepEqual(await Promise.all([foreign, tampered, unsigned].map((raw) => why(raw))), [
    'forged',
    'forged',
    'forged',
  ])
  assert.equal(await why(notice, newId()), 'unknown_account')
  assert.equal(await shop.stateOf(paymentId), 'pending')
})

/** Genuine notices of two providers, ten minutes old and ten minutes ahead: what came of them. */
async function outOfTime(toolsAt: (at: Date) => DriveTools) {
  const { paymentId } = await waitingPayment()
  const { paymentId: byAlipay } = await waitingPayment({ code: alipayCode })
  const outcomes: string[] = []
  for (const minutes of [-10, 10]) {
    const at = new Date(shop.clock.now().getTime() + minutes * 60_000)
    const { wechat_pay, alipay } = shop.accounts
    outcomes.push(await why(shop.wechat.paidNotice(shop.tradeOf(paymentId), at), wechat_pay, toolsAt(at)))
    outcomes.push(await why(shop.alipay.paidNotice(shop.tradeOf(byAlipay), at), alipay, toolsAt(at)))
  }
  return [...outcomes, await shop.stateOf(paymentId), await shop.stateOf(byAlipay)]
}

const noEffect = ['stale', 'stale', 'stale', 'stale', 'pending', 'pending']

test('a notice of ten minutes ago, or from the future, has no effect', async () => {
  assert.deepEqual(await outOfTime(() => shop.runner.tools), noEffect)
})

test('the check sees a server that takes the time of a notice for its own', async () => {
  const credulous = (at: Date) => ({ ...shop.runner.tools, clock: { now: () => at } })
  assert.notDeepEqual(await outOfTime(credulous), noEffect)
})

test('Alipay’s and the terminal’s notices confirm; changed ones do not', async () => {
  const { paymentId } = await waitingPayment({ code: alipayCode })
  const notice = shop.alipay.paidNotice(shop.tradeOf(paymentId))
  const forged = { ...notice, body: notice.body.replace('88.00', '0.01') }
  assert.equal(await why(forged, shop.accounts.alipay), 'forged')
  assert.equal(await why(notice, shop.accounts.alipay), 'taken')
  assert.equal(await shop.stateOf(paymentId), 'confirmed')
  shop.terminal.books.behaviour.waits = 1
  const { paymentId: byCard } = await shop.pay({ mode: 'terminal' })
  shop.terminal.books.pay(shop.tradeOf(byCard), shop.clock.now())
  assert.equal(await why(shop.terminal.paidNotice(shop.tradeOf(byCard)), shop.accounts.card_terminal), 'taken')
  assert.equal(await shop.stateOf(byCard), 'confirmed')
})

test('the check sees a server that believes every signature', async (context) => {
  const { paymentId } = await waitingPayment({ code: alipayCode })
  const notice = shop.alipay.paidNotice(shop.tradeOf(paymentId))
  const forged = { ...notice, body: notice.body.replace('88.00', '0.01') }
  context.mock.method(Verify.prototype, 'verify', () => true)
  assert.notEqual(await why(forged, shop.accounts.alipay), 'forged')
})

test('who may sign for one account settles nothing of another', async () => {
  const { paymentId } = await waitingPayment()
  const trade = shop.tradeOf(paymentId)
  assert.equal(await why(shop.alipay.paidNotice(trade), shop.accounts.alipay), 'taken')
  assert.equal(await shop.stateOf(paymentId), 'pending')
})

test('a notice that comes before our own answer: the answer changes nothing any more', async () => {
  const { wire } = shop
  const send = wire.send
  wire.send = async (request) => {
    const response = await send(request)
    const trade = [...shop.wechat.books.trades.values()].at(-1)!
    shop.wechat.books.pay(trade, shop.clock.now())
    assert.equal(await why(shop.wechat.paidNotice(trade)), 'taken')
    return response // "the customer is paying", from before
  }
  shop.wechat.books.behaviour = { ...obliging, waits: 1 }
  const { paymentId } = await shop.pay()
  wire.send = send
  assert.equal(await shop.stateOf(paymentId), 'confirmed')
})

test('a notice of payment that comes after the money was reversed makes nothing late', async () => {
  const { paymentId } = await waitingPayment()
  shop.wechat.books.behaviour.waits = Infinity
  const trade = shop.tradeOf(paymentId)
  trade.waitsLeft = Infinity
  await inShop((work) => callOff(work, paymentId))
  await shop.later(0)
  assert.equal(await shop.stateOf(paymentId), 'cancelled')
  assert.equal(await why(shop.wechat.paidNotice({ ...trade, state: 'paid', paidAt: shop.clock.now() })), 'taken')
  await shop.later(1)
  const row = await shop.read(paymentId)
  assert.deepEqual([row.state, row.isLate, row.refunds], ['cancelled', false, []])
})

test('notice, poll, cancel and two processes at once: one outcome, and no money beside it', async () => {
  const second = shop.makeRunner()
  for (let i = 0; i < 25; i++) {
    const { paymentId } = await waitingPayment()
    const trade = shop.tradeOf(paymentId)
    shop.wechat.books.pay(trade, shop.clock.now())
    const notice = shop.wechat.paidNotice(trade)
    await Promise.all([
      inShop((work) => callOff(work, paymentId)).catch(() => {}),
      shop.later(6),
      shop.round(second),
      notify(notice),
      notify(notice),
    ])
    for (let round = 0; round < 4; round++) await shop.later(40)
    const row = await shop.read(paymentId)
    const history = await inShop((work) => readHistory(work, paymentId))
    const confirmations = history.filter(
      ({ fromState, toState, refundId }) => toState === 'confirmed' && fromState !== toState && !refundId,
    )
    assert.ok(confirmations.length <= 1)
    const backCents = row.refunds.reduce((sum, { amountCents }) => sum + amountCents, 0)
    const heldHere = row.state === 'confirmed' ? row.amountCents - backCents : 0
    const givenCents = [...trade.refunds.values()].reduce((sum, { amountCents }) => sum + amountCents, 0)
    const heldThere = trade.state === 'paid' ? trade.amountCents - givenCents : 0
    assert.equal(heldThere, heldHere, `${row.state}, late ${row.isLate}`)
  }
})

test('a sale and a refund by hand want one payment: one of them gets it', async () => {
  for (let i = 0; i < 15; i++) {
    shop.wechat.books.behaviour = { ...obliging }
    const { paymentId, saleId, storeId, amountCents } = await shop.pay()
    const claim = inShop(async (work) => {
      const purpose = 'sale' as const
      const wish = { paymentId, purpose, saleId, tenderId: newId(), storeId, amountCents, currency: 'CNY' }
      const plan = claimPlan(await lockPayments(work, [paymentId]), wish)
      if (isRefusal(plan)) throw new Error(plan.code)
      await claimPayments(work, [plan])
    })
    const refund = inShop((work) => refundOrphan(work, { paymentId, paymentRefundId: newId(), reason: '误收' }))
    const outcomes = await Promise.allSettled([claim, refund])
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
  }
})
