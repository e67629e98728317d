import { readEarnPolicy } from '#modules/points/earn-policy.ts'
import { readRedeemPolicy } from '#modules/points/redeem-policy.ts'
import { tillDaysAhead } from '#modules/rewards/till-days.ts'
import { merchantFacts, openStoreOf } from '#modules/shops/store-facts.ts'
import { strict, Type } from '#platform/contract.ts'
import { storesOf } from '#platform/actor.ts'
import { type App, refusals } from '#platform/http.ts'
import type { Lanes } from '#platform/lane.ts'
import { localDay } from '#shared/business-day.ts'
import { Refused } from '#shared/refusal.ts'
import * as contract from './contract.ts'
import { showPublicReceipt, showSale } from './sale-views.ts'
import { parkedRoutes } from './parked/routes.ts'
import { openReceiptToken } from './receipt-token.ts'
import { refundRoutes } from './refund/routes.ts'
import { refundListRoutes } from './refund-list/routes.ts'
import { saleRefusals } from './sale/sale-refusals.ts'
import { saleListRoutes } from './sale-list/routes.ts'
import { readSale } from './sale/sale-queries.ts'
import { cashRoundingOf } from './sale/sale-facts.ts'
import { quoteSale } from './sale/quote-sale.ts'
import type { SaleInput } from './sale/sell.ts'
import { earnSimulationRoutes } from './earn-simulation/routes.ts'
import { promotionPreviewRoutes } from './promotion-preview/routes.ts'
import { TillSettings, TillSettingsQuery } from './till-settings-schema.ts'
import { timingRoutes } from './timing/routes.ts'

type SaleLanes = Lanes<
  SaleInput,
  { saleId: string; receiptNumber: string; netCents: number; changeCents: number; pointsEarned: number }
>

/** The till's routes. Sales go through the merchant's lane. */
export function cashierRoutes(lanes: SaleLanes, receiptKeyOf: (merchantId: string) => Buffer) {
  return async (app: App) => {
    tillRoute(app)
    await saleListRoutes(app)
    saleRoutes(app, lanes)
    await parkedRoutes(app)
    await timingRoutes(app)
    await earnSimulationRoutes(app)
    await promotionPreviewRoutes(app)
    await refundRoutes(app)
    await refundListRoutes(app)
    receiptRoute(app, receiptKeyOf)
  }
}

function tillRoute(app: App) {
  app.get(
    '/till/settings',
    {
      config: { permission: 'sale.sell' },
      schema: {
        operationId: 'tillSettingsGet',
        querystring: TillSettingsQuery,
        response: { 200: TillSettings, ...refusals('store_not_found', 'store_not_allowed', 'store_closed') },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const { storeId } = request.query
        const [store, merchant, policy, redeemPolicy] = await Promise.all([
          openStoreOf(work, storeId),
          merchantFacts(work),
          readEarnPolicy(work),
          readRedeemPolicy(work),
        ])
        const earnRule = policy ? { ...policy.rule, excludedTenders: [...policy.rule.excludedTenders] } : null
        return {
          storeId,
          storeNumber: store.number,
          timeZone: store.timeZone,
          currency: merchant.currency,
          earnRule,
          redeemRule: redeemPolicy?.rule ?? null,
          redeemDays: redeemPolicy ? await tillDaysAhead(work, localDay(work.at, store.timeZone), 7) : [],
          cashRounding: cashRoundingOf(store),
        }
      }),
  )
}

function saleRoutes(app: App, lanes: SaleLanes) {
  app.post(
    '/sales/quote',
    {
      config: { permission: 'sale.sell', idempotent: { without: 'it changes nothing' } },
      schema: {
        operationId: 'saleQuote',
        body: contract.SaleQuoteRequest,
        response: { 200: contract.SaleQuote, ...refusals(...saleRefusals) },
      },
    },
    async (request) => request.read((work) => quoteSale(work, request.body)),
  )

  app.post(
    '/sales',
    {
      config: { permission: 'sale.sell', idempotent: true },
      schema: {
        operationId: 'saleCreate',
        body: contract.SaleCreate,
        response: { 201: contract.SaleBooked, ...refusals(...saleRefusals) },
      },
    },
    async (request, reply) => reply.code(201).send(await request.inLane(lanes, request.body)),
  )

  app.get(
    '/sales/:saleId',
    {
      config: { permission: 'sale.read' },
      schema: {
        operationId: 'saleGet',
        params: contract.SaleParams,
        response: { 200: contract.Sale, ...refusals('sale_not_found') },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const sale = await readSale(work, request.params.saleId)
        if (!sale || storesOf(work.actor)?.includes(sale.storeId) === false) throw new Refused('sale_not_found')
        return showSale(work, sale)
      }),
  )
}

function receiptRoute(app: App, keyOf: (merchantId: string) => Buffer) {
  app.get(
    '/receipts/:token',
    {
      config: { access: 'public', triesPerMinute: 60 },
      schema: {
        operationId: 'receiptGet',
        params: strict({ token: Type.String({ maxLength: 100 }) }),
        response: { 200: contract.PublicReceipt, ...refusals('receipt_not_found') },
      },
    },
    async (request) => {
      const claim = openReceiptToken(request.params.token, keyOf)
      if (!claim) throw new Refused('receipt_not_found')
      return request.readFor(claim.merchantId, async (work) => {
        const sale = await readSale(work, claim.saleId)
        if (!sale) throw new Refused('receipt_not_found')
        return showPublicReceipt(work, sale)
      })
    },
  )
}
