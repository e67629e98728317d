import { memberOf } from '#modules/identity/member-session.ts'
import { decodeCursor, encodeCursor } from '#platform/contract.ts'
import type { App } from '#platform/http.ts'
import * as contract from './contract.ts'
import { memberAccounts, memberAssets } from './member-accounts.ts'
import { readAccountEntries } from './statement-queries.ts'
import { mergeStatement } from './statement-rules.ts'

const access = ['member'] as const

/** What members see of what the shop owes them. */
export function ledgerMeRoutes(app: App): void {
  app.get(
    '/me/accounts',
    { config: { access }, schema: { operationId: 'myAccountsGet', response: { 200: contract.MemberAccounts } } },
    async (request) => ({ items: await request.read((work) => memberAccounts(work, memberOf(request).memberId)) }),
  )

  // One list over all assets: a purchase that took points and stored value is one line of it, with every balance after.
  app.get(
    '/me/statement',
    {
      config: { access },
      schema: {
        operationId: 'myStatementGet',
        querystring: contract.MyStatementQuery,
        response: { 200: contract.Statement },
      },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      const { cursor, limit = 30 } = request.query
      const places = decodeCursor(cursor, memberAssets.length)
      const accounts = await request.read((work) =>
        Promise.all(
          memberAssets.map((asset, i) => {
            const place = typeof places?.[i] === 'number' ? places[i] : null
            return readAccountEntries(
              work,
              { ownerKind: 'member', ownerId: memberId, asset },
              { place, limit: limit + 1 },
            )
          }),
        ),
      )
      const { rows, place } = mergeStatement(memberAssets, accounts, limit)
      return {
        items: rows.map((row) => ({ ...row, at: row.at.toISOString() })),
        next: place.some((version) => version > 0) ? encodeCursor(place) : null,
      }
    },
  )
}
