import { type App, refusals } from '#platform/http.ts'
import * as contract from './contract.ts'
import { listExpiring } from './list-expiring.ts'
import { listMemberWorths } from './list-member-worths.ts'
import { showHome } from './show-home.ts'
import { showMemberWorth } from './show-member-worth.ts'

export async function analyticsRoutes(app: App) {
  app.get(
    '/home',
    {
      config: { access: ['staff'] },
      schema: {
        operationId: 'homeGet',
        querystring: contract.HomeQuery,
        response: { 200: contract.Home, ...refusals('store_not_found', 'store_not_allowed') },
      },
    },
    async (request) => request.read((work) => showHome(work, request.query.storeId)),
  )

  app.get(
    '/expiring-value',
    {
      config: { permission: 'ledger.read' },
      schema: {
        operationId: 'expiringValueList',
        querystring: contract.ExpiringQuery,
        response: { 200: contract.ExpiringPage },
      },
    },
    async (request) => request.read((work) => listExpiring(work, request.query)),
  )

  app.get(
    '/members/:memberId/worth',
    {
      config: { permission: 'members.read' },
      schema: {
        operationId: 'memberWorthGet',
        params: contract.MemberWorthParams,
        response: { 200: contract.MemberWorth },
      },
    },
    async (request) => request.read((work) => showMemberWorth(work, request.params.memberId)),
  )

  app.get(
    '/members/worth',
    {
      config: { permission: 'members.read' },
      schema: {
        operationId: 'memberWorthList',
        querystring: contract.MemberWorthListQuery,
        response: { 200: contract.MemberWorthList },
      },
    },
    async (request) => request.read((work) => listMemberWorths(work, request.query.memberIds.split(','))),
  )
}
