import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bookOfflineSales } from '#modules/cashier/offline/book-offline-sales.ts'
import { previewRefund, refundSale } from '#modules/cashier/refund/refund-sale.ts'
import { quoteBareReturn, returnWithoutReceipt } from '#modules/cashier/refund/return-without-receipt.ts'
import { pastDevice } from '#modules/identity/past-device.ts'
import { changeStore } from '#modules/shops/change-store.ts'
import type { CashMode, CashStepCents } from '#modules/shops/shop-rules.ts'
import type { OpenWork, Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeDevice, makeShop } from '#testing/make-merchant.ts'
import { makeOfflineSale } from '#testing/make-offline-sale.ts'
import { makeSale } from '#testing/make-sale.ts'
import { countCash, makeShift, tillActor } from '#testing/make-shift.ts'
import { inWork } from '#testing/work.ts'
import { readSale } from './sale-queries.ts'

/** A store that rounds its cash so, an item for 9.96, an open till. */
async function makeRounding(work: OpenWork, cashStepCents: CashStepCents, cashMode: CashMode) {
  const { storeId } = await makeShop(work)
  await changeStore(work, { storeId, version: 1, cashStepCents, cashMode })
  const { id: itemId } = await makeItem(work, { listPriceCents: 996 })
  const device = await makeDevice(work, storeId)
  const shift = await makeShift(work, { storeId, openingCents: 10_000, actor: tillActor(device.deviceId) })
  return { storeId, itemId, device, ...shift }
}

/** What the drawer is short or over when it holds so much more than its float. */
async function varianceOf(till: Work, shiftId: string, takenCents: number): Promise<number> {
  const { tenders } = await countCash(till, shiftId, 10_000 + takenCents)
  return tenders[0]!.varianceCents
}

async function giveBack(till: Work, saleId: string, quantityMilli: number): Promise<number> {
  const sale = (await readSale(till, saleId))!
  const lines = [{ lineId: sale.lines[0]!.lineId, quantityMilli }]
  const { fingerprint } = await previewRefund(till, { saleId, lines })
  return (await refundSale(till, { saleId, lines, fingerprint, reason: '不合适', refundId: newId() })).paidCents
}

const settled: [CashStepCents, CashMode, coinsCents: number][] = [
  [1, 'nearest', 2_988],
  [10, 'nearest', 2_990],
  [10, 'down', 2_980],
  [100, 'nearest', 3_000],
  [100, 'down', 2_900],
]
for (const [stepCents, mode, coinsCents] of settled) {
  test(
    `29.88 in cash, ${mode} to ${stepCents} cents, is ${coinsCents}: the difference is a signed figure of its own, the drawer is exact`,
    inWork(async (work) => {
      const { storeId, itemId, shiftId, till } = await makeRounding(work, stepCents, mode)
      const sold = await makeSale(till, { storeId, items: [[itemId, 3]], receivedCents: 5_000 })
      assert.deepEqual([sold.netCents, sold.changeCents], [2_988, 5_000 - coinsCents])
      const [tender] = (await readSale(till, sold.saleId))!.tenders
      assert.deepEqual([tender!.amountCents, tender!.roundingCents], [2_988, coinsCents - 2_988])
      assert.equal(await varianceOf(till, shiftId, coinsCents), 0)
    }),
  )

  test(
    `a sale without a line rounds the same, ${mode} to ${stepCents} cents, and joins the drawer to the cent`,
    inWork(async (work) => {
      const { storeId, itemId, device, shiftId, till } = await makeRounding(work, stepCents, mode)
      const wish = { storeId, items: [[itemId, 3]] as const, receivedCents: 3_000 }
      const made = await makeOfflineSale(work, { ...wish, till: device, cashierId: null, sequence: 1 })
      assert.equal(made.made.changeCents, 3_000 - coinsCents)
      const gone = (await pastDevice(work, device.deviceId))!
      await bookOfflineSales(work, gone, { deviceId: device.deviceId, sales: [made], rescuedBy: null })
      const [tender] = (await readSale(work, made.saleId))!.tenders
      assert.equal(tender!.roundingCents, coinsCents - 2_988)
      assert.equal(await varianceOf(till, shiftId, coinsCents), 0)
    }),
  )

  test(
    `parts of a sale go back unrounded, and all of them are what was paid, ${mode} to ${stepCents} cents (R17)`,
    inWork(async (work) => {
      const { storeId, itemId, shiftId, till } = await makeRounding(work, stepCents, mode)
      const sold = await makeSale(till, { storeId, items: [[itemId, 3]] })
      const first = await giveBack(till, sold.saleId, 1000)
      assert.equal(first, 996)
      assert.equal(await varianceOf(till, shiftId, coinsCents - first), 0)
      assert.equal(first + (await giveBack(till, sold.saleId, 2000)), coinsCents)
      assert.equal(await varianceOf(till, shiftId, 0), 0)
    }),
  )
}

test(
  'what rounds away is paid by no coin, and comes back as none',
  inWork(async (work) => {
    const { storeId, shiftId, till } = await makeRounding(work, 100, 'nearest')
    const { id: itemId } = await makeItem(work, { listPriceCents: 49 })
    const sold = await makeSale(till, { storeId, items: [[itemId, 1]] })
    const [tender] = (await readSale(till, sold.saleId))!.tenders
    assert.deepEqual([tender!.amountCents, tender!.roundingCents, tender!.receivedCents], [49, -49, 0])
    assert.equal(await giveBack(till, sold.saleId, 1000), 0)
    assert.equal(await varianceOf(till, shiftId, 0), 0)
  }),
)

test(
  'cash for goods without a receipt rounds like the cash that was taken for them',
  inWork(async (work) => {
    const { storeId, itemId, shiftId, till } = await makeRounding(work, 10, 'nearest')
    const lines = [{ lineId: newId(), productId: itemId, quantityMilli: 1000 }]
    const asked = { storeId, memberId: null, lines, paidTo: 'cash' as const }
    const { fingerprint, netCents, paidCents } = await quoteBareReturn(till, asked)
    assert.deepEqual([netCents, paidCents], [996, 1_000])
    const back = await returnWithoutReceipt(till, { ...asked, fingerprint, reason: '小票遗失', refundId: newId() })
    assert.equal(back.paidCents, 1_000)
    assert.equal(await varianceOf(till, shiftId, -1_000), 0)
  }),
)
