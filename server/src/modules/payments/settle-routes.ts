import { type App, recordId, refusals } from '#platform/http.ts'
import type { Work } from '#platform/work.ts'
import * as contract from './contract.ts'
import type { PaymentRunner } from './payment-runner.ts'
import { askAgain, callOff, refundOrphan, retryRefund, writeOff } from './settle-payment.ts'

/** What a person does about a payment: ask again, call it off, give it back, close it by hand. */
export function settleRoutes(app: App, runner: PaymentRunner) {
  const steps = [
    { verb: 'query', operationId: 'paymentAsk', act: askAgain },
    { verb: 'cancel', operationId: 'paymentCancel', act: callOff },
  ] satisfies { verb: string; operationId: string; act: (work: Work, paymentId: string) => Promise<void> }[]
  for (const { verb, operationId, act } of steps) {
    app.post(
      `/payments/:paymentId/${verb}`,
      {
        config: { permission: 'sale.sell', idempotent: true },
        schema: {
          operationId,
          params: contract.PaymentParams,
          response: {
            200: contract.PaymentAnswer,
            ...refusals('payment_not_found', 'payment_settled', 'store_not_allowed'),
          },
        },
      },
      async (request) => {
        const { paymentId } = request.params
        const answer = await request.inTransaction(async (work) => {
          await act(work, paymentId)
          return { paymentId }
        })
        runner.ask(request.caller!.merchantId, paymentId)
        return answer
      },
    )
  }

  app.post(
    '/payments/:paymentId/write-off',
    {
      config: { permission: 'payments.settle', idempotent: true },
      schema: {
        operationId: 'paymentWriteOff',
        params: contract.PaymentParams,
        body: contract.Reason,
        response: {
          200: contract.PaymentAnswer,
          ...refusals('payment_not_found', 'payment_not_unknown', 'store_not_allowed'),
        },
      },
    },
    async (request) =>
      request.inTransaction(async (work) => {
        const { paymentId } = request.params
        await writeOff(work, paymentId, request.body.reason)
        return { paymentId }
      }),
  )
  refundRoutes(app)
}

function refundRoutes(app: App) {
  app.post(
    '/payments/:paymentId/refund',
    {
      config: { permission: 'payments.settle', idempotent: true },
      schema: {
        operationId: 'paymentRefundCreate',
        params: contract.PaymentParams,
        body: contract.Reason,
        response: {
          201: contract.PaymentRefundAsked,
          ...refusals(
            ...['payment_not_found', 'payment_claimed', 'payment_not_confirmed'],
            ...['payment_refund_too_large', 'store_not_allowed'],
          ),
        },
      },
    },
    async (request, reply) => {
      const paymentRefundId = recordId(request)
      const input = { paymentRefundId, ...request.params, ...request.body }
      const asked = await request.inTransaction(async (work) => ({
        paymentRefundId,
        ...(await refundOrphan(work, input)),
      }))
      return reply.code(201).send(asked)
    },
  )

  app.post(
    '/payment-refunds/:paymentRefundId/retry',
    {
      config: { permission: 'payments.settle', idempotent: true },
      schema: {
        operationId: 'paymentRefundRetry',
        params: contract.PaymentRefundParams,
        response: {
          200: contract.PaymentRefundRetried,
          ...refusals(
            ...['payment_refund_not_found', 'payment_refund_settled', 'payment_refund_too_large'],
            ...['payment_not_confirmed', 'store_not_allowed'],
          ),
        },
      },
    },
    async (request) => {
      const { paymentRefundId } = request.params
      return request.inTransaction(async (work) => ({ paymentRefundId, ...(await retryRefund(work, paymentRefundId)) }))
    },
  )
}
