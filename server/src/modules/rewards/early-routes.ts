import { memberOf } from '#modules/identity/member-session.ts'
import { earlyHoursOf } from '#modules/passes/early-access.ts'
import { earlyHolders } from '#modules/passes/pass-privileges.ts'
import { earlyHoursByTier } from '#modules/tiers/tier-early-hours.ts'
import type { App } from '#platform/http.ts'
import * as contract from './contract.ts'

/** By how many hours things open earlier for a member: a till and a phone ask where something is about to open. */
export function earlyAccessRoutes(app: App) {
  app.get(
    '/members/:memberId/early-access',
    {
      config: { permission: 'sale.sell' },
      schema: {
        operationId: 'memberEarlyAccessGet',
        params: contract.MemberParams,
        response: { 200: contract.EarlyAccess },
      },
    },
    async (request) => {
      const { memberId } = request.params
      return request.read(async (work) => ({ hours: (await earlyHoursOf(work, [memberId])).get(memberId)! }))
    },
  )

  app.get(
    '/till/early-access',
    {
      config: { permission: 'sale.sell' },
      schema: { operationId: 'tillEarlyAccessGet', response: { 200: contract.TillEarlyAccess } },
    },
    async (request) =>
      request.read(async (work) => {
        const [levels, holders] = await Promise.all([earlyHoursByTier(work), earlyHolders(work)])
        return { levels, holders: holders.map((each) => ({ ...each, untilAt: each.untilAt?.toISOString() ?? null })) }
      }),
  )

  app.get(
    '/me/early-access',
    {
      config: { access: ['member'] },
      schema: { operationId: 'myEarlyAccessGet', response: { 200: contract.EarlyAccess } },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      return request.read(async (work) => ({ hours: (await earlyHoursOf(work, [memberId])).get(memberId)! }))
    },
  )
}
