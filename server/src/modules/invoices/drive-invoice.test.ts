import assert from 'node:assert/strict'
import { before, beforeEach, test } from 'node:test'
import { sendOverHttp, Unanswered } from '#modules/payments/provider-http.ts'
import { newId } from '#shared/ids.ts'
import type { Refused } from '#shared/refusal.ts'
import { obligingVendor } from '#testing/invoice-vendor-simulator.ts'
import { companyTaxNumber } from '#testing/make-invoice.ts'
import { type InvoiceShop, makeInvoiceShop } from '#testing/make-invoice-shop.ts'
import { recordAnswer } from './drive-invoice.ts'
import { hearRefund } from './hear-refund.ts'
import { requestNumberOf } from './invoice-step-rules.ts'
import { requestInvoice } from './request-invoice.ts'
import { replaceInvoice } from './replace-invoice.ts'
import { recordRedLetter, retryInvoice } from './settle-invoice.ts'
import { saveSettings } from './settings.ts'

let shop: InvoiceShop

before(async () => {
  shop = await makeInvoiceShop()
})

beforeEach(() => {
  shop.wire.send = sendOverHttp
  shop.vendor.state.behaviour = { ...obligingVendor }
  shop.vendor.state.trouble = () => null
  shop.vendor.state.asked = []
})

const refusedWith = (code: string) => (error: Refused) => error.code === code
const person = { type: 'personal' as const, name: '李小红', taxNumber: null, email: 'li@example.com' }
const company = { type: 'company' as const, name: '晴天商贸', taxNumber: companyTaxNumber, email: 'fa@example.com' }
const madeAt = (id: string, attempt = 1) => shop.vendor.invoices.get(requestNumberOf(id, attempt))

test('an invoice asked for is issued, with the sale’s lines to the fen and under its tax class', async () => {
  const { saleId } = await shop.sell()
  const { id } = await shop.ask(saleId)
  await shop.later(0)
  const row = await shop.read(id)
  assert.deepEqual([row.state, row.totalCents, row.netCents, row.taxCents], ['issued', 226_00, 200_00, 26_00])
  assert.equal(row.invoiceNumber, madeAt(id)!.invoiceNumber)
  assert.match(row.files.pdf!, /\.pdf$/)
  const { lines, total, businessNumber, buyer } = madeAt(id)!
  assert.deepEqual([total, businessNumber], ['226.00', row.receiptNumber])
  assert.deepEqual(
    lines.map(({ name: _, ...line }) => line),
    [
      {
        taxClass: '1030401000000000000',
        ...{ quantity: '2', unitPrice: '100', taxRate: '0.13', net: '200.00', tax: '26.00', total: '226.00' },
      },
    ],
  )
  assert.deepEqual(buyer, { isPerson: true, name: '李小红', email: 'li@example.com' })
})

test('the buyer lies sealed in the database', async () => {
  const { saleId } = await shop.sell()
  await shop.inShop((work) => requestInvoice(work, { invoiceId: newId(), saleId, buyer: company }))
  const [row] = await shop.inShop((work) =>
    work.tx
      .selectFrom('invoices.invoice')
      .selectAll()
      .where('merchantId', '=', shop.merchantId)
      .where('saleId', '=', saleId)
      .execute(),
  )
  const text = JSON.stringify({ ...row, buyer: row!.buyer.toString('latin1') })
  for (const secret of [company.name, company.taxNumber, company.email]) assert.equal(text.includes(secret), false)
})

test('a sale has one invoice: the same buyer gets it again, another one is refused, twenty at once make one', async () => {
  const { saleId } = await shop.sell()
  const ask = (buyer: typeof person | typeof company) =>
    shop.inShop((work) => requestInvoice(work, { invoiceId: newId(), saleId, buyer }))
  const asked = await Promise.all(Array.from({ length: 20 }, () => ask(person)))
  const ids = new Set(asked.map(({ invoiceId }) => invoiceId))
  assert.equal(ids.size, 1)
  await assert.rejects(ask(company), refusedWith('invoice_asked_already'))
  await shop.later(0)
  const again = await ask(person)
  assert.deepEqual([again.state, ids.has(again.invoiceId)], ['issued', true])
})

test('nothing is invoiced of what came back, nor where nothing is left', async () => {
  const sale = await shop.sell()
  const { id } = await shop.ask(sale.saleId)
  await shop.giveBack(sale)
  await shop.later(0)
  const row = await shop.read(id)
  assert.deepEqual([row.state, row.reason], ['failed', 'nothing_to_invoice'])
  assert.equal(madeAt(id), undefined)
  await assert.rejects(shop.ask(sale.saleId), refusedWith('nothing_to_invoice'))
})

test('a slow vendor is asked until it is done, and asked for it once', async () => {
  shop.vendor.state.behaviour.waits = 2
  const { id } = await shop.ask((await shop.sell()).saleId)
  await shop.later(0)
  assert.equal(await shop.stateOf(id), 'issuing')
  await shop.later(2)
  assert.equal(madeAt(id)!.waitsLeft, 1, 'not asked too early')
  await shop.later(1)
  await shop.later(5)
  assert.equal(await shop.stateOf(id), 'issued')
  assert.equal(shop.vendor.state.asked.filter((subject) => subject === 'POST /invoices').length, 1)
})

test('the answer is lost after it was issued: asking by number finds it', async () => {
  shop.vendor.state.trouble = () => 'drop_answer'
  const { id } = await shop.ask((await shop.sell()).saleId)
  await shop.later(0)
  const lost = await shop.read(id)
  assert.deepEqual([lost.state, lost.reason], ['issuing', 'unreachable'])
  shop.vendor.state.trouble = () => null
  await shop.later(5)
  assert.equal(await shop.stateOf(id), 'issued')
  assert.equal(shop.vendor.state.asked.filter((subject) => subject === 'POST /invoices').length, 1)
})

test('a request that never arrived is sent again, under its own number', async () => {
  shop.vendor.state.trouble = () => 'drop_request'
  const { id } = await shop.ask((await shop.sell()).saleId)
  await shop.later(0)
  assert.equal(madeAt(id), undefined)
  shop.vendor.state.trouble = () => null
  await shop.later(5)
  assert.equal(await shop.stateOf(id), 'issued')
  assert.ok(madeAt(id))
})

test('a vendor that hangs, is down, or does not sign is no answer', async () => {
  const { id } = await shop.ask((await shop.sell()).saleId)
  const reasons: (string | null)[] = []
  const visit = async (seconds: number) => {
    await shop.later(seconds)
    reasons.push((await shop.read(id)).reason)
  }
  shop.wire.send = () => Promise.reject(new Unanswered('timeout'))
  await visit(0)
  shop.wire.send = sendOverHttp
  shop.vendor.state.trouble = () => 'error_500'
  await visit(10)
  shop.vendor.state.trouble = () => null
  shop.wire.send = (request) => sendOverHttp({ ...request, headers: { ...request.headers, 'x-signature': 'forged' } })
  await visit(20)
  const forged = { state: 'issued', invoiceNumber: '9'.repeat(20), total: '226.00' }
  shop.wire.send = () => Promise.resolve({ status: 200, headers: {}, body: JSON.stringify(forged) })
  await visit(60)
  assert.deepEqual(reasons, ['timeout', 'bad_signature', 'credentials', 'bad_signature'])
  assert.equal(await shop.stateOf(id), 'issuing')
  shop.wire.send = sendOverHttp
  shop.vendor.state.behaviour.tellsTotal = '1.00'
  await visit(120)
  assert.equal(reasons.at(-1), 'amount', 'an invoice over another amount is none of ours')
  shop.vendor.state.behaviour.tellsTotal = null
  await shop.later(300)
  assert.equal(await shop.stateOf(id), 'issued')
})

test('two answers, or one to an attempt that is over, change nothing', async () => {
  const { id } = await shop.ask((await shop.sell()).saleId)
  await shop.later(0)
  const { invoiceNumber } = await shop.read(id)
  for (const kind of ['issued', 'refused'] as const) {
    const answer = { kind, invoiceNumber: '8'.repeat(20), files: {}, reason: 'late' }
    assert.equal(await shop.inShop((work) => recordAnswer(work, id, 1, answer)), null)
  }
  const row = await shop.read(id)
  assert.deepEqual([row.state, row.invoiceNumber], ['issued', invoiceNumber])
})

test('killed before the answer: the lease keeps others off, then the next process finds what happened', async () => {
  const { id } = await shop.ask((await shop.sell()).saleId)
  shop.wire.send = async (request) => {
    await sendOverHttp(request)
    throw new Error('the process is gone')
  }
  await shop.later(0)
  shop.wire.send = sendOverHttp
  const other = shop.makeRunner()
  other.take(shop.merchantId, id)
  await other.idle()
  assert.equal(await shop.stateOf(id), 'issuing', 'not due yet')
  await shop.later(5)
  assert.equal(await shop.stateOf(id), 'issued')
  assert.equal(shop.vendor.state.asked.filter((subject) => subject === 'POST /invoices').length, 1)
  assert.ok(shop.logged.some((line) => line.includes('the process is gone')))
})

test('a refused invoice fails; tried again it is a new request, over what is left by then', async () => {
  shop.vendor.state.behaviour.refusesWith = 'quota'
  const sale = await shop.sell()
  const { id } = await shop.ask(sale.saleId)
  await shop.later(0)
  const failed = await shop.read(id)
  assert.deepEqual([failed.state, failed.reason], ['failed', 'quota'])
  shop.vendor.state.behaviour.refusesWith = null
  await shop.inShop((work) => retryInvoice(work, id))
  await assert.rejects(
    shop.inShop((work) => retryInvoice(work, id)),
    refusedWith('invoice_not_failed'),
  )
  await shop.later(0)
  assert.equal(await shop.stateOf(id), 'issued')
  assert.deepEqual([madeAt(id, 1)!.state, madeAt(id, 2)!.state], ['refused', 'issued'])
})

test('whoever failed with a wrong name asks anew with the right one', async () => {
  shop.vendor.state.behaviour.refusesWith = 'buyer'
  const { saleId } = await shop.sell()
  const { id } = await shop.ask(saleId)
  await shop.later(0)
  shop.vendor.state.behaviour.refusesWith = null
  await shop.inShop((work) => requestInvoice(work, { invoiceId: newId(), saleId, buyer: company }))
  await shop.later(0)
  assert.equal(await shop.stateOf(id), 'issued')
  assert.deepEqual(madeAt(id, 2)!.buyer, {
    isPerson: false,
    ...{ name: company.name, taxNumber: company.taxNumber, email: company.email },
  })
})

test('a refund after the invoice wants a red letter, and only a confirmation settles it, once', async () => {
  const sale = await shop.sell()
  const { id } = await shop.ask(sale.saleId)
  await shop.later(0)
  await shop.inShop((work) => hearRefund(work, sale.saleId))
  assert.equal(await shop.stateOf(id), 'issued', 'nothing came back yet')
  await shop.giveBack(sale)
  await shop.deliver()
  await shop.inShop((work) => hearRefund(work, sale.saleId))
  assert.equal(await shop.stateOf(id), 'red_letter_needed')
  const letter = { invoiceId: id, confirmationNumber: '31052603010001', redInvoiceNumber: '2'.repeat(20) }
  const settle = () => shop.inShop((work) => recordRedLetter(work, { redLetterId: newId(), ...letter }))
  assert.deepEqual(await settle(), { amountCents: 226_00 })
  await assert.rejects(settle(), refusedWith('no_red_letter_due'))
  const row = await shop.read(id)
  assert.deepEqual([row.state, row.redCents], ['issued', 226_00])
  await shop.inShop((work) => hearRefund(work, sale.saleId))
  assert.equal(await shop.stateOf(id), 'issued', 'the red letter took it back')
})

test('an invoice to the wrong buyer is taken back whole and another takes its place, over what is left', async () => {
  const sale = await shop.sell()
  const { id: wrongId } = await shop.ask(sale.saleId)
  const other = company
  const letter = { confirmationNumber: '31052603010099', redInvoiceNumber: '9'.repeat(20), reason: '抬头开错' }
  const replace = (change: object = {}) => {
    const input = { redLetterId: newId(), invoiceId: wrongId, ...letter, buyer: other, ...change }
    return shop.inShop((work) => replaceInvoice(work, input))
  }
  await assert.rejects(replace(), refusedWith('invoice_not_issued'))
  await shop.later(0)
  await assert.rejects(replace({ buyer: { ...other, taxNumber: 'X' } }), refusedWith('invalid_tax_number'))
  assert.equal(await shop.stateOf(wrongId), 'issued', 'a wrong number of the new buyer changes nothing')
  const replaced = await replace()
  assert.deepEqual([replaced.amountCents, replaced.totalCents, replaced.state], [226_00, 226_00, 'requested'])
  await shop.later(0)
  const [wrong, right] = [await shop.read(wrongId), await shop.read(replaced.invoiceId)]
  assert.deepEqual([wrong.state, wrong.redCents, right.state, right.redCents], ['reversed', 226_00, 'issued', 0])
  await assert.rejects(replace(), refusedWith('invoice_not_issued'))
  // What comes back from now on concerns the one that stands.
  await shop.giveBack(sale)
  await shop.inShop((work) => hearRefund(work, sale.saleId))
  assert.deepEqual([await shop.stateOf(wrongId), await shop.stateOf(right.id)], ['reversed', 'red_letter_needed'])
})

test('a confirmation serves one red letter', async () => {
  const confirmationNumber = '31052603010002'
  const outcomes: unknown[] = []
  for (let i = 0; i < 2; i++) {
    const sale = await shop.sell()
    const { id: invoiceId } = await shop.ask(sale.saleId)
    await shop.later(0)
    await shop.giveBack(sale)
    await shop.inShop((work) => hearRefund(work, sale.saleId))
    const input = { redLetterId: newId(), invoiceId, confirmationNumber, redInvoiceNumber: '3'.repeat(20) }
    outcomes.push(await shop.inShop((work) => recordRedLetter(work, input)).catch((error: Refused) => error.code))
  }
  assert.deepEqual(outcomes, [{ amountCents: 226_00 }, 'red_letter_recorded'])
})

test('a refund while the vendor is at it is noticed when the invoice comes', async () => {
  shop.vendor.state.behaviour.waits = 1
  const sale = await shop.sell()
  const { id } = await shop.ask(sale.saleId)
  await shop.later(0)
  await shop.giveBack(sale)
  await shop.inShop((work) => hearRefund(work, sale.saleId))
  assert.equal(await shop.stateOf(id), 'issuing')
  await shop.later(5)
  assert.equal(await shop.stateOf(id), 'red_letter_needed')
})

test('settings: a wrong number, a foreign address and a missing secret are refused; the secret is kept, not repeated', async () => {
  const good = {
    ...{ isOn: true, baseUrl: shop.vendor.url, appKey: shop.vendor.appKey },
    ...{ sellerTaxNumber: companyTaxNumber, defaultTaxClass: '3070402' },
  }
  const save = (input: Partial<typeof good>) => shop.inShop((work) => saveSettings(work, { ...good, ...input }))
  await assert.rejects(save({ sellerTaxNumber: '91350100M000100Y44' }), refusedWith('invalid_tax_number'))
  await assert.rejects(save({ baseUrl: 'http://vendor.example' }), refusedWith('invalid_provider_address'))
  await assert.rejects(save({ defaultTaxClass: 'tea' }), refusedWith('invalid_tax_class'))
  await assert.rejects(save({ baseUrl: 'https://elsewhere.example' }), refusedWith('invoice_secret_needed'))
  await save({})
  const { id } = await shop.ask((await shop.sell()).saleId)
  await shop.later(0)
  assert.equal(await shop.stateOf(id), 'issued', 'the secret that was sealed before still signs')
  await save({ isOn: false })
  const { saleId } = await shop.sell()
  await assert.rejects(shop.ask(saleId), refusedWith('invoices_not_offered'))
  await save({})
})
