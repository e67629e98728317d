import { type App, refusals } from '#platform/http.ts'
import * as contract from './contract.ts'
import { recordTimings, showTimings } from './record-timings.ts'

/** What tills measure of themselves, and the report on it. */
export async function timingRoutes(app: App) {
  app.post(
    '/cashier-task-timings',
    {
      config: { permission: 'sale.sell', idempotent: true },
      schema: {
        operationId: 'cashierTaskTimingCreate',
        body: contract.TaskTimingBatch,
        response: {
          201: contract.TaskTimingAnswer,
          ...refusals('store_not_found', 'store_not_allowed', 'store_closed'),
        },
      },
    },
    async (request, reply) =>
      reply.code(201).send(
        await request.inTransaction(async (work) => ({
          count: await recordTimings(work, request.body),
        })),
      ),
  )

  app.get(
    '/cashier-task-timings/report',
    {
      config: { permission: 'reports.read' },
      schema: {
        operationId: 'cashierTaskTimingReport',
        querystring: contract.TaskTimingReportQuery,
        response: { 200: contract.TaskTimingReport, ...refusals('store_not_allowed') },
      },
    },
    async (request) => request.read(async (work) => ({ items: await showTimings(work, request.query) })),
  )
}
