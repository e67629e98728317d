import assert from 'node:assert/strict'
import { before, beforeEach, test } from 'node:test'
import { newId } from '#shared/ids.ts'
import { type Refused } from '#shared/refusal.ts'
import { alipayCode, makePaymentShop, type PaymentShop } from '#testing/make-payment-shop.ts'
import { obliging } from '#testing/simulator-server.ts'
import { committed } from '#testing/work.ts'
import { claimPayments, lockPayments, requestPaymentRefunds } from './claim-payments.ts'
import { inOwnWork } from './drive-payment.ts'
import { readHistory } from './payment-queries.ts'
import { openPort } from './provider-accounts.ts'
import { sendOverHttp, Unanswered } from './provider-http.ts'
import { askAgain, callOff, refundOrphan, retryRefund, writeOff } from './settle-payment.ts'
import { startPayment } from './start-payment.ts'
import { markSent } from './step-payment.ts'
import { testAccount } from './test-account.ts'

let shop: PaymentShop

before(async () => {
  shop = await makePaymentShop()
})

beforeEach(() => {
  shop.wire.send = sendOverHttp
  for (const books of Object.values(shop.books)) {
    books.behaviour = { ...obliging }
    books.trouble = () => null
  }
})

const inShop = <T>(body: Parameters<typeof committed<T>>[1]) =>
  committed(shop.merchantId, body, { at: shop.clock.now() })
const refusedWith = (code: string) => (error: Refused) => error.code === code

const ways = [
  ['a WeChat code', {}, 'wechat_pay'],
  ['an Alipay code', { code: alipayCode }, 'alipay'],
  ['the card terminal', { mode: 'terminal' }, 'card_terminal'],
] as const

for (const [name, wish, provider] of ways) {
  test(`${name}: paid at once`, async () => {
    const { paymentId } = await shop.pay({ ...wish })
    const row = await shop.read(paymentId)
    assert.deepEqual([row.state, row.provider, shop.tradeOf(paymentId).state], ['confirmed', provider, 'paid'])
    assert.equal(row.providerNo?.includes(shop.tradeOf(paymentId).providerNo), true)
  })

  test(`${name}: the customer takes three questions, each five seconds after the other`, async () => {
    shop.books[provider].behaviour.waits = 3
    const { paymentId } = await shop.pay({ ...wish })
    for (let i = 0; i < 2; i++) {
      assert.equal(await shop.stateOf(paymentId), 'pending')
      await shop.later(4)
      assert.equal(shop.tradeOf(paymentId).waitsLeft, 2 - i, 'not asked too early')
      await shop.later(1)
    }
    await shop.later(5)
    assert.equal(await shop.stateOf(paymentId), 'confirmed')
  })

  test(`${name}: refused`, async () => {
    shop.books[provider].behaviour.failsWith = 'NOT_ENOUGH'
    const { paymentId } = await shop.pay({ ...wish })
    assert.equal(await shop.stateOf(paymentId), 'failed')
  })

  test(`${name}: called off after the customer’s time, and nothing is held`, async () => {
    const books = shop.books[provider]
    const heldBefore = books.heldCents()
    books.behaviour.waits = Infinity
    const { paymentId } = await shop.pay({ ...wish })
    for (let i = 0; i < 20; i++) await shop.later(5)
    const row = await shop.read(paymentId)
    assert.deepEqual([row.state, row.reason], ['cancelled', 'called_off'])
    assert.equal(shop.tradeOf(paymentId).state, 'closed')
    assert.equal(books.heldCents(), heldBefore)
  })

  test(`${name}: the answer is lost after the money moved, and asking finds it`, async () => {
    shop.books[provider].trouble = (count) => (count > 0 ? 'drop_answer' : null)
    const { paymentId } = await shop.pay({ ...wish })
    shop.books[provider].trouble = () => null
    assert.deepEqual([await shop.stateOf(paymentId), shop.tradeOf(paymentId).state], ['unknown', 'paid'])
    await shop.later(5)
    assert.equal(await shop.stateOf(paymentId), 'confirmed')
  })

  test(`${name}: a partial and a second refund reach the provider, to the fen`, async () => {
    const { paymentId } = await shop.pay({ ...wish })
    await inShop((work) => requestPaymentRefunds(work, [{ paymentId, refundId: newId(), amountCents: 30_01 }]))
    shop.books[provider].behaviour.refundWaits = 1
    await inShop((work) => requestPaymentRefunds(work, [{ paymentId, refundId: newId(), amountCents: 57_99 }]))
    for (let i = 0; i < 4; i++) await shop.later(10)
    const { refunds } = await shop.read(paymentId)
    assert.deepEqual(
      refunds.map(({ state, amountCents }) => [state, amountCents]),
      [
        ['confirmed', 30_01],
        ['confirmed', 57_99],
      ],
    )
    assert.equal(
      [...shop.tradeOf(paymentId).refunds.values()].reduce((sum, { amountCents }) => sum + amountCents, 0),
      88_00,
    )
  })

  test(`${name}: the test button tells good keys from bad ones`, async () => {
    assert.deepEqual(await testAccount(shop.runner.tools, shop.merchantId, shop.accounts[provider]), {
      isWorking: true,
      reason: null,
    })
    const headers = { authorization: 'none', 'x-signature': 'none' }
    shop.wire.send = (request) =>
      sendOverHttp({
        ...request,
        body: request.body.replace('app_id', 'ap_id'),
        headers: { ...request.headers, ...headers },
      })
    const { isWorking } = await testAccount(shop.runner.tools, shop.merchantId, shop.accounts[provider])
    assert.equal(isWorking, false)
  })
}

for (const provider of ['wechat_pay', 'alipay'] as const) {
  test(`a QR code of ${provider} is shown until it is scanned`, async () => {
    shop.books[provider].behaviour.waits = 5
    const { paymentId } = await shop.pay({ mode: 'qr', provider })
    const shown = await shop.read(paymentId)
    assert.deepEqual([shown.state, shown.qrText], ['pending', shop.tradeOf(paymentId).qrText])
    await shop.later(5)
    shop.books[provider].pay(shop.tradeOf(paymentId), shop.clock.now())
    await shop.later(5)
    assert.equal(await shop.stateOf(paymentId), 'confirmed')
  })

  test(`a QR code of ${provider} that nobody scans is closed after three minutes`, async () => {
    shop.books[provider].behaviour.waits = Infinity
    const { paymentId } = await shop.pay({ mode: 'qr', provider })
    await shop.later(175)
    assert.equal(await shop.stateOf(paymentId), 'pending')
    await shop.later(5)
    assert.deepEqual([await shop.stateOf(paymentId), shop.tradeOf(paymentId).state], ['cancelled', 'closed'])
  })
}

test('a cancel that is refused leaves the payment unknown; it is asked about on, and called off later', async () => {
  const { books } = shop.wechat
  books.behaviour = { ...obliging, waits: Infinity, refusesCancel: 2 }
  const { paymentId } = await shop.pay()
  await inShop((work) => callOff(work, paymentId))
  await shop.later(0)
  const doubted = await shop.read(paymentId)
  assert.deepEqual([doubted.state, doubted.reason], ['unknown', 'cancel_refused'])
  for (let i = 0; i < 4; i++) await shop.later(10)
  assert.deepEqual([await shop.stateOf(paymentId), shop.tradeOf(paymentId).state], ['cancelled', 'closed'])
})

test('money that comes after the cancel failed goes back by itself, and shows', async () => {
  const { books } = shop.wechat
  const heldBefore = books.heldCents()
  books.behaviour = { ...obliging, waits: Infinity, refusesCancel: 1 }
  const { paymentId, saleId } = await shop.pay()
  await inShop((work) => callOff(work, paymentId))
  await shop.later(0)
  books.pay(shop.tradeOf(paymentId), shop.clock.now())
  for (let i = 0; i < 3; i++) await shop.later(10)
  const row = await shop.read(paymentId)
  assert.deepEqual(
    [row.state, row.isLate, row.refunds.map(({ cause, state }) => [cause, state])],
    ['confirmed', true, [['late', 'confirmed']]],
  )
  assert.equal(books.heldCents(), heldBefore)
  const [payment] = (await inShop((work) => lockPayments(work, [paymentId]))).values()
  assert.deepEqual([payment!.isLate, payment!.saleId], [true, saleId])
  const history = await inShop((work) => readHistory(work, paymentId))
  assert.ok(history.some(({ kind }) => kind === 'late') && history.some(({ kind }) => kind === 'refunded'))
})

test('what was paid by the last question stands: calling off finds it', async () => {
  shop.wechat.books.behaviour.waits = 1
  const { paymentId } = await shop.pay()
  shop.wechat.books.pay(shop.tradeOf(paymentId), shop.clock.now())
  await inShop((work) => callOff(work, paymentId))
  await shop.later(0)
  const row = await shop.read(paymentId)
  assert.deepEqual([row.state, row.isLate, row.refunds], ['confirmed', false, []])
})

test('killed between sending and the answer: the next process finds what happened, and sends nothing twice', async () => {
  const { paymentId, code } = await shop.start()
  const { merchantId, runner } = shop
  // What `sendPayment` does, up to the moment at which the process is gone.
  const payment = await inOwnWork(runner.tools, merchantId, (work) => markSent(work, paymentId))
  const port = await inOwnWork(runner.tools, merchantId, (work) => openPort(work, payment!.accountId))
  const order = {
    ...payment!,
    tradeNo: paymentId.replaceAll('-', ''),
    code: code ?? null,
    visitor: null,
    description: '店',
    notifyUrl: 'https://x',
  }
  await port.pay(order, shop.clock.now())
  assert.equal(await shop.stateOf(paymentId), 'sent')
  await shop.later(20)
  assert.equal(await shop.stateOf(paymentId), 'sent', 'whoever sent it may still be waiting')
  await shop.later(11)
  assert.equal(await shop.stateOf(paymentId), 'confirmed')
})

test('killed before sending: it has failed, and sending it afterwards does nothing', async () => {
  const { paymentId, code } = await shop.start()
  await shop.later(16)
  const row = await shop.read(paymentId)
  assert.deepEqual([row.state, row.reason], ['failed', 'not_sent'])
  shop.runner.send(shop.merchantId, paymentId, code ?? null)
  await shop.runner.idle()
  assert.equal(shop.wechat.books.trades.has(paymentId.replaceAll('-', '')), false)
})

test('a request that never arrived is not asked for again for ever', async () => {
  shop.wire.send = async (request) => {
    if (request.method === 'POST') throw new Unanswered('unreachable')
    return sendOverHttp(request)
  }
  const { paymentId } = await shop.pay()
  assert.equal(await shop.stateOf(paymentId), 'unknown')
  for (let i = 0; i < 12; i++) await shop.later(60)
  const row = await shop.read(paymentId)
  assert.deepEqual([row.state, row.reason], ['failed', 'never_arrived'])
})

test('an answer that somebody else signed, or changed, is no answer', async () => {
  shop.wire.send = async (request) => {
    const response = await sendOverHttp(request)
    return { ...response, body: response.body.replaceAll('8800', '8801').replaceAll('88.00', '88.01') }
  }
  for (const [, wish] of ways) assert.equal(await shop.stateOf((await shop.pay({ ...wish })).paymentId), 'unknown')
})

test('another amount than asked for is never taken as paid', async () => {
  shop.wechat.books.behaviour.waits = 1
  const { paymentId } = await shop.pay()
  shop.tradeOf(paymentId).amountCents = 87_99
  await shop.later(5)
  await shop.later(5)
  const row = await shop.read(paymentId)
  assert.deepEqual([row.state, row.reason], ['unknown', 'amount_differs'])
})

test('one sale, one customer, one question: a second payment waits for the first', async () => {
  shop.wechat.books.behaviour.waits = Infinity
  const { saleId, paymentId } = await shop.pay()
  await assert.rejects(shop.start({ saleId }), refusedWith('payment_running'))
  await inShop((work) => callOff(work, paymentId))
  await shop.later(0)
  await shop.start({ saleId })
})

test('two tills that start a payment of one sale at once: one asks the customer', async () => {
  const saleId = newId()
  const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => shop.start({ saleId })))
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
})

test('a code of nobody, and a provider that is not set up, are refused before anything is kept', async () => {
  const [paymentId, saleId] = [newId(), newId()]
  const wish = { paymentId, saleId, storeId: shop.storeId, amountCents: 1, mode: 'code' as const }
  await assert.rejects(
    inShop((work) => startPayment(work, { ...wish, code: '6901234567892' })),
    refusedWith('payment_code_unknown'),
  )
  await assert.rejects(
    inShop((work) => startPayment(work, { ...wish, mode: 'qr', provider: 'card_terminal' })),
    refusedWith('payment_method_not_set_up'),
  )
})

test('a card’s number is not kept, whatever the bridge tells', async () => {
  const { paymentId } = await shop.pay({ mode: 'terminal' })
  const row = await shop.read(paymentId)
  assert.deepEqual([row.cardBrand, row.cardLast4, row.authCode], ['UnionPay', '0009', '314159'])
  const kept = JSON.stringify([row, await inShop((work) => readHistory(work, paymentId))])
  assert.doesNotMatch(kept, /622202/)
})

test('the customer’s code is kept nowhere', async () => {
  const { paymentId } = await shop.pay()
  const kept = JSON.stringify([
    await shop.read(paymentId),
    await inShop((work) => readHistory(work, paymentId)),
    shop.logged,
  ])
  assert.doesNotMatch(kept, /134567890123456789/)
})

test('an orphan goes back by hand, once, and no sale can take it any more', async () => {
  const { paymentId, saleId } = await shop.pay()
  const input = { paymentId, reason: '顾客已离开' }
  await inShop((work) => refundOrphan(work, { ...input, paymentRefundId: newId() }))
  await assert.rejects(
    inShop((work) => refundOrphan(work, { ...input, paymentRefundId: newId() })),
    refusedWith('payment_refund_too_large'),
  )
  await shop.later(1)
  assert.deepEqual(
    (await shop.read(paymentId)).refunds.map(({ state }) => state),
    ['confirmed'],
  )
  const taken = await shop.pay()
  await inShop((work) => claimPayments(work, [{ paymentId: taken.paymentId, saleId, tenderId: newId() }]))
  await assert.rejects(
    inShop((work) => refundOrphan(work, { paymentId: taken.paymentId, reason: 'x', paymentRefundId: newId() })),
    refusedWith('payment_claimed'),
  )
})

test('a refund that the provider refuses shows, and goes through when it is tried again', async () => {
  const { paymentId } = await shop.pay()
  const trade = shop.tradeOf(paymentId)
  trade.state = 'closed' // The merchant's balance over there is empty.
  await inShop((work) => requestPaymentRefunds(work, [{ paymentId, refundId: newId(), amountCents: 88_00 }]))
  await shop.later(1)
  const [failed] = (await shop.read(paymentId)).refunds
  assert.deepEqual([failed!.state, failed!.reason], ['failed', 'NOT_ENOUGH'])
  trade.state = 'paid'
  await inShop((work) => retryRefund(work, failed!.paymentRefundId))
  for (let i = 0; i < 2; i++) await shop.later(10)
  assert.equal((await shop.read(paymentId)).refunds[0]!.state, 'confirmed')
})

test('a payment nobody tells about is closed by hand; found paid later, it goes back', async () => {
  shop.wechat.books.trouble = (count, { path }) => (count > 0 && !path.includes('codepay') ? 'error_500' : null)
  shop.wechat.books.behaviour.waits = 2
  const { paymentId } = await shop.pay()
  await assert.rejects(
    inShop((work) => writeOff(work, paymentId, '店里断网')),
    refusedWith('payment_not_unknown'),
  )
  await shop.later(61)
  await inShop((work) => writeOff(work, paymentId, '商户号已停用'))
  assert.equal(await shop.stateOf(paymentId), 'cancelled')
  shop.wechat.books.trouble = () => null
  shop.wechat.books.pay(shop.tradeOf(paymentId), shop.clock.now())
  await shop.later(3_601)
  await shop.later(5)
  const row = await shop.read(paymentId)
  assert.deepEqual([row.isLate, row.refunds.map(({ state }) => state)], [true, ['confirmed']])
})

test('asked for by hand, a payment is asked about at once', async () => {
  shop.wechat.books.behaviour.waits = 1
  const { paymentId } = await shop.pay()
  await inShop((work) => askAgain(work, paymentId))
  shop.runner.ask(shop.merchantId, paymentId)
  await shop.runner.idle()
  assert.equal(await shop.stateOf(paymentId), 'confirmed')
  await assert.rejects(
    inShop((work) => askAgain(work, paymentId)),
    refusedWith('payment_settled'),
  )
})

test('rounds find by themselves what is due, at whichever merchant', async () => {
  // Long before the other tests of the suite, whose payments are none of ours.
  const early = await makePaymentShop(new Date('2025-01-01T00:00:00Z'))
  early.wechat.books.behaviour.waits = 1
  const { paymentId } = await early.pay()
  await early.runner.round()
  assert.equal(early.tradeOf(paymentId).waitsLeft, 0)
  for (const seconds of [5, 10]) {
    early.clock.moveTo(new Date(Date.parse('2025-01-01T00:00:00Z') + seconds * 1_000))
    await early.runner.round()
  }
  assert.equal(await early.stateOf(paymentId), 'confirmed')
})

/** One customer's whole story: pays after two questions; with `isCancelled` the cashier calls off before. */
async function story(isCancelled: boolean): Promise<string> {
  shop.wechat.books.behaviour = { ...obliging, waits: 2 }
  const { paymentId } = await shop.pay()
  if (isCancelled) await inShop((work) => callOff(work, paymentId)).catch(() => {})
  for (let i = 0; i < 12; i++) await shop.later(60)
  if ((await shop.stateOf(paymentId)) === 'confirmed' && !(await shop.read(paymentId)).isLate) {
    await inShop((work) => requestPaymentRefunds(work, [{ paymentId, refundId: newId(), amountCents: 8_00 }]))
    for (let i = 0; i < 12; i++) await shop.later(60)
  }
  return paymentId
}

for (const trouble of ['drop_request', 'drop_answer', 'error_500'] as const) {
  for (const isCancelled of [false, true]) {
    test(`whichever call goes wrong (${trouble}${isCancelled ? ', called off' : ''}), books and provider agree in the end`, async () => {
      for (let n = 1; n <= 6; n++) {
        let calls = 0
        shop.wechat.books.trouble = () => (++calls === n ? trouble : null)
        const paymentId = await story(isCancelled)
        const row = await shop.read(paymentId)
        const trade = shop.wechat.books.trades.get(paymentId.replaceAll('-', ''))
        const givenCents = [...(trade?.refunds.values() ?? [])].reduce((sum, { amountCents }) => sum + amountCents, 0)
        const heldThere = trade?.state === 'paid' ? trade.amountCents - givenCents : 0
        const backHere = row.refunds.reduce(
          (sum, { amountCents, state }) => sum + (state === 'confirmed' ? amountCents : 0),
          0,
        )
        const heldHere = row.state === 'confirmed' ? row.amountCents - backHere : 0
        assert.equal(heldHere, heldThere, `call ${n}: ${row.state} ${row.reason} here, ${trade?.state} there`)
        assert.ok(['confirmed', 'failed', 'cancelled'].includes(row.state), `call ${n}: ${row.state}`)
        assert.ok(
          row.refunds.every(({ state }) => state === 'confirmed'),
          `call ${n}: refunds are done`,
        )
      }
    })
  }
}
