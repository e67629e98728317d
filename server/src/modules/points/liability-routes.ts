import { homeZone } from '#modules/shops/next-morning.ts'
import type { App } from '#platform/http.ts'
import { localDay } from '#shared/business-day.ts'
import * as contract from './expiry-contract.ts'
import { journalFile, readLiability } from './liability.ts'
import { readLiabilityMonths } from './liability-close.ts'

/** What points cost: what is owed, what is expected of it, and the entries for the books. */
export function liabilityRoutes(app: App): void {
  app.get(
    '/points/liability',
    {
      config: { permission: 'reports.read' },
      schema: { operationId: 'pointsLiabilityGet', response: { 200: contract.Liability } },
    },
    async (request) =>
      request.read(async (work) => {
        const { months, ...rest } = await readLiability(work, localDay(work.at, await homeZone(work)))
        return {
          ...rest,
          months: months.map(({ recognisedCents: _, worthCents: __, perPoints: ___, ...month }) => month),
        }
      }),
  )

  app.get(
    '/exports/points-journal',
    {
      config: { permission: 'reports.export' },
      schema: {
        operationId: 'pointsJournalExport',
        querystring: contract.JournalQuery,
        produces: ['text/csv; charset=utf-8'],
        response: { 200: contract.JournalFile },
      },
    },
    async (request, reply) => {
      const file = await request.read(async (work) => {
        const { from, to } = request.query
        work.audit({
          action: 'points.journal',
          subject: { kind: 'merchant', id: work.merchantId },
          changes: { from: [null, from], to: [null, to] },
        })
        return journalFile(await readLiabilityMonths(work), request.query)
      })
      return reply
        .header('cache-control', 'no-store')
        .header('content-disposition', 'attachment; filename="points-journal.csv"')
        .type('text/csv; charset=utf-8')
        .send(file)
    },
  )
}
