import { userNames } from '#modules/identity/user-names.ts'
import { merchantFacts, storeFacts } from '#modules/shops/store-facts.ts'
import { storesOf } from '#platform/actor.ts'
import { decodeCursor, pageOf } from '#platform/contract.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { refuseForeignStore } from '#platform/actor.ts'
import * as contract from './contract.ts'
import { readJobs } from './job-queries.ts'
import { cancelJob, print, retryJob } from './print.ts'
import type { PrintRunner } from './print-runner.ts'
import { readPrinters } from './printer-queries.ts'
import { addPrinter, changePrinter, removePrinter } from './save-printer.ts'
import { testPage } from './test-page-rules.ts'

const manages = { permission: 'devices.manage', idempotent: true } as const
const addressRefusals = ['printer_address_not_private', 'printer_port_invalid', 'printer_name_taken'] as const

export function printingRoutes(runner: PrintRunner) {
  return async (app: App) => {
    printerRoutes(app)
    testRoute(app, runner)
    jobRoutes(app, runner)
  }
}

function printerRoutes(app: App) {
  app.get(
    '/printers',
    {
      config: { permission: 'sale.sell', alsoFor: ['staff'] },
      schema: {
        operationId: 'printerList',
        querystring: contract.PrinterQuery,
        response: { 200: contract.PrinterList, ...refusals('store_not_allowed') },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const { storeId } = request.query
        if (storeId) accept(refuseForeignStore(work.actor, storeId))
        return { items: await readPrinters(work, storeId ? [storeId] : storesOf(work.actor)) }
      }),
  )

  app.post(
    '/printers',
    {
      config: manages,
      schema: {
        operationId: 'printerCreate',
        body: contract.PrinterCreate,
        response: {
          201: contract.PrinterAnswer,
          ...refusals('store_not_found', 'store_not_allowed', 'store_closed', ...addressRefusals),
        },
      },
    },
    async (request, reply) => {
      const input = { printerId: recordId(request), ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => addPrinter(work, input)))
    },
  )

  app.put(
    '/printers/:printerId',
    {
      config: manages,
      schema: {
        operationId: 'printerSave',
        params: contract.PrinterParams,
        body: contract.PrinterChange,
        response: {
          200: contract.PrinterVersion,
          ...refusals('printer_not_found', 'store_not_allowed', 'settings_changed', ...addressRefusals),
        },
      },
    },
    async (request) => request.inTransaction((work) => changePrinter(work, { ...request.params, ...request.body })),
  )

  app.delete(
    '/printers/:printerId',
    {
      config: manages,
      schema: {
        operationId: 'printerDelete',
        params: contract.PrinterParams,
        response: { 200: contract.PrinterAnswer, ...refusals('printer_not_found', 'store_not_allowed') },
      },
    },
    async (request) => request.inTransaction((work) => removePrinter(work, request.params)),
  )
}

function testRoute(app: App, runner: PrintRunner) {
  app.post(
    '/printers/:printerId/test',
    {
      config: manages,
      schema: {
        operationId: 'printerTest',
        params: contract.PrinterParams,
        response: { 201: contract.PrintTaken, ...refusals('printer_not_found', 'store_not_allowed') },
      },
    },
    async (request, reply) => {
      const { printerId } = request.params
      const taken = await request.inTransaction(async (work) => {
        const [printers, stores, merchant] = await Promise.all([
          readPrinters(work, storesOf(work.actor)),
          storeFacts(work),
          merchantFacts(work),
        ])
        const printer = printers.find(({ id }) => id === printerId)
        if (!printer) throw new Refused('printer_not_found')
        const store = stores.get(printer.storeId)!
        const at = new Intl.DateTimeFormat('sv-SE', {
          dateStyle: 'short',
          timeStyle: 'medium',
          timeZone: store.timeZone,
        })
        const document = testPage({
          ...{ printerName: printer.name, storeName: store.name, columns: printer.columns },
          ...{ at: at.format(work.at), locale: merchant.locale },
        })
        const jobId = recordId(request)
        return print(work, { jobId, storeId: store.id, printerId, subject: null, compose: () => document })
      })
      runner.take(request.caller!.merchantId, taken.printerId)
      return reply.code(201).send(taken)
    },
  )
}

function jobRoutes(app: App, runner: PrintRunner) {
  app.get(
    '/print-jobs',
    {
      config: { permission: 'sale.sell' },
      schema: {
        operationId: 'printJobList',
        querystring: contract.PrintJobQuery,
        response: { 200: contract.PrintJobPage },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const { cursor, limit = 50, isOpen } = request.query
        const before = decodeCursor(cursor, 2) as [string, string] | null
        const states = isOpen ? (['waiting', 'printing', 'unclear', 'failed'] as const) : null
        const rows = await readJobs(work, { storeIds: storesOf(work.actor), states, before }, limit + 1)
        const { page, next } = pageOf(rows, limit, (last) => [last.askedAt, last.id])
        const names = await userNames(
          work,
          page.flatMap(({ askedBy }) => askedBy ?? []),
        )
        return {
          items: page.map(({ askedBy, askedAt, endedAt, ...row }) => ({
            ...row,
            askedByName: (askedBy && names.get(askedBy)) ?? null,
            askedAt: askedAt.toISOString(),
            endedAt: endedAt?.toISOString() ?? null,
          })),
          next,
        }
      }),
  )

  app.post(
    '/print-jobs/:jobId/retry',
    {
      config: { permission: 'sale.sell', idempotent: true },
      schema: {
        operationId: 'printJobRetry',
        params: contract.PrintJobParams,
        response: {
          200: contract.PrintTaken,
          ...refusals('print_job_not_found', 'print_job_ended', 'store_not_allowed'),
        },
      },
    },
    async (request) => {
      const taken = await request.inTransaction((work) => retryJob(work, request.params))
      runner.take(request.caller!.merchantId, taken.printerId)
      return taken
    },
  )

  app.delete(
    '/print-jobs/:jobId',
    {
      config: { permission: 'sale.sell', idempotent: true },
      schema: {
        operationId: 'printJobCancel',
        params: contract.PrintJobParams,
        response: {
          200: contract.PrintJobAnswer,
          ...refusals('print_job_not_found', 'print_job_ended', 'store_not_allowed'),
        },
      },
    },
    async (request) => request.inTransaction((work) => cancelJob(work, request.params)),
  )
}
