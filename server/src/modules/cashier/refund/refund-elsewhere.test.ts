import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { composeRefund } from '#modules/cashier/receipt/compose-receipt.ts'
import { readSale } from '#modules/cashier/sale/sale-queries.ts'
import { takingShiftOf } from '#modules/cashier/shift/lock-shifts.ts'
import { newId } from '#shared/ids.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeDevice, makeShop, makeStore } from '#testing/make-merchant.ts'
import { makeSale } from '#testing/make-sale.ts'
import { makeShift, tillActor } from '#testing/make-shift.ts'
import { inWork, type TestWork } from '#testing/work.ts'
import { previewRefund, refundSale } from './refund-sale.ts'

/** A sale of the one store, and a till of the other. */
async function makeTwoStores(work: TestWork) {
  const { storeId: soldIn } = await makeShop(work)
  const { storeId: other } = await makeStore(work)
  const { id: itemId } = await makeItem(work, { tracksStock: true })
  const sale = await makeSale(work, { storeId: soldIn, items: [[itemId, 2]] })
  const { deviceId } = await makeDevice(work, other)
  const lines = [{ lineId: sale.input.lines[0]!.lineId, quantityMilli: 1_000 }]
  const order = async (isVoid = false) => {
    const whole = [{ lineId: lines[0]!.lineId, quantityMilli: 2_000 }]
    const wish = { saleId: sale.saleId, lines: isVoid ? whole : lines }
    const { fingerprint } = await previewRefund(work, wish)
    return { ...wish, fingerprint, reason: '在附近上班', refundId: newId(), ...(isVoid ? { isVoid } : {}) }
  }
  return { soldIn, other, itemId, deviceId, order }
}

test(
  'whoever works in both stores gives back at their own till: its shift, its shelf, its numbers',
  inWork(async (work) => {
    const { soldIn, other, itemId, deviceId, order } = await makeTwoStores(work)
    const { shiftId, till } = await makeShift(work, { storeId: other, actor: tillActor(deviceId) })
    const { refundId, receiptNumber } = await refundSale(till, await order())
    const [refund] = await work.send<{ storeId: string; shiftId: string }>(sql`
      select store_id, shift_id from cashier.refund where merchant_id = ${work.merchantId} and id = ${refundId}`)
    assert.deepEqual(refund, { storeId: other, shiftId })
    assert.match(receiptNumber, /^R02-01-/)
    const stock = await work.send<{ storeId: string; quantityMilli: number }>(sql`
      select store_id, quantity_milli from stock.on_hand where merchant_id = ${work.merchantId} and item_id = ${itemId}`)
    const milliOf = (storeId: string) => stock.find((row) => row.storeId === storeId)?.quantityMilli ?? 0
    assert.deepEqual([milliOf(soldIn), milliOf(other)], [-2_000, 1_000])
    const { saleId } = await order()
    const slip = await composeRefund(till, (await readSale(till, saleId))!, refundId)
    assert.equal(slip.storeId, other, 'its slip comes out there, and opens the drawer there')
  }),
)

test(
  'at a till without a shift nothing is given back, and staff of the other store alone are told where to go',
  inWork(async (work) => {
    const { other, deviceId, order } = await makeTwoStores(work)
    const asked = await order()
    const both = work.as(tillActor(deviceId), work.at)
    await assert.rejects(refundSale(both, asked), { code: 'shift_not_open' })
    const { till } = await makeShift(work, { storeId: other, actor: tillActor(deviceId) })
    const oneStore = work.as({ ...tillActor(deviceId), storeIds: [other] }, work.at)
    await assert.rejects(refundSale(oneStore, asked), { code: 'refund_elsewhere_not_allowed' })
    assert.ok(await takingShiftOf(till, other))
    await assert.rejects(refundSale(till, await order(true)), { code: 'void_of_other_shift' })
  }),
)
