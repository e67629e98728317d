import assert from 'node:assert/strict'
import { test } from 'node:test'
import { driveIfDue } from '#modules/invoices/drive-invoice.ts'
import { readInvoice } from '#modules/invoices/invoice-queries.ts'
import { readSettings } from '#modules/invoices/settings-queries.ts'
import { movableClock } from '#platform/clock.ts'
import { makeInvoice, turnOnInvoices } from '#testing/make-invoice.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeCommittedShop } from '#testing/make-merchant.ts'
import { makeSale } from '#testing/make-sale.ts'
import { committed, testAt, testDatabase } from '#testing/work.ts'
import { startDemoInvoices } from './invoice-vendor.ts'

test('in the demo shop a customer gets an e-invoice; a vendor of one’s own stays', async () => {
  const { merchantId, storeId } = await makeCommittedShop()
  const clock = movableClock(testAt)
  const vendor = await startDemoInvoices(testDatabase(), merchantId, clock)
  try {
    const { id } = await committed(merchantId, async (work) => {
      const item = await makeItem(work)
      return makeInvoice(work, (await makeSale(work, { storeId, items: [[item.id, 1]] })).saleId)
    })
    const tools = { database: testDatabase(), clock, log: assert.fail }
    clock.moveTo((await driveIfDue(tools, merchantId, id))!)
    assert.equal(await driveIfDue(tools, merchantId, id), null)
    assert.equal((await committed(merchantId, (work) => readInvoice(work, id)))!.state, 'issued')
  } finally {
    await vendor.stop()
  }
  await committed(merchantId, (work) => turnOnInvoices(work, { baseUrl: 'https://vendor.example' }))
  await (await startDemoInvoices(testDatabase(), merchantId, clock)).stop()
  assert.equal((await committed(merchantId, readSettings))!.baseUrl, 'https://vendor.example')
})
