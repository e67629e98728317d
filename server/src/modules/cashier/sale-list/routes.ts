import { auditFile } from '#modules/shops/list-file.ts'
import { type App, refusals } from '#platform/http.ts'
import { sendTableFile, tableMediaTypes } from '#platform/table-file.ts'
import * as contract from './contract.ts'
import { exportSales } from './export-sales.ts'
import { showChoices, showSales } from './show-sales.ts'

/** The list of sales, what it can be narrowed by, and the same list as a file. */
export async function saleListRoutes(app: App) {
  app.get(
    '/sales',
    {
      config: { permission: 'sale.read' },
      schema: { operationId: 'saleList', querystring: contract.SaleListQuery, response: { 200: contract.SalePage } },
    },
    async (request) => request.read((work) => showSales(work, request.query)),
  )

  app.get(
    '/sale-list-choices',
    {
      config: { permission: 'sale.read' },
      schema: { operationId: 'saleListChoices', response: { 200: contract.SaleListChoices } },
    },
    async (request) => request.read(showChoices),
  )

  app.get(
    '/exports/sales',
    {
      config: { permission: 'reports.export' },
      schema: {
        operationId: 'saleExport',
        querystring: contract.SaleExportQuery,
        produces: Object.values(tableMediaTypes),
        response: { 200: contract.FileBytes, ...refusals('export_too_long') },
      },
    },
    async (request, reply) => {
      await request.read(async (work) => auditFile(work, 'sale.export', request.query))
      const file = await exportSales(request.query, (body) => request.read(body))
      return sendTableFile(reply, { name: 'sales', format: request.query.format }, file)
    },
  )
}
