import { PaperFileBytes, PaperFileQuery, paperFileTypes } from '#modules/printing/paper-file-schema.ts'
import type { PrintRunner } from '#modules/printing/print-runner.ts'
import { renderPaper } from '#modules/printing/render-paper.ts'
import { sendPaperFile } from '#modules/printing/send-paper-file.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import { composeDay, composeShift } from './compose-shift.ts'
import * as contract from './contract.ts'
import { moveDrawerAtTill, printTillPaper } from './print-shift.ts'

const printRefusals = ['store_not_allowed', 'no_printer', 'printer_not_found']

/** What a till's drawer and its shifts put on paper: slips of movements, X and Z reports, the day's report. */
export function shiftPaperRoutes(app: App, printer: PrintRunner): void {
  movementRoute(app, printer)
  reportRoutes(app, printer)
  dayReportRoutes(app, printer)
}

function movementRoute(app: App, printer: PrintRunner) {
  app.post(
    '/shifts/:shiftId/movements',
    {
      config: { permission: 'drawer.move', idempotent: true },
      schema: {
        operationId: 'drawerMove',
        params: contract.ShiftParams,
        body: contract.MovementCreate,
        response: {
          201: contract.Moved,
          ...refusals('shift_not_found', 'store_not_allowed', 'shift_closed', 'shift_elsewhere', 'invalid_movement'),
        },
      },
    },
    async (request, reply) => {
      const input = { movementId: recordId(request), ...request.params, ...request.body }
      const { taken, ...moved } = await request.inTransaction((work) => moveDrawerAtTill(work, input))
      if (taken) printer.take(request.caller!.merchantId, taken.printerId)
      return reply.code(201).send(moved)
    },
  )
}

/** X and Z, for whoever may look at the shift. */
function reportRoutes(app: App, printer: PrintRunner) {
  const seen = ['shift_not_found', 'shift_is_blind'] as const

  app.post(
    '/shifts/:shiftId/prints',
    {
      config: { permission: 'shift.close', idempotent: true },
      schema: {
        operationId: 'shiftPrint',
        params: contract.ShiftParams,
        body: contract.TillPaperPrint,
        response: { 201: contract.TillPaperTaken, ...refusals(...seen, ...printRefusals) },
      },
    },
    async (request, reply) => {
      const order = { ...request.body, jobId: recordId(request) }
      const taken = await request.inTransaction(async (work) =>
        printTillPaper(work, await composeShift(work, request.params.shiftId), order),
      )
      printer.take(request.caller!.merchantId, taken.printerId)
      return reply.code(201).send(taken)
    },
  )

  app.get(
    '/shifts/:shiftId/report-file',
    {
      config: { permission: 'shift.close' },
      schema: {
        operationId: 'shiftReportFile',
        params: contract.ShiftParams,
        querystring: PaperFileQuery,
        produces: paperFileTypes,
        response: { 200: PaperFileBytes, ...refusals(...seen) },
      },
    },
    async (request, reply) => {
      const { format, columns } = request.query
      const { compose } = await request.read((work) => composeShift(work, request.params.shiftId))
      return sendPaperFile(reply, await renderPaper(compose({ isCopy: false }), format, columns))
    },
  )
}

function dayReportRoutes(app: App, printer: PrintRunner) {
  app.post(
    '/day-closes/:dayCloseId/prints',
    {
      config: { permission: 'shift.report', idempotent: true },
      schema: {
        operationId: 'dayClosePrint',
        params: contract.DayCloseParams,
        body: contract.TillPaperPrint,
        response: { 201: contract.TillPaperTaken, ...refusals('day_close_not_found', ...printRefusals) },
      },
    },
    async (request, reply) => {
      const order = { ...request.body, jobId: recordId(request) }
      const taken = await request.inTransaction(async (work) =>
        printTillPaper(work, await composeDay(work, request.params.dayCloseId), order),
      )
      printer.take(request.caller!.merchantId, taken.printerId)
      return reply.code(201).send(taken)
    },
  )

  app.get(
    '/day-closes/:dayCloseId/report-file',
    {
      config: { permission: 'shift.report' },
      schema: {
        operationId: 'dayCloseReportFile',
        params: contract.DayCloseParams,
        querystring: PaperFileQuery,
        produces: paperFileTypes,
        response: { 200: PaperFileBytes, ...refusals('day_close_not_found') },
      },
    },
    async (request, reply) => {
      const { format, columns } = request.query
      const { compose } = await request.read((work) => composeDay(work, request.params.dayCloseId))
      return sendPaperFile(reply, await renderPaper(compose({ isCopy: false }), format, columns))
    },
  )
}
