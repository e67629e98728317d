import type { PrintRunner } from '#modules/printing/print-runner.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import * as contract from './contract.ts'
import { printShift } from './print-shift.ts'

/** X and Z reports on paper, for whoever may look at the shift. */
export function shiftPaperRoutes(app: App, printer: PrintRunner): void {
  app.post(
    '/shifts/:shiftId/prints',
    {
      config: { permission: 'shift.close', idempotent: true },
      schema: {
        operationId: 'shiftPrint',
        params: contract.ShiftParams,
        body: contract.ShiftPrint,
        response: {
          201: contract.ShiftPrintTaken,
          ...refusals('shift_not_found', 'shift_is_blind', 'store_not_allowed', 'no_printer', 'printer_not_found'),
        },
      },
    },
    async (request, reply) => {
      const input = { ...request.params, ...request.body, jobId: recordId(request) }
      const taken = await request.inTransaction((work) => printShift(work, input))
      printer.take(request.caller!.merchantId, taken.printerId)
      return reply.code(201).send(taken)
    },
  )
}
