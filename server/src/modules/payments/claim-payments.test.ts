import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#shared/ids.ts'
import { isRefusal, type Refused } from '#shared/refusal.ts'
import { makePayment } from '#testing/make-payment.ts'
import { committed, inWork } from '#testing/work.ts'
import { claimPayments, lockPayments, openPaymentsOf, requestPaymentRefunds } from './claim-payments.ts'
import { applyClaim, claimPlan, type PaymentFacts, refundPlans } from './claim-rules.ts'

const facts = (change: Partial<PaymentFacts> = {}): PaymentFacts => ({
  id: 'p',
  storeId: 'store',
  purpose: 'sale',
  saleId: 'sale',
  amountCents: 5_00,
  currency: 'CNY',
  state: 'confirmed',
  isLate: false,
  refundedCents: 0,
  claimedBy: null,
  ...change,
})
const mapOf = (change?: Partial<PaymentFacts>) => new Map([['p', facts(change)]])
const wish = {
  ...{ paymentId: 'p', purpose: 'sale' as const, saleId: 'sale', tenderId: 't' },
  ...{ storeId: 'store', amountCents: 5_00, currency: 'CNY' },
}

const refusedClaims: [string, Partial<PaymentFacts>, string][] = [
  ['taken already', { claimedBy: { saleId: 'sale', tenderId: 'x' } }, 'payment_claimed'],
  ['of another cart', { saleId: 'other' }, 'payment_of_another_sale'],
  ['asked for a top-up', { purpose: 'top_up' }, 'payment_of_another_sale'],
  ['given up and paid too late', { isLate: true }, 'payment_given_back'],
  ['partly on its way back', { refundedCents: 1 }, 'payment_given_back'],
  ['not known', { state: 'unknown' }, 'payment_not_confirmed'],
  ['waiting for the customer', { state: 'pending' }, 'payment_not_confirmed'],
  ['a fen less', { amountCents: 4_99 }, 'payment_mismatch'],
  ['a fen more', { amountCents: 5_01 }, 'payment_mismatch'],
  ['of another store', { storeId: 'other' }, 'payment_mismatch'],
  ['of another currency', { currency: 'USD' }, 'payment_mismatch'],
]

for (const [name, change, code] of refusedClaims) {
  test(`a payment ${name} is not taken by a sale`, () => {
    const plan = claimPlan(mapOf(change), wish)
    assert.ok(isRefusal(plan))
    assert.equal(plan.code, code)
  })
}

test('a confirmed payment is taken once, within one batch too', () => {
  const payments = mapOf()
  const plan = claimPlan(payments, wish)
  assert.ok(!isRefusal(plan))
  applyClaim(payments, plan)
  const second = claimPlan(payments, { ...wish, tenderId: 't2' })
  assert.ok(isRefusal(second))
  assert.equal(second.code, 'payment_claimed')
})

test('refunds of one payment never exceed it, however they are split', () => {
  const thirds = [2_00, 2_00, 1_01].map((amountCents) => ({ paymentId: 'p', refundId: null, amountCents }))
  const tooMuch = refundPlans(mapOf(), thirds)
  assert.ok(isRefusal(tooMuch))
  assert.deepEqual([tooMuch.code, tooMuch.details], ['payment_refund_too_large', { paymentId: 'p', leftCents: 1_00 }])
  assert.ok(!isRefusal(refundPlans(mapOf(), thirds.slice(0, 2))))
})

test(
  'a claim is written once, and seen by whoever locks next',
  inWork(async (work) => {
    const payment = await makePayment(work, { amountCents: 5_00 })
    const claim = { paymentId: payment.id, saleId: payment.saleId, tenderId: newId() }
    await claimPayments(work, [claim])
    const locked = (await lockPayments(work, [payment.id, newId()])).get(payment.id)!
    assert.deepEqual(locked.claimedBy, { saleId: payment.saleId, tenderId: claim.tenderId })
    await assert.rejects(claimPayments(work, [claim]), /duplicate key/)
  }),
)

test(
  'money asked back is counted at once',
  inWork(async (work) => {
    const { id: paymentId } = await makePayment(work, { amountCents: 5_00 })
    await requestPaymentRefunds(work, [{ paymentId, refundId: newId(), amountCents: 3_00 }])
    assert.equal((await lockPayments(work, [paymentId])).get(paymentId)!.refundedCents, 3_00)
    await assert.rejects(
      requestPaymentRefunds(work, [{ paymentId, refundId: newId(), amountCents: 2_01 }]),
      (error: Refused) => error.code === 'payment_refund_too_large',
    )
  }),
)

test('of two refunds at once that together exceed the payment, one wins', async () => {
  const merchantId = newId()
  const { id: paymentId } = await committed(merchantId, (work) => makePayment(work, { amountCents: 5_00 }))
  const outcomes = await Promise.allSettled(
    Array.from({ length: 6 }, () =>
      committed(merchantId, (work) =>
        requestPaymentRefunds(work, [{ paymentId, refundId: newId(), amountCents: 3_00 }]),
      ),
    ),
  )
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
})

test(
  'what is not known yet keeps its store, device and shift open',
  inWork(async (work) => {
    const [storeId, deviceId, shiftId] = [newId(), newId(), newId()]
    const open = await makePayment(work, { state: 'unknown', storeId, deviceId, shiftId })
    await makePayment(work, { state: 'confirmed', storeId, deviceId, shiftId })
    await makePayment(work, { state: 'unknown' })
    for (const place of [{ storeId }, { deviceId }, { shiftId }]) {
      assert.deepEqual(
        (await openPaymentsOf(work, place)).map(({ id }) => id),
        [open.id],
      )
    }
  }),
)
