import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { refusals, type App } from '#platform/http.ts'
import * as contract from './contract.ts'
import { auditExport, type ExportFormat, type ExportKind, runExport } from './run-export.ts'

const mediaTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

export async function exportRoutes(app: App) {
  app.get(
    '/exports/products',
    {
      config: { permission: 'catalog.read' },
      schema: {
        operationId: 'productExport',
        querystring: contract.ExportQuery,
        produces: Object.values(mediaTypes),
        response: { 200: contract.FileBytes, ...refusals('export_too_long') },
      },
    },
    async (request, reply) => send(request, reply, 'products', request.query.format),
  )

  app.get(
    '/exports/members',
    {
      config: { permission: 'members.export' },
      schema: {
        operationId: 'membersExport',
        querystring: contract.ExportQuery,
        produces: Object.values(mediaTypes),
        response: { 200: contract.FileBytes, ...refusals('export_too_long') },
      },
    },
    async (request, reply) => send(request, reply, 'members', request.query.format),
  )
}

async function send(request: FastifyRequest, reply: FastifyReply, kind: ExportKind, format: ExportFormat) {
  await request.read(async (work) => auditExport(work, kind, format))
  const file = await runExport(kind, format, (body) => request.read(body))
  return reply
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename="${kind}.${format}"`)
    .type(mediaTypes[format])
    .send(Readable.from(file))
}
