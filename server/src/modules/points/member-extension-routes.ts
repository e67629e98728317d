import { memberOf } from '#modules/identity/member-session.ts'
import { memberNames } from '#modules/members/member-names.ts'
import { refusals, type App } from '#platform/http.ts'
import { Refused } from '#shared/refusal.ts'
import * as contract from './expiry-contract.ts'
import { readMemberExtensions } from './member-extensions.ts'
import { readRescuable } from './rescue-reinstate.ts'
import { readRescuePolicy } from './rescue-policy.ts'

/** What stands on a member's statement of points whose end was moved, with who did it for the shop, with why for both; and what can be brought back. */
export function memberExtensionRoutes(app: App): void {
  app.get(
    '/members/:memberId/points-extensions',
    {
      config: { permission: 'ledger.read' },
      schema: {
        operationId: 'memberPointsExtensionList',
        params: contract.MemberParams,
        response: { 200: contract.MemberExtensions, ...refusals('member_not_found') },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const { memberId } = request.params
        const [names, rows] = await Promise.all([memberNames(work, [memberId]), readMemberExtensions(work, memberId)])
        if (!names.has(memberId)) throw new Refused('member_not_found')
        return { items: rows.map((row) => ({ ...row, at: row.at.toISOString() })) }
      }),
  )

  app.get(
    '/me/points-rescue',
    {
      config: { access: ['member'] },
      schema: { operationId: 'myPointsRescueGet', response: { 200: contract.MyRescue } },
    },
    async (request) =>
      request.read(async (work) => {
        const rescue = await readRescuePolicy(work)
        const rows = await readRescuable(work, memberOf(request).memberId, rescue?.graceDays ?? 0)
        const items = rows
          .toSorted((a, b) => a.until.getTime() - b.until.getTime())
          .map(({ points, until }) => ({ points, until: until.toISOString() }))
        return { items, minPurchaseCents: rescue?.minPurchaseCents ?? 0, lifeDays: rescue?.lifeDays ?? 0 }
      }),
  )

  app.get(
    '/me/points-extensions',
    {
      config: { access: ['member'] },
      schema: { operationId: 'myPointsExtensionList', response: { 200: contract.MyExtensions } },
    },
    async (request) =>
      request.read(async (work) => {
        const rows = await readMemberExtensions(work, memberOf(request).memberId)
        return { items: rows.map(({ authorName: _, ...row }) => ({ ...row, at: row.at.toISOString() })) }
      }),
  )
}
