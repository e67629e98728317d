import { memberOf } from '#modules/identity/member-session.ts'
import { memberNames } from '#modules/members/member-names.ts'
import { refusals, type App } from '#platform/http.ts'
import { Refused } from '#shared/refusal.ts'
import * as contract from './expiry-contract.ts'
import { readMemberExtensions } from './member-extensions.ts'

/** What stands on a member's statement of points whose end was moved: with who did it for the shop, with why for both. */
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
