import type { FastifyReply, FastifyRequest } from 'fastify'
import { refusals, type App } from '#platform/http.ts'
import { sendTableFile, type TableFormat, tableMediaTypes } from '#platform/table-file.ts'
import * as contract from './contract.ts'
import { auditExport, type ExportFilter, type ExportKind, runExport } from './run-export.ts'

export async function exportRoutes(app: App) {
  app.get(
    '/exports/products',
    {
      config: { permission: 'catalog.read' },
      schema: {
        operationId: 'productExport',
        querystring: contract.ProductExportQuery,
        produces: Object.values(tableMediaTypes),
        response: { 200: contract.FileBytes, ...refusals('export_too_long') },
      },
    },
    async (request, reply) => {
      const { format, ...products } = request.query
      return send(request, reply, 'products', format, { products })
    },
  )

  app.get(
    '/exports/members',
    {
      config: { permission: 'members.export' },
      schema: {
        operationId: 'membersExport',
        querystring: contract.MemberExportQuery,
        produces: Object.values(tableMediaTypes),
        response: { 200: contract.FileBytes, ...refusals('export_too_long') },
      },
    },
    async (request, reply) => {
      const { format, enrolledFrom, enrolledBefore, ...filter } = request.query
      const members = {
        ...filter,
        ...(enrolledFrom && { enrolledFrom: new Date(enrolledFrom) }),
        ...(enrolledBefore && { enrolledBefore: new Date(enrolledBefore) }),
      }
      return send(request, reply, 'members', format, { members })
    },
  )
}

async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  kind: ExportKind,
  format: TableFormat,
  filter: ExportFilter,
) {
  await request.read(async (work) => auditExport(work, kind, format))
  const file = await runExport(kind, format, (body) => request.read(body), filter)
  return sendTableFile(reply, { name: kind, format }, file)
}
