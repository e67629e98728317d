import { type App, recordId, refusals } from '#platform/http.ts'
import { previewCancel, restorePass, takeBackCancel } from './cancel-pass.ts'
import * as changes from './change-contract.ts'
import * as contract from './contract.ts'
import { cancelAndPayBack, type PayBack } from './pay-back.ts'

const gone = ['pass_not_found', 'pass_ended', 'pass_expired', 'clock_moved_back'] as const
const change = { permission: 'passes.change', idempotent: true } as const
const look = { permission: 'passes.read' } as const

/** How a pass ends, and how it comes back. */
export function cancelRoutes(app: App, payBack: PayBack) {
  const asked = [...gone, 'cancel_asked_before', 'cancel_without_end'] as const
  app.get(
    '/passes/:passId/cancel-quote',
    {
      config: look,
      schema: {
        operationId: 'passCancelQuote',
        params: contract.PassParams,
        querystring: changes.CancelQuery,
        response: { 200: changes.CancelQuote, ...refusals(...asked) },
      },
    },
    async (request) => request.read((work) => previewCancel(work, request.params.passId, request.query)),
  )

  app.post(
    '/passes/:passId/cancellations',
    {
      config: change,
      schema: {
        operationId: 'passCancelCreate',
        params: contract.PassParams,
        body: changes.CancelCreate,
        response: {
          201: changes.CancelAnswer,
          ...refusals(
            ...[
              ...asked,
              'quote_changed',
              'refund_approval_needed',
              'shift_not_open',
              'store_not_allowed',
              'not_allowed',
            ],
            ...['refund_exceeds_sale', 'payment_not_confirmed', 'payment_refund_too_large'],
            ...['approval_not_found', 'approval_used', 'approval_expired', 'approval_mismatch'],
          ),
        },
      },
    },
    async (request, reply) => {
      const input = { cancellationId: recordId(request), ...request.params, ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => cancelAndPayBack(work, input, payBack)))
    },
  )

  app.delete(
    '/passes/:passId/cancellation',
    {
      config: change,
      schema: {
        operationId: 'passCancelTakeBack',
        params: contract.PassParams,
        response: { 200: contract.PassAnswer, ...refusals(...gone, 'cancel_not_asked') },
      },
    },
    async (request) => request.inTransaction((work) => takeBackCancel(work, request.params.passId)),
  )

  app.post(
    '/passes/:passId/restoration',
    {
      config: change,
      schema: {
        operationId: 'passRestore',
        params: contract.PassParams,
        response: {
          200: contract.PassEnd,
          ...refusals(
            ...['pass_not_found', 'pass_not_ended', 'pass_was_paid_back', 'restore_too_late', 'pass_expired'],
            ...['clock_moved_back', 'balance_too_large'],
          ),
        },
      },
    },
    async (request) => request.inTransaction((work) => restorePass(work, request.params.passId)),
  )
}
