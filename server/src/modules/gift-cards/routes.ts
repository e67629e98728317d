import type { TakingAt } from '#modules/payments/take-tenders.ts'
import { decodeCursor, pageOf } from '#platform/contract.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import { readBatches, readCards } from './card-queries.ts'
import { showCard, showCards, showFound } from './card-views.ts'
import { cardByCode, showCodes } from './codes.ts'
import * as contract from './contract.ts'
import { loadCard } from './load-card.ts'
import { blockCard, makeBatch, showBatchCodes } from './manage-cards.ts'
import { payOutCard, quotePayout } from './pay-out-card.ts'

const storeRefusals = ['store_not_found', 'store_not_allowed', 'store_closed', 'shift_not_open'] as const

/** Gift cards: found, sold, loaded, paid out, blocked, and made as blanks. */
export function giftCardRoutes(takingAt: TakingAt) {
  return async (app: App) => {
    counterRoutes(app, takingAt)
    payoutRoute(app, takingAt)
    cardRoutes(app)
    blockRoutes(app)
    batchRoutes(app)
  }
}

function counterRoutes(app: App, takingAt: TakingAt) {
  app.post(
    '/gift-card-lookups',
    {
      config: { permission: 'sale.sell', idempotent: { without: 'it changes nothing' }, triesPerMinute: 30 },
      schema: {
        operationId: 'giftCardLookup',
        body: contract.GiftCardLookup,
        response: { 200: contract.GiftCardFound, ...refusals('gift_card_not_found') },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const { code, storeId } = request.body
        return showFound(work, await cardByCode(work, code), storeId)
      }),
  )

  app.post(
    '/gift-card-loads',
    {
      config: { permission: 'giftcard.sell', idempotent: true, triesPerMinute: 60 },
      schema: {
        operationId: 'giftCardLoadCreate',
        body: contract.GiftCardLoad,
        response: {
          201: contract.GiftCardLoaded,
          ...refusals(
            ...['gift_card_not_found', 'gift_card_blocked', 'gift_card_full', 'balance_too_large', ...storeRefusals],
            ...[
              'store_closing',
              'top_up_underpaid',
              'top_up_overpaid',
              'payment_needed',
              'payment_not_found',
              'payment_claimed',
            ],
            ...['payment_of_another_sale', 'payment_given_back', 'payment_not_confirmed', 'payment_mismatch'],
          ),
        },
      },
    },
    async (request, reply) => {
      const input = { loadId: recordId(request), ...request.body }
      const answer = await request.inTransaction(async (work) =>
        loadCard(work, { ...input, taking: await takingAt(work, input.storeId) }),
      )
      return reply.code(201).send(answer)
    },
  )
}

function payoutRoute(app: App, takingAt: TakingAt) {
  app.get(
    '/gift-cards/:giftCardId/payout-quote',
    {
      config: { permission: 'giftcard.sell' },
      schema: {
        operationId: 'giftCardPayoutQuote',
        params: contract.GiftCardParams,
        response: { 200: contract.GiftCardPayoutQuote, ...refusals('gift_card_not_found') },
      },
    },
    async (request) => request.read((work) => quotePayout(work, request.params)),
  )

  app.post(
    '/gift-cards/:giftCardId/payouts',
    {
      config: { permission: 'giftcard.sell', idempotent: true },
      schema: {
        operationId: 'giftCardPayoutCreate',
        params: contract.GiftCardParams,
        body: contract.GiftCardPayout,
        response: {
          201: contract.GiftCardPaidOut,
          ...refusals(
            ...[
              'gift_card_not_found',
              'gift_card_blank',
              'gift_card_blocked',
              'gift_card_elsewhere',
              'gift_card_empty',
            ],
            ...['quote_changed', 'gift_card_payout_approval_needed', ...storeRefusals],
            ...['approval_not_found', 'approval_used', 'approval_expired', 'approval_mismatch'],
            ...['payment_not_found', 'payment_not_confirmed', 'payment_refund_too_large'],
          ),
        },
      },
    },
    async (request, reply) => {
      const input = { payoutId: recordId(request), ...request.params, ...request.body }
      const answer = await request.inTransaction(async (work) =>
        payOutCard(work, { ...input, shiftId: (await takingAt(work, input.storeId)).shiftId }),
      )
      return reply.code(201).send(answer)
    },
  )
}

function cardRoutes(app: App) {
  app.get(
    '/gift-cards',
    {
      config: { permission: 'giftcard.read' },
      schema: {
        operationId: 'giftCardList',
        querystring: contract.GiftCardQuery,
        response: { 200: contract.GiftCardPage },
      },
    },
    async (request) => {
      const { cursor, limit = 50, tail = null, batchId = null, state = null } = request.query
      const before = decodeCursor(cursor, 2) as [string, string] | null
      return request.read(async (work) => {
        const rows = await readCards(work, { tail, batchId, state }, before, limit + 1)
        const { page, next } = pageOf(rows, limit, (last) => [last.madeAt, last.id])
        return { items: await showCards(work, page), next }
      })
    },
  )

  app.get(
    '/gift-cards/:giftCardId',
    {
      config: { permission: 'giftcard.read' },
      schema: {
        operationId: 'giftCardGet',
        params: contract.GiftCardParams,
        response: { 200: contract.GiftCardDetails, ...refusals('gift_card_not_found') },
      },
    },
    async (request) => request.read((work) => showCard(work, request.params.giftCardId)),
  )

  app.get(
    '/gift-cards/:giftCardId/code',
    {
      config: { permission: 'giftcard.sell' },
      schema: {
        operationId: 'giftCardCodeGet',
        params: contract.GiftCardParams,
        response: { 200: contract.GiftCardCodes, ...refusals('gift_card_code_gone') },
      },
    },
    async (request) =>
      request.read(async (work) => ({ codes: await showCodes(work, { cardId: request.params.giftCardId }) })),
  )
}

function blockRoutes(app: App) {
  const config = { permission: 'giftcard.manage', idempotent: true } as const

  app.post(
    '/gift-cards/:giftCardId/block',
    {
      config,
      schema: {
        operationId: 'giftCardBlock',
        params: contract.GiftCardParams,
        body: contract.GiftCardBlock,
        response: { 200: contract.GiftCardAnswer, ...refusals('gift_card_not_found') },
      },
    },
    async (request) => request.inTransaction((work) => blockCard(work, { ...request.params, ...request.body })),
  )

  app.delete(
    '/gift-cards/:giftCardId/block',
    {
      config,
      schema: {
        operationId: 'giftCardUnblock',
        params: contract.GiftCardParams,
        response: { 200: contract.GiftCardAnswer, ...refusals('gift_card_not_found') },
      },
    },
    async (request) => request.inTransaction((work) => blockCard(work, { ...request.params, reason: null })),
  )
}

function batchRoutes(app: App) {
  app.get(
    '/gift-card-batches',
    {
      config: { permission: 'giftcard.read' },
      schema: { operationId: 'giftCardBatchList', response: { 200: contract.GiftCardBatchList } },
    },
    async (request) => {
      const rows = await request.read(readBatches)
      return {
        items: rows.map(({ id: batchId, madeAt, ...row }) => ({ batchId, ...row, madeAt: madeAt.toISOString() })),
      }
    },
  )

  app.post(
    '/gift-card-batches',
    {
      config: { permission: 'giftcard.manage', idempotent: true },
      schema: {
        operationId: 'giftCardBatchCreate',
        body: contract.GiftCardBatchCreate,
        response: { 201: contract.GiftCardBatchMade },
      },
    },
    async (request, reply) => {
      const input = { batchId: recordId(request), ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => makeBatch(work, input)))
    },
  )

  app.get(
    '/gift-card-batches/:giftCardBatchId/codes',
    {
      config: { permission: 'giftcard.manage' },
      schema: {
        operationId: 'giftCardBatchCodes',
        params: contract.GiftCardBatchParams,
        response: { 200: contract.GiftCardCodes, ...refusals('gift_card_code_gone') },
      },
    },
    async (request) =>
      request.read(async (work) => ({ codes: await showBatchCodes(work, request.params.giftCardBatchId) })),
  )
}
