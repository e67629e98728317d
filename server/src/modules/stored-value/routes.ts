import { readStoreLaw } from '#modules/law-packs/store-law.ts'
import { memberNames } from '#modules/members/member-names.ts'
import type { TakingAt } from '#modules/payments/take-tenders.ts'
import { openStoreOf } from '#modules/shops/store-facts.ts'
import { decodeCursor, pageOf } from '#platform/contract.ts'
import { recordId, refusals, type App } from '#platform/http.ts'
import { Refused } from '#shared/refusal.ts'
import * as contract from './contract.ts'
import { freeTopUpRoutes } from './free-top-up-routes.ts'
import { topUpMeRoutes } from './me-routes.ts'
import { closeOffer, createOffer, sellOfferOnline } from './offers.ts'
import { previewTopUpRefund, refundTopUp } from './refund-top-up.ts'
import { previewTopUp, sellTopUp } from './sell-top-up.ts'
import { settlementRoutes } from './settlement-routes.ts'
import { readOffers, readTenders, readTopUp, readTopUpsOf, type OfferRow, type TopUpRow } from './top-up-queries.ts'
import { readTopUpRefund } from './top-up-refund-queries.ts'

/** Top-up offers, selling them, and giving the rest of one back. */
export function storedValueRoutes(takingAt: TakingAt) {
  return async (app: App) => {
    offerRoutes(app)
    onlineOfferRoutes(app)
    freeTopUpRoutes(app)
    topUpRoutes(app, takingAt)
    topUpListRoutes(app)
    settlementRoutes(app)
    topUpRefundRoutes(app, takingAt)
    topUpMeRoutes(app)
  }
}

const offerView = ({ id: offerId, createdAt, closedAt, ...terms }: OfferRow) => ({
  offerId,
  ...terms,
  createdAt: createdAt.toISOString(),
  closedAt: closedAt?.toISOString() ?? null,
})

function offerRoutes(app: App) {
  app.get(
    '/top-up-offers',
    {
      config: { permission: 'topup.sell' },
      schema: {
        operationId: 'topUpOfferList',
        querystring: contract.TopUpOfferQuery,
        response: {
          200: contract.TopUpOfferList,
          ...refusals('store_not_found', 'store_not_allowed', 'store_closed'),
        },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const { storeId } = request.query
        const store = storeId ? await openStoreOf(work, storeId) : null
        const [offers, law] = await Promise.all([readOffers(work), store ? readStoreLaw(work, store) : null])
        return { items: offers.map(offerView), lawPack: law?.id ?? null }
      }),
  )

  app.post(
    '/top-up-offers',
    {
      config: { permission: 'topup.edit', idempotent: true },
      schema: {
        operationId: 'topUpOfferCreate',
        body: contract.TopUpOfferCreate,
        response: { 201: contract.TopUpOfferAnswer },
      },
    },
    async (request, reply) => {
      const offerId = recordId(request)
      await request.inTransaction((work) => createOffer(work, { id: offerId, ...request.body }))
      return reply.code(201).send({ offerId })
    },
  )

  for (const [method, isClosed] of [
    ['POST', true],
    ['DELETE', false],
  ] as const) {
    app.route({
      method,
      url: '/top-up-offers/:offerId/closure',
      config: { permission: 'topup.edit', idempotent: true },
      schema: {
        operationId: isClosed ? 'topUpOfferClose' : 'topUpOfferReopen',
        params: contract.TopUpOfferParams,
        response: { 200: contract.TopUpOfferAnswer, ...refusals('top_up_offer_not_found') },
      },
      handler: async (request) => {
        const { offerId } = request.params
        return request.inTransaction(async (work) => {
          await closeOffer(work, offerId, isClosed)
          return { offerId }
        })
      },
    })
  }
}

function onlineOfferRoutes(app: App) {
  for (const [method, isOnline] of [
    ['POST', true],
    ['DELETE', false],
  ] as const) {
    app.route({
      method,
      url: '/top-up-offers/:offerId/online-sale',
      config: { permission: 'topup.edit', idempotent: true },
      schema: {
        operationId: isOnline ? 'topUpOfferOnlineCreate' : 'topUpOfferOnlineDelete',
        params: contract.TopUpOfferParams,
        response: { 200: contract.TopUpOfferAnswer, ...refusals('top_up_offer_not_found') },
      },
      handler: async (request) => {
        const { offerId } = request.params
        return request.inTransaction(async (work) => {
          await sellOfferOnline(work, offerId, isOnline)
          return { offerId }
        })
      },
    })
  }
}

const quoteRefusals = [
  ...['store_not_found', 'store_not_allowed', 'store_closed', 'store_closing'],
  ...['top_up_offer_not_found', 'top_up_offer_closed', 'invalid_top_up', 'top_up_underpaid', 'top_up_overpaid'],
  ...['prepaid_limit', 'prepaid_cash_limit'],
]
const tenderRefusals = [
  ...['payment_needed', 'payment_not_found', 'payment_claimed', 'payment_of_another_sale'],
  ...['payment_given_back', 'payment_not_confirmed', 'payment_mismatch'],
]
const memberRefusals = ['member_not_found', 'member_merged', 'member_erased', 'member_blocked']

function topUpRoutes(app: App, takingAt: TakingAt) {
  app.post(
    '/top-ups/quote',
    {
      config: { permission: 'topup.sell', idempotent: { without: 'it changes nothing' } },
      schema: {
        operationId: 'topUpQuote',
        body: contract.TopUpQuoteRequest,
        response: { 200: contract.TopUpQuote, ...refusals(...quoteRefusals) },
      },
    },
    async (request) => {
      const { bonusExpiry, ...quote } = await request.read((work) => previewTopUp(work, request.body))
      return { ...quote, bonusExpiresDay: bonusExpiry?.day ?? null }
    },
  )

  app.post(
    '/top-ups',
    {
      config: { permission: 'topup.sell', idempotent: true },
      schema: {
        operationId: 'topUpCreate',
        body: contract.TopUpCreate,
        response: {
          201: contract.TopUpBooked,
          ...refusals(
            ...[...quoteRefusals, ...memberRefusals, 'quote_changed', 'balance_too_large', 'shift_not_open'],
            ...tenderRefusals,
          ),
        },
      },
    },
    async (request, reply) => {
      const input = { topUpId: recordId(request), ...request.body }
      const answer = await request.inTransaction(async (work) =>
        sellTopUp(work, { ...input, taking: await takingAt(work, input.storeId) }),
      )
      return reply.code(201).send(answer)
    },
  )
}

function topUpView(row: TopUpRow) {
  const {
    id: topUpId,
    number: topUpNumber,
    deviceId: _device,
    fingerprint: _fingerprint,
    refundCents,
    refundedAt,
    at,
    ...rest
  } = row
  const refund = refundedAt ? { refundCents: refundCents!, at: refundedAt.toISOString() } : null
  return { topUpId, topUpNumber, ...rest, at: at.toISOString(), refund }
}

function topUpListRoutes(app: App) {
  app.get(
    '/top-ups/:topUpId',
    {
      config: { permission: 'ledger.read' },
      schema: {
        operationId: 'topUpGet',
        params: contract.TopUpParams,
        response: { 200: contract.TopUp, ...refusals('top_up_not_found') },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const { topUpId } = request.params
        const [row, tenders, refund] = await Promise.all([
          readTopUp(work, topUpId),
          readTenders(work, topUpId),
          readTopUpRefund(work, topUpId),
        ])
        if (!row) throw new Refused('top_up_not_found')
        const explained = refund ? { ...refund, at: refund.at.toISOString() } : null
        return { ...topUpView(row), tenders, refund: explained }
      }),
  )

  app.get(
    '/members/:memberId/top-ups',
    {
      config: { permission: 'ledger.read' },
      schema: {
        operationId: 'memberTopUpList',
        params: contract.MemberParams,
        querystring: contract.TopUpListQuery,
        response: { 200: contract.TopUpPage, ...refusals('member_not_found') },
      },
    },
    async (request) => {
      const { cursor, limit = 50 } = request.query
      const key = decodeCursor(cursor, 2)
      const before = key && { at: String(key[0]), id: String(key[1]) }
      const { memberId } = request.params
      const rows = await request.read(async (work) => {
        const [names, found] = await Promise.all([
          memberNames(work, [memberId]),
          readTopUpsOf(work, memberId, { before, limit: limit + 1 }),
        ])
        if (!names.has(memberId)) throw new Refused('member_not_found')
        return found
      })
      const { page, next } = pageOf(rows, limit, (last) => [last.at, last.id])
      return { items: page.map(topUpView), next }
    },
  )
}

function topUpRefundRoutes(app: App, takingAt: TakingAt) {
  app.get(
    '/top-ups/:topUpId/refund-quote',
    {
      config: { permission: 'topup.sell' },
      schema: {
        operationId: 'topUpRefundQuote',
        params: contract.TopUpParams,
        querystring: contract.TopUpRefundQuoteQuery,
        response: {
          200: contract.TopUpRefundQuote,
          ...refusals('top_up_not_found', 'top_up_refunded', 'nothing_to_refund'),
        },
      },
    },
    async (request) => request.read((work) => previewTopUpRefund(work, { ...request.params, ...request.query })),
  )

  app.post(
    '/top-ups/:topUpId/refund',
    {
      config: { permission: 'topup.sell', idempotent: true },
      schema: {
        operationId: 'topUpRefundCreate',
        params: contract.TopUpParams,
        body: contract.TopUpRefundCreate,
        response: {
          201: contract.TopUpRefunded,
          ...refusals(
            ...['top_up_not_found', 'top_up_refunded', 'nothing_to_refund', 'quote_changed'],
            ...['store_not_found', 'store_not_allowed', 'store_closed', 'shift_not_open'],
            ...['top_up_refund_approval_needed', 'approval_not_found', 'approval_used', 'approval_expired'],
            ...['approval_mismatch', ...memberRefusals],
            ...['payment_not_found', 'payment_of_another_sale', 'payment_not_confirmed', 'payment_refund_too_large'],
          ),
        },
      },
    },
    async (request, reply) => {
      const input = { refundId: recordId(request), ...request.params, ...request.body }
      const answer = await request.inTransaction(async (work) =>
        refundTopUp(work, { ...input, shiftId: (await takingAt(work, input.storeId)).shiftId }),
      )
      return reply.code(201).send(answer)
    },
  )
}
