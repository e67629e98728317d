import { memberOf } from '#modules/identity/member-session.ts'
import type { App } from '#platform/http.ts'
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
        response: { 200: contract.MemberExtensions },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const rows = await readMemberExtensions(work, request.params.memberId)
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
