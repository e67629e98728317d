import { type App, refusals } from '#platform/http.ts'
import { ExpiringPage, ExpiringQuery, Home, HomeQuery, MemberWorth, MemberWorthParams } from './contract.ts'
import { listExpiring } from './list-expiring.ts'
import { showHome } from './show-home.ts'
import { showMemberWorth } from './show-member-worth.ts'

export async function analyticsRoutes(app: App) {
  app.get(
    '/home',
    {
      config: { access: ['staff'] },
      schema: {
        operationId: 'homeGet',
        querystring: HomeQuery,
        response: { 200: Home, ...refusals('store_not_found', 'store_not_allowed') },
      },
    },
    async (request) => request.read((work) => showHome(work, request.query.storeId)),
  )

  app.get(
    '/expiring-value',
    {
      config: { permission: 'ledger.read' },
      schema: { operationId: 'expiringValueList', querystring: ExpiringQuery, response: { 200: ExpiringPage } },
    },
    async (request) => request.read((work) => listExpiring(work, request.query)),
  )

  app.get(
    '/members/:memberId/worth',
    {
      config: { permission: 'members.read' },
      schema: { operationId: 'memberWorthGet', params: MemberWorthParams, response: { 200: MemberWorth } },
    },
    async (request) => request.read((work) => showMemberWorth(work, request.params.memberId)),
  )
}
