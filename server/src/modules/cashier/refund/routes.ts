import { SaleParams } from '#modules/cashier/contract.ts'
import { cashierRefusals } from '#modules/cashier/refusals.ts'
import { saleRefusals } from '#modules/cashier/sale/sale-refusals.ts'
import { readShortfall } from '#modules/cashier/offline/conflict-queries.ts'
import { readSale } from '#modules/cashier/sale/sale-queries.ts'
import { readTenderPolicy, setTenderPolicy } from '#modules/cashier/sale/tender-policy.ts'
import { couponsOfSale } from '#modules/coupons/use-coupons.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import * as contract from './contract.ts'
import { exchangeSale } from './exchange-sale.ts'
import { previewRefund, refundSale } from './refund-sale.ts'
import { withShortBack } from './shortfall-rules.ts'
import { quoteBareReturn, returnWithoutReceipt } from './return-without-receipt.ts'

/** Returns: by receipt, as an exchange, without a receipt; and how a store takes money outside. */
export async function refundRoutes(app: App) {
  receiptRefunds(app)
  exchanges(app)
  bareReturns(app)
  tenderPolicies(app)
}

const approvalRefusals = ['approval_not_found', 'approval_used', 'approval_expired', 'approval_mismatch']
const refundRefusals = [
  ...['sale_not_found', 'store_not_allowed', 'shift_not_open', 'quote_changed', 'restore_exceeds_spend'],
  ...['payment_not_found', 'payment_not_confirmed', 'payment_refund_too_large', ...approvalRefusals],
  'exchange_in_other_store',
  ...['pass_ended', 'pass_expired', 'pass_change_needs_exchange', 'clock_moved_back', 'not_allowed'],
  ...Object.keys(cashierRefusals).filter((code) => /^(refund|void)_/.test(code)),
]

function receiptRefunds(app: App) {
  const refused = refusals(...refundRefusals)
  app.post(
    '/sales/:saleId/refunds/quote',
    {
      config: { permission: 'sale.sell', idempotent: { without: 'it changes nothing' } },
      schema: {
        operationId: 'refundQuote',
        params: SaleParams,
        body: contract.RefundQuoteRequest,
        response: { 200: contract.RefundQuote, ...refused },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const { saleId } = request.params
        const [{ dispositions, ...plan }, sale, shortfall] = await Promise.all([
          previewRefund(work, { ...request.params, ...request.body }),
          readSale(work, saleId),
          readShortfall(work, saleId),
        ])
        const coupons = plan.isLast ? await couponsOfSale(work, request.params.saleId) : []
        const lines = plan.lines.map((line) => ({ ...line, disposition: dispositions.get(line.lineId)! }))
        return {
          ...plan,
          saleId: request.params.saleId,
          lines,
          tenders: withShortBack(plan.tenders, sale!.tenders, sale!.refunds, shortfall),
          coupons: coupons.map(({ coupon: { couponId, name } }) => ({ couponId, name })),
        }
      }),
  )

  app.post(
    '/sales/:saleId/refunds',
    {
      config: { permission: 'sale.sell', idempotent: true },
      schema: {
        operationId: 'refundCreate',
        params: SaleParams,
        body: contract.RefundCreate,
        response: { 201: contract.RefundBooked, ...refused },
      },
    },
    async (request, reply) => {
      const input = { ...request.params, ...request.body, refundId: recordId(request) }
      return reply.code(201).send(await request.inTransaction((work) => refundSale(work, input)))
    },
  )
}

function exchanges(app: App) {
  app.post(
    '/sales/:saleId/exchanges',
    {
      config: { permission: 'sale.sell', idempotent: true },
      schema: {
        operationId: 'exchangeCreate',
        params: SaleParams,
        body: contract.ExchangeCreate,
        response: {
          201: contract.ExchangeBooked,
          ...refusals(...new Set([...refundRefusals, ...saleRefusals, 'pass_change_needs_plan'])),
        },
      },
    },
    async (request, reply) => {
      const input = { ...request.params, ...request.body, newSaleId: recordId(request) }
      return reply.code(201).send(await request.inTransaction((work) => exchangeSale(work, input)))
    },
  )
}

function bareReturns(app: App) {
  const refused = [
    ...['store_not_found', 'store_not_allowed', 'product_unknown', 'price_missing', 'quantity_invalid'],
    ...['quantity_not_whole', 'amount_invalid', 'amount_too_large', 'member_needed', 'refund_empty'],
  ]
  app.post(
    '/returns/quote',
    {
      config: { permission: 'sale.sell', idempotent: { without: 'it changes nothing' } },
      schema: {
        operationId: 'bareReturnQuote',
        body: contract.BareReturnQuoteRequest,
        response: { 200: contract.BareReturnQuote, ...refusals(...refused) },
      },
    },
    async (request) => request.read((work) => quoteBareReturn(work, request.body)),
  )

  app.post(
    '/returns',
    {
      config: { permission: 'sale.sell', idempotent: true },
      schema: {
        operationId: 'bareReturnCreate',
        body: contract.BareReturnCreate,
        response: {
          201: contract.BareReturnBooked,
          ...refusals(
            ...refused,
            ...['quote_changed', 'store_closed', 'shift_not_open', 'refund_approval_needed', 'balance_too_large'],
            ...['member_not_found', 'member_merged', 'member_erased', 'member_blocked', ...approvalRefusals],
          ),
        },
      },
    },
    async (request, reply) => {
      const input = { ...request.body, refundId: recordId(request) }
      return reply.code(201).send(await request.inTransaction((work) => returnWithoutReceipt(work, input)))
    },
  )
}

function tenderPolicies(app: App) {
  app.get(
    '/stores/:storeId/tender-policy',
    {
      config: { permission: 'sale.sell' },
      schema: {
        operationId: 'tenderPolicyGet',
        params: contract.TenderPolicyParams,
        response: { 200: contract.TenderPolicy, ...refusals('store_not_allowed') },
      },
    },
    async (request) => request.read((work) => readTenderPolicy(work, request.params.storeId)),
  )

  app.put(
    '/stores/:storeId/tender-policy',
    {
      config: { permission: 'settings.edit', idempotent: true },
      schema: {
        operationId: 'tenderPolicySave',
        params: contract.TenderPolicyParams,
        body: contract.TenderPolicy,
        response: {
          200: contract.TenderPolicySaved,
          ...refusals('store_not_found', 'store_not_allowed', 'store_closed', 'settings_changed'),
        },
      },
    },
    async (request) => request.inTransaction((work) => setTenderPolicy(work, { ...request.params, ...request.body })),
  )
}
