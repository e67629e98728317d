import type { PrintRunner } from '#modules/printing/print-runner.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import * as contract from './contract.ts'
import { printTopUp } from './print-top-up.ts'

/** The paper of a top-up, for whoever sells them. */
export function topUpPaperRoutes(app: App, printer: PrintRunner): void {
  app.post(
    '/top-ups/:topUpId/prints',
    {
      config: { permission: 'topup.sell', idempotent: true },
      schema: {
        operationId: 'topUpPrint',
        params: contract.TopUpParams,
        body: contract.TopUpPrint,
        response: {
          201: contract.TopUpPrintTaken,
          ...refusals('top_up_not_found', 'store_not_allowed', 'no_printer', 'printer_not_found'),
        },
      },
    },
    async (request, reply) => {
      const input = { ...request.params, ...request.body, jobId: recordId(request) }
      const taken = await request.inTransaction((work) => printTopUp(work, input))
      printer.take(request.caller!.merchantId, taken.printerId)
      return reply.code(201).send(taken)
    },
  )
}
