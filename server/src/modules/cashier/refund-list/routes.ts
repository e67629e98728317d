import { auditFile } from '#modules/shops/list-file.ts'
import { type App, refusals } from '#platform/http.ts'
import { sendTableFile, tableMediaTypes } from '#platform/table-file.ts'
import * as contract from './contract.ts'
import { exportRefunds } from './export-refunds.ts'
import { showBareReturn, showRefunds } from './show-refunds.ts'

/** Refunds of every kind, the same as a file, and goods that came back without a receipt one by one: a sale shows its own. */
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
    '/exports/refunds',
    {
      config: { permission: 'reports.export' },
      schema: {
        operationId: 'refundExport',
        querystring: contract.RefundExportQuery,
        produces: Object.values(tableMediaTypes),
        response: { 200: contract.FileBytes, ...refusals('export_too_long') },
      },
    },
    async (request, reply) => {
      await request.read(async (work) => auditFile(work, 'sale.export_refunds', request.query))
      const file = await exportRefunds(request.query, (body) => request.read(body))
      return sendTableFile(reply, { name: 'refunds', format: request.query.format }, file)
    },
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
