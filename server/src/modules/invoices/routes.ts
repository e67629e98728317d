import { openReceiptToken } from '#modules/cashier/receipt-token.ts'
import { receiptKeyPurpose } from '#modules/cashier/sale-views.ts'
import { readSaleShares } from '#modules/cashier/money-shares.ts'
import { storesOf } from '#platform/actor.ts'
import { decodeCursor, pageOf } from '#platform/contract.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import * as contract from './contract.ts'
import { inOwnWork } from './drive-invoice.ts'
import {
  type InvoiceRow,
  listInvoices,
  readInvoiceOfSale,
  readInvoicesOfSale,
  readRedLetters,
} from './invoice-queries.ts'
import { invoiceableTotal } from './invoice-rules.ts'
import { redLetterCents } from './invoice-step-rules.ts'
import type { InvoiceRunner } from './invoice-runner.ts'
import { openBuyer, requestInvoice } from './request-invoice.ts'
import { offersInvoices, saveSettings } from './settings.ts'
import { readSettings } from './settings-queries.ts'
import { settlementInvoiceRoutes } from './settlement-invoice-routes.ts'
import { replaceInvoice } from './replace-invoice.ts'
import { ownInvoice, recordRedLetter, restOf, retryInvoice } from './settle-invoice.ts'

export type InvoiceTools = { runner: InvoiceRunner; keyOf: (purpose: string, merchantId: string) => Buffer }

/** E-invoices: the customer's part behind the receipt, the shop's list, what a person settles, the vendor. */
export function invoiceRoutes(app: App, tools: InvoiceTools): void {
  receiptRoutes(app, tools)
  readRoutes(app)
  settleRoutes(app, tools)
  replaceRoute(app, tools)
  settingsRoutes(app)
  settlementInvoiceRoutes(app)
}

function receiptRoutes(app: App, { runner, keyOf }: InvoiceTools) {
  const open = (token: string) => {
    const claim = openReceiptToken(token, (merchantId) => keyOf(receiptKeyPurpose, merchantId))
    if (!claim) throw new Refused('receipt_not_found')
    return claim
  }
  app.get(
    '/receipts/:token/invoice',
    {
      config: { access: 'public', triesPerMinute: 60 },
      schema: {
        operationId: 'receiptInvoiceGet',
        params: contract.ReceiptParams,
        response: { 200: contract.ReceiptInvoice, ...refusals('receipt_not_found') },
      },
    },
    async (request) => {
      const { merchantId, saleId } = open(request.params.token)
      return request.readFor(merchantId, async (work) => {
        const [isOffered, shares, invoice] = await Promise.all([
          offersInvoices(work),
          readSaleShares(work, saleId),
          readInvoiceOfSale(work, saleId),
        ])
        if (!shares) throw new Refused('receipt_not_found')
        const { state, buyerType, totalCents, invoiceNumber } = invoice ?? {}
        return {
          isOffered,
          invoiceableCents: invoiceableTotal(shares.lines),
          invoice:
            state && buyerType && totalCents
              ? { state, buyerType, totalCents, invoiceNumber: invoiceNumber ?? null }
              : null,
        }
      })
    },
  )

  app.post(
    '/receipts/:token/invoice',
    {
      config: { access: 'public', idempotent: { without: 'a sale has one invoice' }, triesPerMinute: 10 },
      schema: {
        operationId: 'receiptInvoiceRequest',
        params: contract.ReceiptParams,
        body: contract.InvoiceRequest,
        response: {
          201: contract.InvoiceAsked,
          ...refusals(
            ...['receipt_not_found', 'sale_not_found', 'invoices_not_offered', 'nothing_to_invoice'],
            ...['invoice_asked_already', 'invalid_buyer_name', 'invalid_tax_number'],
          ),
        },
      },
    },
    async (request, reply) => {
      const { merchantId, saleId } = open(request.params.token)
      const { buyerType: type, name, taxNumber = null, email } = request.body
      const invoiceId = newId(request.at.getTime())
      const asked = await inOwnWork(runner.tools, merchantId, (work) =>
        requestInvoice(work, { invoiceId, saleId, buyer: { type, name, taxNumber, email } }),
      )
      runner.take(merchantId, asked.invoiceId)
      return reply.code(201).send(asked)
    },
  )
}

function view(row: InvoiceRow) {
  const { id, saleId, storeId, receiptNumber, businessDay, state, reason, buyerType, invoiceNumber } = row
  const { totalCents, netCents, taxCents, redCents } = row
  return {
    ...{ id, saleId, storeId, receiptNumber, businessDay, state, reason, buyerType, invoiceNumber },
    ...{ totalCents, netCents, taxCents, redCents },
    requestedAt: row.requestedAt.toISOString(),
    issuedAt: row.issuedAt?.toISOString() ?? null,
  }
}

function readRoutes(app: App) {
  app.get(
    '/invoices',
    {
      config: { permission: 'invoices.read' },
      schema: {
        operationId: 'invoiceList',
        querystring: contract.InvoiceListQuery,
        response: { 200: contract.InvoicePage },
      },
    },
    async (request) => {
      const { cursor, limit = 50, state = null, day = null } = request.query
      const key = decodeCursor(cursor, 2)
      const before = key && { at: String(key[0]), id: String(key[1]) }
      const rows = await request.read((work) =>
        listInvoices(work, { state, day, storeIds: storesOf(work.actor) }, { before, limit: limit + 1 }),
      )
      const { page, next } = pageOf(rows, limit, (last) => [last.requestedAt, last.id])
      return { items: page.map(view), next }
    },
  )

  app.get(
    '/invoices/:invoiceId',
    {
      config: { permission: 'invoices.read' },
      schema: {
        operationId: 'invoiceGet',
        params: contract.InvoiceParams,
        response: { 200: contract.Invoice, ...refusals('invoice_not_found') },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const row = await ownInvoice(work, request.params.invoiceId)
        const [letters, restCents, others] = await Promise.all([
          readRedLetters(work, row.id),
          restOf(work, row),
          readInvoicesOfSale(work, row.saleId),
        ])
        const { name, taxNumber, email } = openBuyer(work, row)
        return {
          ...view(row),
          buyer: { name, taxNumber, email },
          lines: row.lines,
          files: row.files,
          redLetterCents: row.state === 'red_letter_needed' ? redLetterCents(row, restCents) : 0,
          others: others.filter(({ id }) => id !== row.id).map(({ id: invoiceId, state }) => ({ invoiceId, state })),
          redLetters: letters.map(({ id, at, ...letter }) => ({ redLetterId: id, ...letter, at: at.toISOString() })),
        }
      }),
  )
}

function settleRoutes(app: App, { runner }: InvoiceTools) {
  const config = { permission: 'invoices.manage', idempotent: true } as const
  app.post(
    '/invoices/:invoiceId/retry',
    {
      config,
      schema: {
        operationId: 'invoiceRetry',
        params: contract.InvoiceParams,
        response: {
          200: contract.InvoiceAsked,
          ...refusals('invoice_not_found', 'invoice_not_failed', 'invoices_not_offered', 'nothing_to_invoice'),
        },
      },
    },
    async (request) => {
      const { invoiceId } = request.params
      const asked = await request.inTransaction((work) => retryInvoice(work, invoiceId))
      runner.take(request.caller!.merchantId, invoiceId)
      return asked
    },
  )

  app.post(
    '/invoices/:invoiceId/red-letters',
    {
      config,
      schema: {
        operationId: 'invoiceRedLetterRecord',
        params: contract.InvoiceParams,
        body: contract.RedLetterCreate,
        response: {
          201: contract.RedLetterRecorded,
          ...refusals('invoice_not_found', 'no_red_letter_due', 'red_letter_recorded'),
        },
      },
    },
    async (request, reply) => {
      const redLetterId = recordId(request)
      const input = { redLetterId, ...request.params, ...request.body }
      const recorded = await request.inTransaction(async (work) => ({
        redLetterId,
        ...(await recordRedLetter(work, input)),
      }))
      return reply.code(201).send(recorded)
    },
  )
}

function replaceRoute(app: App, { runner }: InvoiceTools) {
  app.post(
    '/invoices/:invoiceId/replacements',
    {
      config: { permission: 'invoices.manage', idempotent: true },
      schema: {
        operationId: 'invoiceReplace',
        params: contract.InvoiceParams,
        body: contract.InvoiceReplace,
        response: {
          201: contract.InvoiceReplaced,
          ...refusals(
            ...['invoice_not_found', 'invoice_not_issued', 'red_letter_recorded', 'nothing_to_invoice'],
            ...['invoices_not_offered', 'invalid_buyer_name', 'invalid_tax_number'],
          ),
        },
      },
    },
    async (request, reply) => {
      const { buyerType: type, name, taxNumber = null, email, ...letter } = request.body
      const buyer = { type, name, taxNumber, email }
      const input = { redLetterId: recordId(request), ...request.params, ...letter, buyer }
      const replaced = await request.inTransaction((work) => replaceInvoice(work, input))
      runner.take(request.caller!.merchantId, replaced.invoiceId)
      return reply.code(201).send(replaced)
    },
  )
}

function settingsRoutes(app: App) {
  app.get(
    '/invoice-settings',
    {
      config: { permission: 'settings.edit' },
      schema: { operationId: 'invoiceSettingsGet', response: { 200: contract.Settings } },
    },
    async (request) => {
      const known = await request.read(readSettings)
      return {
        isOn: known?.isOn ?? false,
        baseUrl: known?.baseUrl ?? '',
        appKey: known?.appKey ?? '',
        hasSecret: Boolean(known?.secret),
        sellerTaxNumber: known?.sellerTaxNumber ?? '',
        defaultTaxClassCode: known?.defaultTaxClass ?? '',
      }
    },
  )

  app.put(
    '/invoice-settings',
    {
      config: { permission: 'settings.edit', idempotent: true },
      schema: {
        operationId: 'invoiceSettingsSave',
        body: contract.SettingsSave,
        response: {
          200: contract.SettingsSaved,
          ...refusals(
            ...['invalid_provider_address', 'invalid_tax_number', 'invalid_tax_class'],
            ...['invoice_secret_needed', 'invoices_need_yuan'],
          ),
        },
      },
    },
    async (request) => {
      const { defaultTaxClassCode: defaultTaxClass, ...rest } = request.body
      return request.inTransaction(async (work) => {
        await saveSettings(work, { defaultTaxClass, ...rest })
        return { isOn: rest.isOn }
      })
    },
  )
}
