import { saleRefusals } from '#modules/cashier/sale/sale-refusals.ts'
import { memberOf } from '#modules/identity/member-session.ts'
import { availableUnits } from '#modules/ledger/ledger-rules.ts'
import { readLedger } from '#modules/ledger/post-ledger.ts'
import { memberFamily } from '#modules/members/member-family.ts'
import { paymentProgress } from '#modules/payments/payment-progress.ts'
import type { PaymentRunner } from '#modules/payments/payment-runner.ts'
import { methodsAt } from '#modules/payments/provider-accounts.ts'
import { callOff } from '#modules/payments/settle-payment.ts'
import type { FreeTopUp } from '#modules/stored-value/free-top-up-rules.ts'
import { onlineOffersFor } from '#modules/stored-value/offer-top-up.ts'
import { storedValuePurse } from '#modules/stored-value/sell-top-up.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import * as contract from './contract.ts'
import { type OnlineOrder, readOnlineOrder, readOnlineOrders } from './online-order-queries.ts'
import { onlineMeans, type OnlineMeans, type OnlineWish } from './online-order-rules.ts'
import { orderOnline } from './order-online.ts'
import { showOnlineOrder } from './show-online-order.ts'

const access = ['member'] as const
const shownForMs = 7 * 86_400_000
const mostShown = 20

const wishRefusals = [
  ...['not_sold_online', 'store_not_found', 'store_closed', 'store_closing', 'plan_not_found', 'pass_not_found'],
  ...['top_up_offer_not_found', 'top_up_offer_closed', 'invalid_top_up', 'prepaid_limit', 'prepaid_cash_limit'],
  ...['free_top_up_off', 'free_top_up_amount'],
  ...['pass_ended', 'pass_expired', 'pass_change_needs_plan', 'pass_change_at_shop', 'exchange_in_other_store'],
  ...['change_costs_less', 'sale_not_found', 'refund_exceeds_sale'],
]
const orderRefusals = [
  ...new Set([
    ...wishRefusals,
    'online_payment_needed',
    'payment_method_not_set_up',
    'payment_running',
    ...saleRefusals,
  ]),
]

/** What members buy on their own phone: what there is, what it costs, ordering, and what became of it. */
export function onlineOrderRoutes(app: App, payments: PaymentRunner): void {
  offerRoutes(app)
  orderRoutes(app, payments)
  readRoutes(app)
}

function offerRoutes(app: App) {
  app.get(
    '/me/top-up-offers',
    {
      config: { access },
      schema: {
        operationId: 'myTopUpOfferList',
        querystring: contract.OnlineStoreQuery,
        response: { 200: contract.OnlineTopUpOffers, ...refusals('store_not_found', 'store_closed') },
      },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      return request.read(async (work) => {
        const { storeId } = request.query
        const { offers, free, law, heldCents, leftCents } = await onlineOffersFor(work, { memberId, storeId })
        const items = offers.map(({ id: offerId, name, principalCents, bonusCents, drawMode, bonusMonths }) => ({
          ...{ offerId, name, principalCents, bonusCents, drawMode, bonusMonths },
          isWithinLimit: leftCents === null || principalCents <= leftCents,
        }))
        return {
          items,
          free: roomFor(free, leftCents),
          lawPack: law.id,
          limitCents: law.prepaid.namedLimitCents,
          heldCents,
        }
      })
    },
  )

  app.post(
    '/me/online-orders/quote',
    {
      config: { access, idempotent: { without: 'it changes nothing' } },
      schema: {
        operationId: 'myOnlineOrderQuote',
        body: contract.OnlineOrderQuoteRequest,
        response: { 200: contract.OnlineOrderQuote, ...refusals(...new Set([...wishRefusals, ...saleRefusals])) },
      },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      const { wish } = request.body
      return request.read(async (work) => {
        const [shown, means, storedCents] = await Promise.all([
          showOnlineOrder(work, { memberId, wish }),
          meansFor(work, wish),
          storedCentsOf(work, memberId),
        ])
        return { ...shown, means, storedCents }
      })
    },
  )
}

/** The limits of an amount of one's own; the law's own ceiling, rounded down to the step, counts where it is the lower. */
function roomFor({ isOnline, name, minCents, maxCents, stepCents }: FreeTopUp, leftCents: number | null) {
  if (!isOnline) return null
  const room = leftCents === null ? maxCents : Math.min(maxCents, leftCents - (leftCents % stepCents))
  return { name, minCents, maxCents: room, stepCents }
}

/** How it can be paid: through providers with an account at the store; passes also out of stored value. */
async function meansFor(work: Work, { kind, storeId }: OnlineWish): Promise<OnlineMeans[]> {
  const providers: readonly string[] = await methodsAt(work, storeId, null)
  return onlineMeans.filter((means) => (means === 'stored_value' ? kind === 'pass' : providers.includes(means)))
}

async function storedCentsOf(work: Work, memberId: string): Promise<number> {
  const purse = storedValuePurse(memberId)
  return Math.max(0, availableUnits(await readLedger(work, purse), purse, work.at))
}

function orderRoutes(app: App, payments: PaymentRunner) {
  app.post(
    '/me/online-orders',
    {
      config: { access, idempotent: true, triesPerMinute: 20 },
      schema: {
        operationId: 'myOnlineOrderCreate',
        body: contract.OnlineOrderCreate,
        response: { 201: contract.OnlineOrderCreated, ...refusals(...orderRefusals) },
      },
    },
    async (request, reply) => {
      const { memberId, merchantId, ip } = memberOf(request)
      const { wish, means, fingerprint } = request.body
      const orderId = recordId(request)
      let isNew = false
      const ordered = await request.inTransaction((work) => {
        isNew = true
        return orderOnline(work, { orderId, memberId, wish, means, fingerprint })
      })
      const { paymentId } = ordered
      // After the commit, and only by the request that made it: the same key sent again asks nobody for money.
      if (isNew && paymentId) {
        const origin = request.headers.origin ?? payments.tools.publicUrl
        const visitor = { ip: ip ?? request.ip, returnUrl: `${origin}/m/orders/${orderId}` }
        payments.send(merchantId, paymentId, null, visitor)
      }
      return reply.code(201).send({ onlineOrderId: orderId, ...ordered })
    },
  )

  app.post(
    '/me/online-orders/:onlineOrderId/cancel',
    {
      config: { access, idempotent: true },
      schema: {
        operationId: 'myOnlineOrderCancel',
        params: contract.OnlineOrderParams,
        response: {
          200: contract.OnlineOrderAnswer,
          ...refusals('online_order_not_found', 'online_order_settled', 'payment_settled'),
        },
      },
    },
    async (request) => {
      const { memberId, merchantId } = memberOf(request)
      const { onlineOrderId } = request.params
      const paymentId = await request.inTransaction(async (work) => {
        const order = await ownOrder(work, onlineOrderId, memberId)
        if (order.state !== 'paying' || !order.paymentId) throw new Refused('online_order_settled')
        await callOff(work, order.paymentId)
        return order.paymentId
      })
      payments.ask(merchantId, paymentId)
      return { onlineOrderId }
    },
  )
}

function readRoutes(app: App) {
  app.get(
    '/me/online-orders',
    {
      config: { access },
      schema: { operationId: 'myOnlineOrderList', response: { 200: contract.OnlineOrderList } },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      return request.read(async (work) => {
        const since = new Date(work.at.getTime() - shownForMs)
        const orders = await readOnlineOrders(work, await memberFamily(work, memberId), { since, limit: mostShown })
        return { items: await Promise.all(orders.map((order) => viewOf(work, order))) }
      })
    },
  )

  app.get(
    '/me/online-orders/:onlineOrderId',
    {
      config: { access },
      schema: {
        operationId: 'myOnlineOrderGet',
        params: contract.OnlineOrderParams,
        response: { 200: contract.OnlineOrder, ...refusals('online_order_not_found') },
      },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      const { onlineOrderId } = request.params
      return request.read(async (work) => viewOf(work, await ownOrder(work, onlineOrderId, memberId)))
    },
  )
}

/** Another's order answers as one that does not exist. */
async function ownOrder(work: Work, id: string, memberId: string): Promise<OnlineOrder> {
  const order = await readOnlineOrder(work, id, await memberFamily(work, memberId))
  if (!order) throw new Refused('online_order_not_found')
  return order
}

async function viewOf(work: Work, order: OnlineOrder) {
  const { id: onlineOrderId, kind, state, amountCents, agreed, refusedCode, paymentId } = order
  const payment = paymentId === null ? null : await paymentProgress(work, paymentId)
  return {
    ...{ onlineOrderId, kind, name: agreed.name, state, amountCents, refusedCode },
    bonusCents: agreed.topUp?.bonusCents ?? 0,
    at: order.at.toISOString(),
    settledAt: order.settledAt?.toISOString() ?? null,
    payment: payment && { ...payment, expiresAt: payment.expiresAt.toISOString() },
  }
}
