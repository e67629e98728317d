import { type App, recordId, refusals } from '#platform/http.ts'
import * as contract from './contract.ts'
import { readSaleInvoicing } from './sale-invoicing.ts'
import { readSettlementMonth, recordSettlementInvoice, saveSettlementTitle } from './settlement-invoices.ts'
import { settlementRemark } from './settlement-invoice-rules.ts'

/** Invoices that stores make out to each other for stored value, and what of one sale may be invoiced to whom. */
export function settlementInvoiceRoutes(app: App): void {
  app.get(
    '/settlement-invoices',
    {
      config: { permission: 'invoices.read' },
      schema: {
        operationId: 'settlementInvoiceMonth',
        querystring: contract.SettlementMonthQuery,
        response: { 200: contract.SettlementMonth, ...refusals('store_not_allowed') },
      },
    },
    async (request) => {
      const { pairs, ...month } = await request.read((work) => readSettlementMonth(work, request.query.month))
      return {
        ...{ ...month, remark: settlementRemark },
        pairs: pairs.map(({ invoices, ...pair }) => ({
          ...pair,
          invoices: invoices.map(({ month: _, sellerId: __, issuerId: ___, seq: ____, ...invoice }) => invoice),
        })),
      }
    },
  )

  app.post(
    '/settlement-invoices',
    {
      config: { permission: 'invoices.manage', idempotent: true },
      schema: {
        operationId: 'settlementInvoiceRecord',
        body: contract.SettlementInvoiceRecord,
        response: {
          201: contract.SettlementInvoiceRecorded,
          ...refusals(
            ...['store_not_allowed', 'settlement_month_running', 'settlement_nothing_open', 'quote_changed'],
            ...['settlement_red_letter', 'settlement_title_missing', 'settlement_number_recorded', 'invalid_input'],
          ),
        },
      },
    },
    async (request, reply) => {
      const { confirmationNumber = null, ...given } = request.body
      const wanted = { ...given, confirmationNumber, id: recordId(request) }
      const { id, totalCents } = await request.inTransaction((work) => recordSettlementInvoice(work, wanted))
      return reply.code(201).send({ id, totalCents })
    },
  )

  app.put(
    '/stores/:storeId/settlement-title',
    {
      config: { permission: 'settings.edit', idempotent: true },
      schema: {
        operationId: 'settlementTitleSave',
        params: contract.SettlementTitleParams,
        body: contract.SettlementTitleSave,
        response: {
          200: contract.SettlementTitleSaved,
          ...refusals('store_not_found', 'invalid_buyer_name', 'invalid_tax_number', 'settings_changed'),
        },
      },
    },
    async (request) =>
      request.inTransaction((work) => saveSettlementTitle(work, { ...request.params, ...request.body })),
  )

  app.get(
    '/sales/:saleId/invoicing',
    {
      config: { permission: 'invoices.read' },
      schema: {
        operationId: 'saleInvoicingGet',
        params: contract.SaleInvoicingParams,
        response: { 200: contract.SaleInvoicing, ...refusals('sale_not_found', 'store_not_allowed') },
      },
    },
    async (request) => request.read((work) => readSaleInvoicing(work, request.params.saleId)),
  )
}
