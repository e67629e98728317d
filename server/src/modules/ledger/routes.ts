import { memberNames } from '#modules/members/member-names.ts'
import { decodeCursor, encodeCursor } from '#platform/contract.ts'
import { refusals, type App } from '#platform/http.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import * as contract from './contract.ts'
import { ledgerMeRoutes } from './me-routes.ts'
import { memberAccounts } from './member-accounts.ts'
import { readAccountEntries } from './statement-queries.ts'
import { mergeStatement } from './statement-rules.ts'

const assetsOf = { points: ['points'], stored_value: ['stored_principal', 'stored_bonus'] } as const

/** What a member holds and how it came about. */
export async function ledgerRoutes(app: App) {
  ledgerMeRoutes(app)
  app.get(
    '/members/:memberId/accounts',
    {
      config: { permission: 'ledger.read' },
      schema: {
        operationId: 'memberAccountsGet',
        params: contract.MemberParams,
        response: { 200: contract.MemberAccounts, ...refusals('member_not_found') },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const { memberId } = request.params
        const [, items] = await Promise.all([knownMember(work, memberId), memberAccounts(work, memberId)])
        return { items }
      }),
  )

  app.get(
    '/members/:memberId/statement',
    {
      config: { permission: 'ledger.read' },
      schema: {
        operationId: 'memberStatementGet',
        params: contract.MemberParams,
        querystring: contract.StatementQuery,
        response: { 200: contract.Statement, ...refusals('member_not_found') },
      },
    },
    async (request) => request.read((work) => statementPage(work, request.params.memberId, request.query)),
  )
}

async function knownMember(work: Work, memberId: string): Promise<void> {
  const names = await memberNames(work, [memberId])
  if (!names.has(memberId)) throw new Refused('member_not_found')
}

async function statementPage(
  work: Work,
  memberId: string,
  { of, cursor, limit = 50 }: { of: keyof typeof assetsOf; cursor?: string; limit?: number },
) {
  const assets = assetsOf[of]
  const places = decodeCursor(cursor, assets.length)
  const [, ...accounts] = await Promise.all([
    knownMember(work, memberId),
    ...assets.map((asset, i) => {
      const place = typeof places?.[i] === 'number' ? places[i] : null
      // One more than the page: the balance below its last line, and whether there is another page.
      return readAccountEntries(work, { ownerKind: 'member', ownerId: memberId, asset }, { place, limit: limit + 1 })
    }),
  ])
  const { rows, place } = mergeStatement(assets, accounts, limit)
  const isMore = place.some((version) => version > 0)
  return {
    items: rows.map((row) => ({ ...row, at: row.at.toISOString() })),
    next: isMore ? encodeCursor(place) : null,
  }
}
