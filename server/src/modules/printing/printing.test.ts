import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { movableClock } from '#platform/clock.ts'
import type { App } from '#platform/http.ts'
import { testApp } from '#testing/app.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { type MadeShop, makeCommittedShop, makeUser, signIn, type SignedIn } from '#testing/make-merchant.ts'
import { makePrinter } from '#testing/make-printer.ts'
import { makeSale } from '#testing/make-sale.ts'
import { type PrinterSimulator, startPrinterSimulator } from '#testing/printer-simulator.ts'
import { committed, testAt, testDatabase } from '#testing/work.ts'
import { newId } from '#shared/ids.ts'
import { afterTry, checkPrinterAddress, choosePrinter } from './printer-rules.ts'
import { PrintRunner } from './print-runner.ts'
import { giveUpLost, takeJob } from './job-queries.ts'

const clock = movableClock(testAt)
const host = '127.0.9.1'
let simulator: PrinterSimulator
let app: App
let shop: MadeShop
let owner: SignedIn
let printerId: string
let saleId: string

before(async () => {
  simulator = await startPrinterSimulator(host)
  app = await testApp(clock)
  shop = await makeCommittedShop()
  owner = await signIn(app, { merchantId: shop.merchantId, userId: shop.ownerId })
  await committed(shop.merchantId, async (work) => {
    printerId = (await makePrinter(work, shop.storeId, { name: '前台', host, port: 9100 })).printerId
    const item = await makeItem(work, { name: '深层清洁护理' })
    const member = await makeMember(work)
    saleId = (await makeSale(work, { storeId: shop.storeId, memberId: member.id, items: [[item.id, 2]] })).saleId
  })
})

beforeEach(() => {
  simulator.mood = 'works'
  simulator.printed.length = 0
})

after(() => simulator.stop())

const runner = () => new PrintRunner({ database: testDatabase(), clock, log: assert.fail })
/** As the till asks: without a word where its own printer is meant. */
const printSale = (payload?: object) =>
  owner.call({ method: 'POST', url: `/sales/${saleId}/prints`, ...(payload && { payload }) })
const jobs = async (query = '') => (await owner.call({ url: `/print-jobs${query}` })).body.items

async function until(
  state: string,
  wished: string | null = null,
): Promise<{ id: string; state: string; problem: string | null }> {
  for (let look = 0; look < 500; look++) {
    const [job] = await jobs()
    if (job?.state === state && (wished === null || job.problem === wished)) return job
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return assert.fail(`no job came to be ${state}`)
}

test('a receipt comes out of the store’s printer once, in Chinese; the second is marked as a copy and on record', async () => {
  const first = await printSale()
  assert.deepEqual([first.status, first.body.printerId], [201, printerId])
  await until('printed')
  const again = await printSale()
  assert.equal(again.status, 201)
  await until('printed')
  const [original, copy] = simulator.printed.map((bytes) => new TextDecoder('gb18030').decode(bytes))
  assert.match(original!, /深层清洁护理/)
  assert.doesNotMatch(original!, /补打/)
  assert.match(copy!, /补打/)
  const { body } = await owner.call({ url: '/audit?limit=50' })
  assert.equal(body.items.filter((row: { action: string }) => row.action === 'receipt.reprint').length, 1)
})

test('a printer that is off is tried again later, one without paper too; nothing comes out twice', async () => {
  simulator.mood = 'paper_out'
  await printSale()
  await until('waiting', 'paper_out')
  simulator.mood = 'works'
  clock.moveTo(new Date(clock.now().getTime() + 10_000))
  const worker = runner()
  worker.take(shop.merchantId, printerId)
  await worker.idle()
  assert.equal((await jobs())[0].state, 'printed')
  assert.equal(simulator.printed.length, 1)
})

test('a connection that breaks in the middle leaves it to a person: print again, or cancel', async () => {
  simulator.mood = 'breaks'
  await printSale()
  const unclear = await until('unclear')
  assert.equal((await jobs('?isOpen=true')).length, 1)
  simulator.mood = 'works'
  const retried = await owner.call({ method: 'POST', url: `/print-jobs/${unclear.id}/retry` })
  assert.equal(retried.status, 200)
  await until('printed')
  const late = await owner.call({ method: 'DELETE', url: `/print-jobs/${unclear.id}` })
  assert.equal(late.body.code, 'print_job_ended')
})

test('two processes never send to one printer at once, and a dead one’s job is told as unclear', async () => {
  const { merchantId, storeId } = shop
  const other = await committed(merchantId, (work) => makePrinter(work, storeId, { host: '127.0.9.2', port: 9109 }))
  await printSale({ printerId: other.printerId })
  // Nobody answers there: the app's own try is over before others ask.
  await until('waiting', 'ECONNREFUSED')
  const at = new Date(clock.now().getTime() + 3_600_000)
  const taken = await Promise.all([
    committed(merchantId, (work) => takeJob(work, other.printerId), { at }),
    committed(merchantId, (work) => takeJob(work, other.printerId), { at }),
  ])
  assert.equal(taken.filter(Boolean).length, 1)
  const later = new Date(at.getTime() + 120_000)
  assert.equal(await committed(merchantId, giveUpLost, { at: later }), 1)
})

test('a printer’s address lies in the shop’s network, on a printer’s port; a name is used once a store', async () => {
  const settings = {
    ...{ storeId: shop.storeId, deviceId: null, name: '后厨', language: 'star', host: '192.168.1.50', port: 9100 },
    ...{ columns: 32, hasCutter: true, hasDrawer: false, printsEachSale: false },
  }
  const add = (change: object) =>
    owner.call({ method: 'POST', url: '/printers', payload: { ...settings, ...change } }).then(({ body }) => body.code)
  assert.equal(await add({ host: '8.8.8.8' }), 'printer_address_not_private')
  assert.equal(await add({ host: 'localhost' }), 'printer_address_not_private')
  assert.equal(await add({ port: 22 }), 'printer_port_invalid')
  assert.equal(await add({ name: '前台' }), 'printer_name_taken')
  assert.equal(await add({}), undefined)
  const cashier = await committed(shop.merchantId, (work) => makeUser(work, { permissions: ['sale.sell'] }))
  const clerk = await signIn(app, { merchantId: shop.merchantId, userId: cashier.userId })
  assert.equal((await clerk.call({ method: 'POST', url: '/printers', payload: settings })).body.code, 'not_allowed')
})

test('a receipt is a file too: PDF, page, text and printer bytes; the public link shows no holdings', async () => {
  const file = (format: string) =>
    app.inject({ url: `/api/v1/sales/${saleId}/receipt-file?format=${format}`, headers: owner.headers })
  const text = await file('text')
  assert.match(text.body, /积分余额/)
  assert.match((await file('pdf')).body, /^%PDF-/)
  assert.match((await file('html')).headers['content-security-policy'] as string, /^default-src 'none'/)
  assert.equal((await file('escpos')).rawPayload[0], 0x1b)
  const { body } = await owner.call({ url: `/sales/${saleId}` })
  const open = await app.inject({ url: `/api/v1/receipts/${body.receiptToken}/file?format=text` })
  assert.match(open.body, /深层清洁护理/)
  assert.doesNotMatch(open.body, /积分余额/)
  const forged = await app.inject({ url: `/api/v1/receipts/${newId()}/file?format=text` })
  assert.equal(forged.statusCode, 404)
})

test('the pure rules: addresses, the till’s own printer before the store’s, tries that grow apart and end', () => {
  for (const address of ['10.0.0.8', '172.31.0.1', '192.168.0.9', '127.0.0.1']) {
    assert.equal(checkPrinterAddress({ host: address, port: 9100 }), undefined, address)
  }
  for (const address of ['172.32.0.1', '11.0.0.1', '192.168.1', '0x7f.0.0.1', '192.168.01.2', '::1', '1.1.1.1']) {
    assert.equal(checkPrinterAddress({ host: address, port: 9100 })?.code, 'printer_address_not_private', address)
  }
  const of = (id: string, deviceId: string | null) => ({ id, storeId: 's', deviceId, name: id })
  const printers = [of('a', null), of('b', 'till')]
  assert.equal(choosePrinter(printers, { storeId: 's', deviceId: 'till' })?.id, 'b')
  assert.equal(choosePrinter(printers, { storeId: 's', deviceId: 'other' })?.id, 'a')
  assert.equal(choosePrinter(printers, { storeId: 'x', deviceId: null }), null)
  const off = { kind: 'unreachable', problem: 'ECONNREFUSED' } as const
  const waits = [1, 2, 5, 9].map((tries) => {
    const change = afterTry(tries, off, testAt)
    return change.state === 'waiting' ? change.nextTryAt.getTime() - testAt.getTime() : null
  })
  assert.deepEqual(waits, [3_000, 6_000, 48_000, 60_000])
  assert.equal(afterTry(12, off, testAt).state, 'failed')
})
