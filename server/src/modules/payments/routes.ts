import { refuseForeignStore, storesOf } from '#platform/actor.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { accountRoutes } from './account-routes.ts'
import { openPaymentsOf, usablePaymentsOf } from './claim-payments.ts'
import * as contract from './contract.ts'
import { listPayments } from './list-queries.ts'
import { listRoutes } from './list-routes.ts'
import { noticeRoute } from './notice-route.ts'
import { readHistory } from './payment-queries.ts'
import type { PaymentRunner } from './payment-runner.ts'
import { historyView, paymentView } from './payment-views.ts'
import { methodsAt } from './provider-accounts.ts'
import { settleRoutes } from './settle-routes.ts'
import { startPayment } from './start-payment.ts'

/** Payments through providers: the till's part, the list, what a person settles, accounts, and the providers' notices. */
export function paymentsRoutes(runner: PaymentRunner) {
  return async function routes(app: App) {
    startRoutes(app, runner)
    readRoutes(app)
    listRoutes(app)
    settleRoutes(app, runner)
    accountRoutes(app, runner)
    await app.register(noticeRoute(runner))
  }
}

function startRoutes(app: App, runner: PaymentRunner) {
  app.post(
    '/payments',
    {
      config: { permission: 'sale.sell', idempotent: true },
      schema: {
        operationId: 'paymentStart',
        body: contract.PaymentStart,
        response: {
          201: contract.PaymentStarted,
          ...refusals(
            ...['store_not_found', 'store_not_allowed', 'store_closed'],
            ...['payment_code_unknown', 'payment_method_not_set_up', 'payment_running'],
          ),
        },
      },
    },
    async (request, reply) => {
      const paymentId = recordId(request)
      let isNew = false
      const started = await request.inTransaction((work) => {
        isNew = true
        return startPayment(work, { paymentId, ...request.body })
      })
      // After the commit, and only by the request that made it: the same key sent again asks nobody for money.
      if (isNew) runner.send(request.caller!.merchantId, paymentId, request.body.code ?? null)
      return reply.code(201).send(started)
    },
  )

  app.get(
    '/payment-methods',
    {
      config: { permission: 'sale.sell' },
      schema: {
        operationId: 'paymentMethodList',
        querystring: contract.MethodQuery,
        response: { 200: contract.MethodList },
      },
    },
    async (request) => {
      const { storeId, deviceId = null } = request.query
      return request.read(async (work) => ({ providers: await methodsAt(work, storeId, deviceId) }))
    },
  )
}

function readRoutes(app: App) {
  app.get(
    '/payments/open',
    {
      config: { permission: 'sale.sell' },
      schema: {
        operationId: 'openPaymentList',
        querystring: contract.OpenPaymentQuery,
        response: { 200: contract.OpenPaymentList, ...refusals('store_not_allowed') },
      },
    },
    async (request) => {
      const { storeId, deviceId, saleId } = request.query
      const rows = await request.read((work) => {
        accept(refuseForeignStore(work.actor, storeId))
        if (saleId) return usablePaymentsOf(work, { storeId, saleId })
        return openPaymentsOf(work, deviceId ? { deviceId } : { storeId })
      })
      return {
        items: rows.map(({ createdAt, ...row }) => ({ ...row, createdAt: createdAt.toISOString() })),
      }
    },
  )

  app.get(
    '/payments/:paymentId',
    {
      config: { permission: 'sale.sell' },
      schema: {
        operationId: 'paymentGet',
        params: contract.PaymentParams,
        response: { 200: contract.Payment, ...refusals('payment_not_found') },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const filter = { paymentId: request.params.paymentId, storeIds: storesOf(work.actor) }
        const [row] = await listPayments(work, filter, { before: null, limit: 1 })
        if (!row) throw new Refused('payment_not_found')
        return paymentView(row)
      }),
  )

  app.get(
    '/payments/:paymentId/history',
    {
      config: { permission: 'payments.read' },
      schema: {
        operationId: 'paymentHistoryGet',
        params: contract.PaymentParams,
        response: { 200: contract.PaymentHistory, ...refusals('payment_not_found') },
      },
    },
    async (request) => {
      const { paymentId } = request.params
      return request.read(async (work) => {
        const [[payment], rows] = await Promise.all([
          listPayments(work, { paymentId, storeIds: storesOf(work.actor) }, { before: null, limit: 1 }),
          readHistory(work, paymentId),
        ])
        if (!payment) throw new Refused('payment_not_found')
        return { items: rows.map(historyView) }
      })
    },
  )
}
