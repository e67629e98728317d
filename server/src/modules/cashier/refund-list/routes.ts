import { type App, refusals } from '#platform/http.ts'
import * as contract from './contract.ts'
import { showBareReturn, showRefunds } from './show-refunds.ts'

/** Refunds of every kind, and goods that came back without a receipt one by one: a sale shows its own. */
export async function refundListRoutes(app: App) {
  app.get(
    '/refunds',
    {
      config: { permission: 'sale.read' },
      schema: {
        operationId: 'refundList',
        querystring: contract.RefundListQuery,
        response: { 200: contract.RefundPage },
      },
    },
    async (request) => request.read((work) => showRefunds(work, request.query)),
  )

  app.get(
    '/returns/:returnId',
    {
      config: { permission: 'sale.read' },
      schema: {
        operationId: 'bareReturnGet',
        params: contract.BareReturnParams,
        response: { 200: contract.BareReturn, ...refusals('refund_not_found', 'store_not_allowed') },
      },
    },
    async (request) => request.read((work) => showBareReturn(work, request.params.returnId)),
  )
}
