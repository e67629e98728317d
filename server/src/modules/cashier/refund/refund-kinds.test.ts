import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { bookOfflineSales } from '#modules/cashier/offline/book-offline-sales.ts'
import { pastDevice } from '#modules/identity/past-device.ts'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import { newId } from '#shared/ids.ts'
import { readSale } from '#modules/cashier/sale/sale-queries.ts'
import { showSale } from '#modules/cashier/sale-views.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeDevice, makeShop } from '#testing/make-merchant.ts'
import { makeOfflineSale } from '#testing/make-offline-sale.ts'
import { makePayment } from '#testing/make-payment.ts'
import { makeSale, saleInputOf, type SaleWish } from '#testing/make-sale.ts'
import { holdings, makeStoredValue } from '#testing/make-value.ts'
import { inWork, staffActor, type TestWork } from '#testing/work.ts'
import { exchangeSale } from './exchange-sale.ts'
import { previewRefund, refundSale } from './refund-sale.ts'
import { quoteBareReturn, returnWithoutReceipt } from './return-without-receipt.ts'

async function makeRegular(work: TestWork) {
  const { storeId } = await makeShop(work)
  const { id: memberId } = await makeMember(work)
  return {
    storeId,
    memberId,
    shirtId: (await makeItem(work)).id,
    coatId: (await makeItem(work, { listPriceCents: 15_000 })).id,
  }
}

async function returned(work: TestWork, sale: Awaited<ReturnType<typeof makeSale>>, units = 1) {
  const lines = [{ lineId: sale.input.lines[0]!.lineId, quantityMilli: units * 1000 }]
  const { fingerprint } = await previewRefund(work, { saleId: sale.saleId, lines })
  return { lines, fingerprint, reason: '换大一号', refundId: newId() }
}

async function exchanged(work: TestWork, sale: Awaited<ReturnType<typeof makeSale>>, wish: SaleWish) {
  const refund = await returned(work, sale)
  const input = { saleId: sale.saleId, newSaleId: newId(), refund, sale: await saleInputOf(work, wish) }
  return { input, run: () => exchangeSale(work, input) }
}

test(
  'an exchange gives the stored value back and spends it again, the rest in cash, in one step',
  inWork(async (work) => {
    const { storeId, memberId, shirtId, coatId } = await makeRegular(work)
    await makeStoredValue(work, memberId, 10_000)
    const shirt = await makeSale(work, { storeId, memberId, items: [[shirtId, 1]], storedCents: 10_000 })
    const { run } = await exchanged(work, shirt, { storeId, memberId, items: [[coatId, 1]], storedCents: 10_000 })
    const { sale, refund } = await run()
    assert.deepEqual([sale.netCents, refund.paidCents], [15_000, 10_000])
    assert.equal((await holdings(work, memberId)).storedCents, 0)
    assert.equal((await verifyLedger(work)).ok, true)
    const [link] = await work.send<{ exchangeRefundId: string; kind: string }>(sql`
      select s.exchange_refund_id, r.kind from cashier.sale s
        join cashier.refund r on r.merchant_id = ${work.merchantId} and r.id = s.exchange_refund_id
       where s.merchant_id = ${work.merchantId} and s.id = ${sale.saleId}`)
    assert.deepEqual(link, { exchangeRefundId: refund.refundId, kind: 'exchange' })
  }),
)

test(
  'in an exchange the money of a payment stays, only the difference goes back to where it came from',
  inWork(async (work) => {
    const { storeId, shirtId, coatId } = await makeRegular(work)
    const saleId = newId()
    const payment = await makePayment(work, { storeId, saleId, amountCents: 15_000 })
    const outside = { method: 'wechat_pay', amountCents: 15_000, paymentId: payment.id }
    const coat = await makeSale(work, { storeId, saleId, items: [[coatId, 1]], outside })
    const carriedTenderId = coat.input.tenders[0]!.tenderId
    const kept = { method: 'wechat_pay', amountCents: 10_000, paymentId: payment.id, carriedTenderId }
    const { run } = await exchanged(work, coat, { storeId, items: [[shirtId, 1]], outside: kept })
    await run()
    const backs = await work.send<{ amountCents: number }>(sql`
      select amount_cents from payments.payment_refund
       where merchant_id = ${work.merchantId} and payment_id = ${payment.id}`)
    assert.deepEqual(backs, [{ amountCents: 5_000 }])
  }),
)

test(
  'an exchange that keeps more than comes back, or whose new sale is refused, changes nothing',
  inWork(async (work) => {
    const { storeId, shirtId, coatId } = await makeRegular(work)
    const outside = { method: 'card', amountCents: 10_000 }
    const shirt = await makeSale(work, { storeId, items: [[shirtId, 1]], outside })
    const carriedTenderId = shirt.input.tenders[0]!.tenderId
    const more = { method: 'card', amountCents: 15_000, carriedTenderId }
    const greedy = await exchanged(work, shirt, { storeId, items: [[coatId, 1]], outside: more })
    await assert.rejects(greedy.run(), { code: 'carried_money_mismatch' })
  }),
)

test(
  'a void takes a whole sale back, and nothing that was partly returned',
  inWork(async (work) => {
    const { storeId, shirtId } = await makeRegular(work)
    const sale = await makeSale(work, { storeId, items: [[shirtId, 2]] })
    const part = await returned(work, sale)
    await assert.rejects(refundSale(work, { saleId: sale.saleId, ...part, isVoid: true }), { code: 'void_not_whole' })
    const whole = await returned(work, sale, 2)
    assert.equal((await refundSale(work, { saleId: sale.saleId, ...whole, isVoid: true })).paidCents, 20_000)
    await assert.rejects(previewRefund(work, { saleId: sale.saleId, lines: whole.lines }), {
      code: 'refund_exceeds_sale',
    })
  }),
)

test(
  'goods without a receipt come back by authority, at the lowest price of today, as stored value',
  inWork(async (work) => {
    const { storeId, memberId, shirtId } = await makeRegular(work)
    const lines = [{ lineId: newId(), productId: shirtId, quantityMilli: 2000 }]
    const asked = { storeId, memberId, lines, paidTo: 'stored_value' as const }
    const { fingerprint, netCents } = await quoteBareReturn(work, asked)
    assert.equal(netCents, 20_000)
    const input = { ...asked, fingerprint, reason: '小票遗失', refundId: newId() }
    const cashier = work.as(staffActor(['sale.sell', 'sale.refund']), work.at)
    await assert.rejects(returnWithoutReceipt(cashier, input), { code: 'refund_approval_needed' })
    const manager = work.as(staffActor(['sale.sell', 'sale.return']), work.at)
    await returnWithoutReceipt(manager, input)
    assert.equal((await holdings(work, memberId)).storedCents, 20_000)
    await assert.rejects(returnWithoutReceipt(manager, { ...input, refundId: newId(), fingerprint: 'f'.repeat(64) }), {
      code: 'quote_changed',
    })
  }),
)

test(
  'a sale made offline beyond the balance gives back what the member really paid, and no more',
  inWork(async (work) => {
    const { storeId, memberId, shirtId } = await makeRegular(work)
    await makeStoredValue(work, memberId, 4_000)
    const till = await makeDevice(work, storeId)
    const wish = { storeId, memberId, items: [[shirtId, 1]] as const, storedCents: 10_000 }
    const made = await makeOfflineSale(work, { ...wish, till, cashierId: null, sequence: 1 })
    const device = await pastDevice(work, till.deviceId)
    await bookOfflineSales(work, device!, { deviceId: till.deviceId, sales: [made], rescuedBy: null })
    assert.equal((await holdings(work, memberId)).storedCents, 0)

    const { saleId } = made
    const lines = made.input.lines.map(({ lineId }) => ({ lineId, quantityMilli: 1000 }))
    const { fingerprint } = await previewRefund(work, { saleId, lines })
    await refundSale(work, { saleId, lines, fingerprint, reason: '不合适', refundId: newId() })
    assert.equal((await holdings(work, memberId)).storedCents, 4_000)
    assert.equal((await verifyLedger(work)).ok, true)
    const shown = await showSale(work, (await readSale(work, saleId))!)
    assert.deepEqual([shown.tenders[0]!.shortUnits, shown.refunds[0]!.tenders[0]!.shortUnits], [6_000, 6_000])
  }),
)
