import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { App } from '#platform/http.ts'
import { testApp } from '#testing/app.ts'
import { companyTaxNumber } from '#testing/make-invoice.ts'
import { type InvoiceShop, makeInvoiceShop } from '#testing/make-invoice-shop.ts'
import { caller, makeStore, makeUser, signIn, type SignedIn } from '#testing/make-merchant.ts'
import { committed } from '#testing/work.ts'

let shop: InvoiceShop
let app: App
let owner: SignedIn
let cashier: SignedIn

before(async () => {
  shop = await makeInvoiceShop()
  app = await testApp(shop.clock, undefined, shop.runner)
  const { merchantId } = shop
  owner = await signIn(app, { merchantId, userId: shop.ownerId })
  const { userId } = await committed(merchantId, (work) => makeUser(work, { role: 'cashier' }))
  cashier = await signIn(app, { merchantId, userId })
})

const company = { buyerType: 'company', name: '晴天商贸', taxNumber: companyTaxNumber, email: 'fa@example.com' }

let strangers = 0

/** A customer on a phone of its own. */
async function customerOf(saleId: string) {
  const { body } = await owner.call({ url: `/sales/${saleId}` })
  const remoteAddress = `10.1.0.${++strangers}`
  const url = `/api/v1/receipts/${body.receiptToken}/invoice`
  const answerOf = ({ statusCode, body }: { statusCode: number; body: string }) => ({
    status: statusCode,
    body: JSON.parse(body),
  })
  return {
    url,
    see: async () => answerOf(await app.inject({ method: 'GET', url, remoteAddress })),
    ask: async (payload: object = company) =>
      answerOf(await app.inject({ method: 'POST', url, remoteAddress, payload })),
  }
}

test('who holds the receipt asks for its invoice, and sees it issued without seeing whose it is', async () => {
  const customer = await customerOf((await shop.sell()).saleId)
  assert.deepEqual((await customer.see()).body, { isOffered: true, invoiceableCents: 226_00, invoice: null })
  const asked = await customer.ask()
  assert.deepEqual([asked.status, asked.body.state, asked.body.totalCents], [201, 'requested', 226_00])
  await shop.runner.idle()
  const seen = await customer.see()
  assert.deepEqual([seen.body.invoice.state, seen.body.invoice.invoiceNumber.length], ['issued', 20])
  assert.equal(JSON.stringify(seen.body).includes('晴天'), false)
  assert.equal((await customer.ask()).body.invoiceId, asked.body.invoiceId, 'asked twice, it is the same')
})

test('a mistyped tax number is refused in words; so is a forged receipt', async () => {
  const customer = await customerOf((await shop.sell()).saleId)
  const wrong = await customer.ask({ ...company, taxNumber: '91310000MA1FL0AB0P' })
  assert.deepEqual([wrong.status, wrong.body.code], [400, 'invalid_tax_number'])
  assert.equal((await customer.ask({ ...company, email: 'nobody' })).status, 400)
  const [, token] = /receipts\/(.+)\/invoice/.exec(customer.url)!
  const changed = `${token!.slice(0, 50)}${token![50] === 'A' ? 'B' : 'A'}${token!.slice(51)}`
  const forged = await app.inject({ method: 'POST', url: customer.url.replace(token!, changed), payload: company })
  assert.deepEqual([forged.statusCode, forged.json().code], [404, 'receipt_not_found'])
})

test('a stranger may not try without end', async () => {
  const customer = await customerOf((await shop.sell()).saleId)
  const statuses: number[] = []
  for (let i = 0; i < 12; i++) statuses.push((await customer.ask({ ...company, taxNumber: 'x' })).status)
  assert.deepEqual([statuses[0], statuses.at(-1)], [400, 429])
})

test('the shop finds an invoice by state and day, sees its buyer, and tries a failed one again', async () => {
  shop.vendor.state.behaviour.refusesWith = 'quota'
  const { saleId } = await shop.sell()
  await (await customerOf(saleId)).ask()
  await shop.runner.idle()
  shop.vendor.state.behaviour.refusesWith = null
  const { body: list } = await owner.call({ url: '/invoices?state=failed&day=2026-03-01&limit=1' })
  assert.deepEqual([list.items.length, list.items[0].saleId, list.items[0].reason], [1, saleId, 'quota'])
  assert.equal(JSON.stringify(list).includes('晴天'), false)
  assert.deepEqual((await owner.call({ url: '/invoices?day=2026-02-28' })).body.items, [])
  const { id } = list.items[0]
  const url = `/invoices/${id}`
  const { body } = await owner.call({ url })
  assert.deepEqual(body.buyer, { name: '晴天商贸', taxNumber: companyTaxNumber, email: 'fa@example.com' })
  assert.equal((await cashier.call({ url })).status, 403)
  assert.equal((await cashier.call({ method: 'POST', url: `${url}/retry` })).status, 403)
  assert.equal((await owner.call({ method: 'POST', url: `${url}/retry` })).status, 200)
  await shop.runner.idle()
  assert.equal((await owner.call({ url })).body.state, 'issued')
  const early = { confirmationNumber: '3105260301', redInvoiceNumber: '1'.repeat(20) }
  const refused = await owner.call({ method: 'POST', url: `${url}/red-letters`, payload: early })
  assert.deepEqual([refused.status, refused.body.code], [409, 'no_red_letter_due'])
})

test('who works in another store sees none of this one’s invoices', async () => {
  const { userId } = await committed(shop.merchantId, async (work) => {
    const { storeId } = await makeStore(work)
    return makeUser(work, { permissions: ['invoices.read'], storeIds: [storeId] })
  })
  const elsewhere = await signIn(app, { merchantId: shop.merchantId, userId })
  const customer = await customerOf((await shop.sell()).saleId)
  const { invoiceId } = (await customer.ask()).body
  assert.deepEqual((await elsewhere.call({ url: '/invoices' })).body.items, [])
  assert.equal((await elsewhere.call({ url: `/invoices/${invoiceId}` })).body.code, 'invoice_not_found')
})

test('the vendor’s secret goes in and never comes out', async () => {
  const { body } = await owner.call({ url: '/invoice-settings' })
  assert.equal(body.hasSecret, true)
  assert.equal(JSON.stringify(body).includes(shop.vendor.secretKey), false)
  const { hasSecret: _, ...settings } = body
  assert.equal((await owner.call({ method: 'PUT', url: '/invoice-settings', payload: settings })).status, 200)
  assert.equal((await cashier.call({ url: '/invoice-settings' })).status, 403)
})

test('a printed receipt says that an invoice can be asked for, while the shop has it on', async () => {
  const { saleId } = await shop.sell()
  const paper = async () =>
    (await app.inject({ url: `/api/v1/sales/${saleId}/receipt-file?format=text`, headers: owner.headers })).body
  assert.match(await paper(), /申请电子发票/)
  const { hasSecret: _, ...settings } = (await owner.call({ url: '/invoice-settings' })).body
  const turn = (isOn: boolean) =>
    owner.call({ method: 'PUT', url: '/invoice-settings', payload: { ...settings, isOn } })
  await turn(false)
  assert.doesNotMatch(await paper(), /电子发票/)
  const anonymous = caller(app)
  assert.equal((await anonymous.call({ url: '/invoices' })).status, 401)
  await turn(true)
})
