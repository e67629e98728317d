import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type App, refusals } from '#platform/http.ts'
import * as contract from './contract.ts'
import { auditSaleExport, exportSales, type ExportWish } from './export-sales.ts'
import { showChoices, showSales } from './show-sales.ts'

const mediaTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

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
        produces: Object.values(mediaTypes),
        response: { 200: contract.FileBytes, ...refusals('export_too_long') },
      },
    },
    async (request, reply) => sendFile(request, reply, request.query),
  )
}

async function sendFile(request: FastifyRequest, reply: FastifyReply, wish: ExportWish) {
  await request.read(async (work) => auditSaleExport(work, wish))
  const file = await exportSales(wish, (body) => request.read(body))
  return reply
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename="sales.${wish.format}"`)
    .type(mediaTypes[wish.format])
    .send(Readable.from(file))
}
