import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { newId } from '#shared/ids.ts'
import { centsOfYuan, jsonNodeOf, yuanOfCents } from './alipay-rules.ts'
import {
  type Asked,
  idOfTradeNo,
  type PaymentAnswer,
  paymentStates,
  type PaymentStand,
  providerOfCode,
  refundStepAfter,
  type Step,
  stepAfter,
  tradeNoOf,
} from './payment-rules.ts'
import { isFitBaseUrl } from './provider-fields-rules.ts'

const sentAt = new Date('2026-03-01T06:00:00Z')
const after = (seconds: number) => new Date(sentAt.getTime() + seconds * 1_000)
const stand = (change: Partial<PaymentStand> = {}): PaymentStand => ({
  state: 'pending',
  mode: 'code',
  amountCents: 5_00,
  currency: 'CNY',
  qrText: null,
  sentAt,
  expiresAt: after(60),
  cancelAskedAt: null,
  ...change,
})
const paid: PaymentAnswer = { kind: 'paid', amountCents: 5_00, currency: 'CNY', providerNo: 'n' }
const calledOff = { cancelAskedAt: after(60) }

type Row = [string, Partial<PaymentStand>, Asked, PaymentAnswer, number, Partial<Step> | null]

const table: Row[] = [
  ['sent and paid at once', { state: 'sent' }, 'send', paid, 1, { to: 'confirmed', nextAt: null }],
  [
    'sent, and the customer types the PIN',
    { state: 'sent' },
    'send',
    { kind: 'waiting' },
    1,
    { to: 'pending', nextAt: after(6) },
  ],
  [
    'sent and refused',
    { state: 'sent' },
    'send',
    { kind: 'refused', reason: 'NO' },
    1,
    { to: 'failed', reason: 'NO', nextAt: null },
  ],
  [
    'sent into silence',
    { state: 'sent' },
    'send',
    { kind: 'lost', reason: 'timeout' },
    10,
    { to: 'unknown', nextAt: after(15) },
  ],
  ['asked every five seconds', {}, 'query', { kind: 'waiting' }, 20, { to: 'pending', nextAt: after(25) }],
  [
    'asked for the last time at the end, not after it',
    {},
    'query',
    { kind: 'waiting' },
    58,
    { to: 'pending', nextAt: after(60) },
  ],
  [
    'called off right after the last question',
    {},
    'query',
    { kind: 'waiting' },
    60,
    { to: 'pending', cancelNow: true },
  ],
  [
    'called off after a last question without answer',
    { state: 'unknown' },
    'query',
    { kind: 'lost', reason: 'x' },
    61,
    { to: 'unknown', cancelNow: true },
  ],
  ['paid at the last question', {}, 'query', paid, 61, { to: 'confirmed', nextAt: null }],
  [
    'called off',
    calledOff,
    'cancel',
    { kind: 'cancelled' },
    61,
    { to: 'cancelled', reason: 'called_off', nextAt: null },
  ],
  [
    'not called off: the customer is still paying',
    calledOff,
    'cancel',
    { kind: 'waiting' },
    61,
    { to: 'unknown', reason: 'cancel_refused', nextAt: after(66) },
  ],
  [
    'asked on when the cancelling fails',
    calledOff,
    'cancel',
    { kind: 'lost', reason: 'timeout' },
    70,
    { to: 'unknown', nextAt: after(75) },
  ],
  [
    'cancelled again when it is still being paid',
    { state: 'unknown', ...calledOff },
    'query',
    { kind: 'waiting' },
    80,
    { to: 'unknown', cancelNow: true },
  ],
  [
    'asked ever more seldom',
    { state: 'unknown', ...calledOff },
    'query',
    { kind: 'lost', reason: 'x' },
    1_060,
    { to: 'unknown', nextAt: after(1_560) },
  ],
  [
    'asked once an hour in the end',
    { state: 'unknown', ...calledOff },
    'query',
    { kind: 'lost', reason: 'x' },
    100_060,
    { nextAt: after(103_660) },
  ],
  [
    'late: paid after it was called off',
    { state: 'unknown', ...calledOff },
    'query',
    paid,
    90,
    { to: 'confirmed', isLate: true },
  ],
  [
    'late: paid although it was cancelled',
    { state: 'cancelled' },
    'query',
    paid,
    90,
    { to: 'confirmed', isLate: true },
  ],
  ['late: paid although it had failed', { state: 'failed' }, 'query', paid, 90, { to: 'confirmed', isLate: true }],
  [
    'asked about before a notice makes it late',
    { state: 'cancelled' },
    'notice',
    paid,
    90,
    { to: 'cancelled', nextAt: after(90) },
  ],
  ['confirmed by a notice', { state: 'unknown' }, 'notice', paid, 20, { to: 'confirmed', nextAt: null }],
  [
    'never confirmed with another amount',
    {},
    'query',
    { ...paid, amountCents: 4_99 },
    20,
    { to: 'unknown', reason: 'amount_differs' },
  ],
  [
    'never confirmed in another currency',
    {},
    'notice',
    { ...paid, currency: 'HKD' },
    20,
    { to: 'unknown', reason: 'amount_differs' },
  ],
  [
    'not known over there yet',
    { state: 'unknown' },
    'query',
    { kind: 'absent' },
    20,
    { to: 'unknown', reason: 'not_known_yet' },
  ],
  [
    'never arrived',
    { state: 'unknown' },
    'query',
    { kind: 'absent' },
    300,
    { to: 'failed', reason: 'never_arrived', nextAt: null },
  ],
  [
    'a QR code that was never shown',
    { state: 'unknown', mode: 'qr' },
    'query',
    { kind: 'absent' },
    20,
    { to: 'failed' },
  ],
  ['confirmed stays confirmed: paid', { state: 'confirmed' }, 'notice', paid, 90, null],
  ['confirmed stays confirmed: closed', { state: 'confirmed' }, 'query', { kind: 'cancelled' }, 90, null],
  ['confirmed stays confirmed: still paying', { state: 'confirmed' }, 'query', { kind: 'waiting' }, 90, null],
  ['failed stays failed', { state: 'failed' }, 'query', { kind: 'waiting' }, 90, { to: 'failed', nextAt: null }],
]

for (const [name, change, asked, answer, seconds, expected] of table) {
  test(`a payment is ${name}`, () => {
    const step = stepAfter(stand(change), asked, answer, after(seconds))
    if (expected === null) return assert.equal(step, null)
    assert.deepEqual({ ...step, ...expected }, step)
    return assert.equal(step!.isLate ?? false, expected.isLate ?? false)
  })
}

const anyAnswer = fc.oneof(
  fc.constant(paid),
  fc.constant<PaymentAnswer>({ kind: 'waiting' }),
  fc.constant<PaymentAnswer>({ kind: 'cancelled' }),
  fc.constant<PaymentAnswer>({ kind: 'absent' }),
  fc.constant<PaymentAnswer>({ kind: 'refused', reason: 'no' }),
  fc.constant<PaymentAnswer>({ kind: 'lost', reason: 'timeout' }),
)

test('whatever comes in whatever order, money is never lost from sight and an open payment is always asked about again', () => {
  const moment = fc.record({
    asked: fc.constantFrom<Asked>('send', 'query', 'cancel', 'notice'),
    answer: anyAnswer,
    seconds: fc.integer({ min: 0, max: 200 }),
  })
  fc.assert(
    fc.property(fc.array(moment, { maxLength: 30 }), (moments) => {
      let payment = stand({ state: 'sent' })
      let isLate = false
      for (const { asked, answer, seconds } of moments) {
        const step = stepAfter(payment, asked, answer, after(seconds))
        if (payment.state === 'confirmed') assert.equal(step, null, 'confirmed is the end')
        if (!step) continue
        const mayRest = ['confirmed', 'failed', 'cancelled'].includes(step.to)
        assert.ok(mayRest || step.nextAt !== null, `${step.to} is asked about again`)
        if (step.to === 'confirmed' && payment.cancelAskedAt) assert.ok(step.isLate, 'paid after giving up is late')
        isLate ||= step.isLate ?? false
        payment = {
          ...payment,
          state: step.to,
          cancelAskedAt: payment.cancelAskedAt ?? (step.cancelNow ? after(seconds) : null),
        }
      }
      // The provider says "paid" when asked: wherever the payment stands, it ends confirmed.
      const end = stepAfter(payment, 'query', paid, after(300))
      assert.ok(payment.state === 'confirmed' || end?.to === 'confirmed')
      assert.ok(!isLate || payment.state === 'confirmed')
    }),
    { numRuns: 2_000 },
  )
})

test('a refund is asked for again until it is known, and settled once', () => {
  const refund = { state: 'pending' as const, createdAt: sentAt }
  assert.deepEqual(refundStepAfter(refund, { kind: 'lost', reason: 'timeout' }, after(1)), {
    to: 'pending',
    reason: 'timeout',
    nextAt: after(6),
  })
  assert.equal(refundStepAfter(refund, { kind: 'refused', reason: 'no' }, after(1))?.to, 'failed')
  assert.equal(refundStepAfter(refund, { kind: 'done', providerNo: 'n' }, after(1))?.to, 'confirmed')
  for (const state of ['confirmed', 'failed'] as const)
    assert.equal(refundStepAfter({ ...refund, state }, { kind: 'done', providerNo: 'n' }, after(1)), null)
})

const codes: [string, string | null][] = [
  ['100000000000000000', 'wechat_pay'],
  ['159999999999999999', 'wechat_pay'],
  ['160000000000000000', null],
  ['1345678901234567890', null], // nineteen digits: not WeChat's
  ['2500000000000000', 'alipay'],
  ['300000000000000000000000', 'alipay'],
  ['3100000000000000', null],
  ['2400000000000000', null],
  ['250000000000000', null],
  ['6901234567892', null], // a barcode
  ['13456789012345678x', null],
]
for (const [code, provider] of codes)
  test(`the code ${code} is ${provider ?? 'nobody’s'}`, () => assert.equal(providerOfCode(code), provider))

test('a trade number leads back to its payment, and no other text does', () => {
  const id = newId()
  assert.equal(idOfTradeNo(tradeNoOf(id)), id)
  for (const text of ['', 'abc', `${tradeNoOf(id)}0`, tradeNoOf(id).toUpperCase()])
    assert.equal(idOfTradeNo(text), null)
})

test('cents and yuan are each other’s, to the fen', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000_000 }), (amountCents) =>
      assert.equal(centsOfYuan(yuanOfCents(amountCents)), amountCents),
    ),
  )
  assert.deepEqual(['0.1', '1', '1.234', '-1', '1e3', ''].map(centsOfYuan), [10, 100, null, null, null, null])
})

test('the text that Alipay signed is found as it came, braces inside texts included', () => {
  const node = '{"code":"10000","msg":"a \\"}{ b","inner":{"x":1}}'
  assert.equal(jsonNodeOf(`{"alipay_trade_query_response":${node},"sign":"s"}`, 'alipay_trade_query_response'), node)
  assert.equal(jsonNodeOf(`{"sign":"s","alipay_trade_query_response": ${node}}`, 'alipay_trade_query_response'), node)
  assert.equal(jsonNodeOf('{"error_response":{}}', 'alipay_trade_query_response'), null)
  assert.equal(jsonNodeOf('{"alipay_trade_query_response":{"a":1', 'alipay_trade_query_response'), null)
})

test('keys travel by HTTPS, or inside the house', () => {
  const fit = ['https://api.mch.weixin.qq.com', 'http://127.0.0.1:9180', 'http://localhost:1', 'http://192.168.1.5:80']
  const unfit = [
    'http://api.mch.weixin.qq.com',
    'ftp://x',
    'x',
    'https://user:pass@host',
    'http://127.evil.com',
    'http://10.evil.com',
  ]
  assert.deepEqual(
    fit.filter((url) => !isFitBaseUrl(url)),
    [],
  )
  assert.deepEqual(unfit.filter(isFitBaseUrl), [])
})

test('every state is in the table above or open', () => {
  const seen = new Set(table.flatMap(([, { state }, , , , step]) => [state ?? 'pending', step?.to ?? 'confirmed']))
  assert.deepEqual(
    paymentStates.filter((state) => !seen.has(state)),
    ['created'],
  )
})
