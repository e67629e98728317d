import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { refusals, type App } from '#platform/http.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import * as contract from './contract.ts'
import { exportMembers, type ExportPage, exportProducts, memberColumns, productColumns } from './export-rows.ts'
import { writeCsv, writeXlsx } from './write-table.ts'

const mediaTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

/** A workbook is built in memory; a CSV file of any size is not. */
const maxSheetRows = 100_000

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
    async (request, reply) => {
      const rows = rowsOf(request, exportProducts)
      return send(reply, 'products', request.query.format, productColumns, rows)
    },
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
    async (request, reply) => {
      const { format } = request.query
      await request.read(async (work) =>
        work.audit({
          action: 'members.export',
          subject: { kind: 'merchant', id: work.merchantId },
          changes: { format: [null, format] },
        }),
      )
      return send(reply, 'members', format, memberColumns, rowsOf(request, exportMembers))
    },
  )
}

/** Rows page by page, each page read in a transaction of its own: a long export holds nothing open. */
async function* rowsOf<Place>(
  request: FastifyRequest,
  readPage: (work: Work, after: Place | null) => Promise<ExportPage<Place>>,
): AsyncGenerator<string[], void, undefined> {
  let after: Place | null = null
  do {
    const place: Place | null = after
    const { rows, next }: ExportPage<Place> = await request.read((work) => readPage(work, place))
    yield* rows
    after = next
  } while (after !== null)
}

async function send(
  reply: FastifyReply,
  name: string,
  format: 'csv' | 'xlsx',
  columns: readonly string[],
  rows: AsyncIterable<readonly string[]>,
) {
  const body =
    format === 'csv' ? Readable.from(writeCsv(columns, rows)) : Buffer.from(await writeXlsx(columns, bounded(rows)))
  return reply
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename="${name}.${format}"`)
    .type(mediaTypes[format])
    .send(body)
}

async function* bounded(rows: AsyncIterable<readonly string[]>) {
  let count = 0
  for await (const row of rows) {
    if (++count > maxSheetRows) throw new Refused('export_too_long', { maxRows: maxSheetRows })
    yield row
  }
}
