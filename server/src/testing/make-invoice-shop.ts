import { after } from 'node:test'
import { refundedInvoices } from '#modules/invoices/hear-refund.ts'
import { readInvoice } from '#modules/invoices/invoice-queries.ts'
import { InvoiceRunner, takeDue } from '#modules/invoices/invoice-runner.ts'
import { sendOverHttp, type Transport } from '#modules/payments/provider-http.ts'
import { movableClock } from '#platform/clock.ts'
import { deliverPage } from '#platform/outbox.ts'
import { assert } from '#shared/assert.ts'
import { newId } from '#shared/ids.ts'
import { startInvoiceVendor } from './invoice-vendor-simulator.ts'
import { makeInvoice, turnOnInvoices } from './make-invoice.ts'
import { makeItem } from './make-item.ts'
import { makeShop } from './make-merchant.ts'
import { makeRefund } from './make-refund.ts'
import { makeSale, type SaleWish } from './make-sale.ts'
import { committed, testAt, testDatabase } from './work.ts'

const stops: (() => Promise<void>)[] = []
after(() => Promise.all(stops.map((stop) => stop())))

export type InvoiceShop = Awaited<ReturnType<typeof makeInvoiceShop>>

/** A shop of its own whose invoice vendor is a simulator, one product of 113.00 with 13 % inside, and a clock moved by hand. */
export async function makeInvoiceShop() {
  const clock = movableClock(testAt)
  const vendor = await startInvoiceVendor(clock)
  stops.push(vendor.stop)
  const merchantId = newId()
  const { storeId, ownerId, itemId } = await committed(merchantId, async (work) => {
    const shop = await makeShop(work)
    await turnOnInvoices(work, { baseUrl: vendor.url, appKey: vendor.appKey, secretKey: vendor.secretKey })
    const item = await makeItem(work, { listPriceCents: 113_00, taxRateBps: 1_300, taxClass: '1030401' })
    return { ...shop, itemId: item.id }
  })
  const wire: { send: Transport } = { send: sendOverHttp }
  const logged: string[] = []
  const makeRunner = () =>
    new InvoiceRunner({
      database: testDatabase(),
      clock,
      log: (line) => void logged.push(line),
      transport: (request) => wire.send(request),
    })
  const runner = makeRunner()
  const inShop = <T>(body: Parameters<typeof committed<T>>[1]) => committed(merchantId, body, { at: clock.now() })
  const read = async (id: string) => {
    const row = await inShop((work) => readInvoice(work, id))
    assert(row, 'the invoice is there')
    return row
  }
  return {
    ...{ merchantId, storeId, ownerId, itemId, clock, vendor, wire, runner, makeRunner, logged, inShop, read },
    sell: (wish: Partial<SaleWish> = {}) =>
      inShop((work) => makeSale(work, { storeId, items: [[itemId, 2]], ...wish })),
    giveBack: (sale: Awaited<ReturnType<typeof makeSale>>) => inShop((work) => makeRefund(work, sale)),
    ask: (saleId: string) => inShop((work) => makeInvoice(work, saleId)),
    stateOf: async (id: string) => (await read(id)).state,
    /** Lets the time pass and does what is due then, for this merchant alone. */
    later: async (seconds: number) => {
      clock.moveTo(new Date(clock.now().getTime() + seconds * 1_000))
      const tasks = await inShop((work) => takeDue(runner.tools, work))
      await Promise.all(tasks.map((task) => task()))
    },
    /** Lets the module hear what happened so far. */
    deliver: async () => {
      const options = { database: testDatabase(), subscriptions: [refundedInvoices], merchantId, at: clock.now() }
      for (let after = (await deliverPage(options)).after; after; after = (await deliverPage(options, after)).after);
    },
  }
}
