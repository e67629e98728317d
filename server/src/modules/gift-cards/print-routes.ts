import type { PrintRunner } from '#modules/printing/print-runner.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import * as contract from './contract.ts'
import { printLoad } from './print-load.ts'

/** The paper of a gift card that was sold or loaded, for whoever sells them. */
export function giftCardPaperRoutes(app: App, printer: PrintRunner): void {
  app.post(
    '/gift-card-loads/:loadId/prints',
    {
      config: { permission: 'giftcard.sell', idempotent: true },
      schema: {
        operationId: 'giftCardLoadPrint',
        params: contract.GiftCardLoadParams,
        body: contract.GiftCardLoadPrint,
        response: {
          201: contract.GiftCardPrintTaken,
          ...refusals('gift_card_load_not_found', 'store_not_allowed', 'no_printer', 'printer_not_found'),
        },
      },
    },
    async (request, reply) => {
      const input = { ...request.params, ...request.body, jobId: recordId(request) }
      const taken = await request.inTransaction((work) => printLoad(work, input))
      printer.take(request.caller!.merchantId, taken.printerId)
      return reply.code(201).send(taken)
    },
  )
}
