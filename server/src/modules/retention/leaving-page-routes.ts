import { storesOf } from '#platform/actor.ts'
import { decodeCursor, pageOf } from '#platform/contract.ts'
import { type App, refusals } from '#platform/http.ts'
import * as contract from './leaving-page-contract.ts'
import { LeavingParams } from './contract.ts'
import { readLeavingsPage } from './leaving-list-queries.ts'
import { showLeaving, summarise } from './leaving-page.ts'
import { periodOf } from './report-period.ts'

const read = { permission: 'retention.read' } as const

/** Who set out to leave, one by one, and everything about one of them. */
export function leavingPageRoutes(app: App) {
  app.get(
    '/leavings',
    {
      config: read,
      schema: {
        operationId: 'leavingPageList',
        querystring: contract.LeavingsQuery,
        response: { 200: contract.LeavingsPage },
      },
    },
    async (request) => {
      const { from, until, cursor, limit = 50, ...filter } = request.query
      const key = decodeCursor(cursor, 2)
      const before = key && { at: String(key[0]), id: String(key[1]) }
      return request.read(async (work) => {
        const period = await periodOf(work, { from, until })
        const rows = await readLeavingsPage(work, {
          ...{ period, before, limit: limit + 1, storeIds: storesOf(work.actor) },
          ...filter,
        })
        const { page, next } = pageOf(rows, limit, ({ at, id }) => [at, id])
        return { items: await summarise(work, page), next }
      })
    },
  )

  app.get(
    '/leavings/:leavingId',
    {
      config: read,
      schema: {
        operationId: 'leavingPageGet',
        params: LeavingParams,
        response: { 200: contract.LeavingPage, ...refusals('leaving_not_found', 'store_not_allowed') },
      },
    },
    async (request) => request.read((work) => showLeaving(work, request.params.leavingId)),
  )
}
