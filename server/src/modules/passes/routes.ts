import { decodeCursor, pageOf } from '#platform/contract.ts'
import { type App, refusals } from '#platform/http.ts'
import { bookingRoutes } from './booking-routes.ts'
import { changeRoutes } from './change-routes.ts'
import * as contract from './contract.ts'
import { readHeldPasses } from './held-passes.ts'
import { myPinRoutes } from './me-pin-routes.ts'
import { myChangeRoutes } from './me-change-routes.ts'
import { myPassRoutes } from './me-routes.ts'
import { pagePassIds } from './page-queries.ts'
import type { PayBack } from './pay-back.ts'
import { planRoutes } from './plan-routes.ts'
import { priorityOf } from './priority.ts'
import { readRenewals } from './renewal-queries.ts'
import { fitsFor, passesOf, priceListsNow, showPass, summariesOf } from './show-passes.ts'
import { todayOf } from './today.ts'
import { useRoutes } from './use-routes.ts'

/** Plans and passes: made, sold at the till, used, changed, ended. `payBack` refunds the sale of a pass that ends. */
export function passRoutes(payBack: PayBack) {
  return async (app: App) => {
    planRoutes(app)
    listRoutes(app)
    useRoutes(app)
    bookingRoutes(app)
    changeRoutes(app, payBack)
    myPassRoutes(app)
    myChangeRoutes(app)
    myPinRoutes(app)
  }
}

function listRoutes(app: App) {
  app.get(
    '/passes',
    {
      config: { permission: 'passes.read' },
      schema: { operationId: 'passList', querystring: contract.PassQuery, response: { 200: contract.PassPage } },
    },
    async (request) => {
      const { cursor, limit = 50, planId = null, state = null } = request.query
      const before = decodeCursor(cursor, 2) as [string, string] | null
      return request.read(async (work) => {
        const rows = await pagePassIds(work, { planId, state, today: await todayOf(work) }, before, limit + 1)
        const { page, next } = pageOf(rows, limit, (last) => [last.soldAt, last.id])
        const ids = page.map(({ id }) => id)
        const [held, renewals] = await Promise.all([readHeldPasses(work, ids), readRenewals(work, ids)])
        return { items: await summariesOf(work, held, renewals), next }
      })
    },
  )

  app.get(
    '/passes/:passId',
    {
      config: { permission: 'passes.read' },
      schema: {
        operationId: 'passGet',
        params: contract.PassParams,
        response: { 200: contract.PassDetails, ...refusals('pass_not_found') },
      },
    },
    async (request) => request.read((work) => showPass(work, request.params.passId)),
  )

  app.get(
    '/members/:memberId/passes',
    {
      config: { permission: 'passes.read' },
      schema: {
        operationId: 'memberPassList',
        params: contract.MemberParams,
        querystring: contract.MemberPassQuery,
        response: { 200: contract.PassList },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const isAll = request.query.isAll ?? false
        const today = await todayOf(work)
        const { memberId } = request.params
        const [items, priceListIds, priorities] = await Promise.all([
          passesOf(work, memberId, { isAll, today }),
          priceListsNow(work, memberId, today),
          priorityOf(work, [memberId]),
        ])
        return { items, priceListIds, priority: priorities.get(memberId) ?? 0 }
      }),
  )

  app.get(
    '/members/:memberId/pass-fits',
    {
      config: { permission: 'passes.use' },
      schema: {
        operationId: 'passFitList',
        params: contract.MemberParams,
        querystring: contract.FitQuery,
        response: {
          200: contract.FitList,
          ...refusals('store_not_found', 'store_not_allowed', 'store_closed', 'item_not_found'),
        },
      },
    },
    async (request) => request.read((work) => fitsFor(work, { ...request.params, ...request.query })),
  )
}
