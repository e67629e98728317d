import { decodeCursor, pageOf } from '#platform/contract.ts'
import { recordId, refusals, type App } from '#platform/http.ts'
import { Refused } from '#shared/refusal.ts'
import { type Batch, findBatch, listBatches, listErrors } from './batch-queries.ts'
import * as contract from './contract.ts'
import { exportRoutes } from './export-routes.ts'
import { importFields } from './field-rules.ts'
import { maxFileBytes } from './import-limits.ts'
import type { ImportRunner } from './import-runner.ts'
import { keepFile, keptFile, lookIntoFile } from './keep-file.ts'
import { shippedMappings } from './mapping-files.ts'
import { startImport } from './start-import.ts'
import { startUndo } from './undo-batch.ts'

const fileRefusals = [
  'import_file_not_found',
  'file_empty',
  'file_too_large',
  'file_damaged',
  'file_format_unknown',
  'text_not_decodable',
  'text_has_nul',
  'csv_broken',
  'column_twice',
  'row_too_wide',
  'cell_too_long',
] as const

function batchView({ mapping: _, fileId: __, storeId: ___, rowsSeen: rows, ...batch }: Batch) {
  return {
    ...batch,
    rows,
    createdAt: batch.createdAt.toISOString(),
    finishedAt: batch.finishedAt?.toISOString() ?? null,
    undoneAt: batch.undoneAt?.toISOString() ?? null,
  }
}

export function importsRoutes(runner: ImportRunner) {
  return async function routes(app: App) {
    fileRoutes(app)
    batchRoutes(app, runner)
    readRoutes(app)
    await exportRoutes(app)
  }
}

function fileRoutes(app: App) {
  app.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer', bodyLimit: maxFileBytes },
    (_request, body, done) => done(null, body),
  )

  app.post(
    '/import-files',
    {
      bodyLimit: maxFileBytes,
      config: {
        permission: 'imports.run',
        idempotent: { without: 'a file is kept once under the key that the sender chose' },
      },
      schema: {
        operationId: 'importFileCreate',
        consumes: ['application/octet-stream'],
        querystring: contract.FileQuery,
        body: contract.FileBytes,
        response: { 201: contract.FileAnswer, ...refusals('file_empty', 'file_too_large', 'invalid_key') },
      },
    },
    async (request, reply) => {
      const fileId = recordId(request)
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const { name } = request.query
      return reply.code(201).send(await request.inTransaction((work) => keepFile(work, { fileId, name, bytes })))
    },
  )

  app.get(
    '/import-files/:fileId',
    {
      config: { permission: 'imports.run' },
      schema: {
        operationId: 'importFileGet',
        params: contract.FileParams,
        querystring: contract.LookQuery,
        response: { 200: contract.FileLook, ...refusals(...fileRefusals) },
      },
    },
    async (request) => {
      const file = await request.read((work) => keptFile(work, request.params.fileId))
      return lookIntoFile(file, request.query.kind)
    },
  )

  app.get(
    '/import-mappings',
    {
      config: { permission: 'imports.run' },
      schema: { operationId: 'importMappingList', response: { 200: contract.MappingList } },
    },
    async () => ({ items: await shippedMappings() }),
  )

  app.get(
    '/import-fields',
    {
      config: { permission: 'imports.run' },
      schema: {
        operationId: 'importFieldList',
        querystring: contract.FieldQuery,
        response: { 200: contract.FieldList },
      },
    },
    async (request) => ({
      items: Object.entries(importFields[request.query.kind]).map(([name, { type, isNeeded = false }]) => ({
        name,
        type,
        isNeeded,
      })),
    }),
  )
}

function batchRoutes(app: App, runner: ImportRunner) {
  app.post(
    '/imports',
    {
      config: { permission: 'imports.run', idempotent: true },
      schema: {
        operationId: 'importCreate',
        body: contract.ImportCreate,
        response: {
          202: contract.ImportAnswer,
          ...refusals(
            ...fileRefusals,
            'mapping_field_unknown',
            'mapping_field_missing',
            'mapping_zone_unknown',
            'mapping_split_missing',
            'column_missing',
            'store_not_found',
            'store_not_allowed',
            'store_closed',
          ),
        },
      },
    },
    async (request, reply) => {
      const batchId = recordId(request)
      const { storeId = null, ...input } = request.body
      const answer = await request.inTransaction((work) => startImport(work, { ...input, storeId, batchId }))
      runner.take(request.caller!.merchantId, batchId)
      return reply.code(202).send(answer)
    },
  )

  app.post(
    '/imports/:batchId/undo',
    {
      config: { permission: 'imports.undo', idempotent: true },
      schema: {
        operationId: 'importUndoCreate',
        params: contract.ImportParams,
        response: {
          202: contract.ImportAnswer,
          ...refusals('import_not_found', 'import_is_dry_run', 'import_already_undone', 'import_not_done'),
        },
      },
    },
    async (request, reply) => {
      const answer = await request.inTransaction((work) => startUndo(work, request.params))
      runner.take(request.caller!.merchantId, request.params.batchId)
      return reply.code(202).send(answer)
    },
  )
}

function readRoutes(app: App) {
  app.get(
    '/imports',
    {
      config: { permission: 'imports.run' },
      schema: { operationId: 'importList', querystring: contract.ImportQuery, response: { 200: contract.ImportPage } },
    },
    async (request) => {
      const { cursor, limit = 50 } = request.query
      const before = decodeCursor(cursor, 2) as [string, string] | null
      const rows = await request.read((work) => listBatches(work, { before, limit: limit + 1 }))
      const { page, next } = pageOf(rows, limit, (last) => [last.createdAt, last.id])
      return { items: page.map(batchView), next }
    },
  )

  app.get(
    '/imports/:batchId',
    {
      config: { permission: 'imports.run' },
      schema: {
        operationId: 'importGet',
        params: contract.ImportParams,
        response: { 200: contract.Import, ...refusals('import_not_found') },
      },
    },
    async (request) => {
      const batch = await request.read((work) => findBatch(work, request.params.batchId))
      if (!batch) throw new Refused('import_not_found')
      return batchView(batch)
    },
  )

  app.get(
    '/imports/:batchId/errors',
    {
      config: { permission: 'imports.run' },
      schema: {
        operationId: 'importErrorList',
        params: contract.ImportParams,
        querystring: contract.ErrorQuery,
        response: { 200: contract.ErrorPage, ...refusals('import_not_found') },
      },
    },
    async (request) => {
      const { batchId } = request.params
      const { cursor, limit = 100 } = request.query
      const after = decodeCursor(cursor, 2) as [number, string] | null
      return request.read(async (work) => {
        if (!(await findBatch(work, batchId))) throw new Refused('import_not_found')
        const rows = await listErrors(work, { batchId, after, limit: limit + 1 })
        const { page, next } = pageOf(rows, limit, (last) => [last.row, last.field])
        return { items: page, next }
      })
    },
  )
}
