import { auditFile } from '#modules/shops/list-file.ts'
import { type App, refusals } from '#platform/http.ts'
import { sendTableFile, tableMediaTypes } from '#platform/table-file.ts'
import * as contract from './contract.ts'
import { exportPayments } from './export-payments.ts'
import { showPayments } from './show-payments.ts'

/** The list of payments, and the same as a file to be held against the provider's bill. */
export function listRoutes(app: App) {
  app.get(
    '/payments',
    {
      config: { permission: 'payments.read' },
      schema: {
        operationId: 'paymentList',
        querystring: contract.PaymentListQuery,
        response: { 200: contract.PaymentPage },
      },
    },
    async (request) => request.read((work) => showPayments(work, request.query)),
  )

  app.get(
    '/exports/payments',
    {
      config: { permission: 'reports.export' },
      schema: {
        operationId: 'paymentExport',
        querystring: contract.PaymentExportQuery,
        produces: Object.values(tableMediaTypes),
        response: { 200: contract.FileBytes, ...refusals('export_too_long') },
      },
    },
    async (request, reply) => {
      await request.read(async (work) => auditFile(work, 'payments.export', request.query))
      const file = await exportPayments(request.query, (body) => request.read(body))
      return sendTableFile(reply, { name: 'payments', format: request.query.format }, file)
    },
  )
}
