import { memberOf } from '#modules/identity/member-session.ts'
import { memberNames } from '#modules/members/member-names.ts'
import { findPortal } from '#modules/shops/find-portal.ts'
import { merchantFacts } from '#modules/shops/store-facts.ts'
import type { Database } from '#platform/db.ts'
import { refusals, type App } from '#platform/http.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import * as contract from './expiry-contract.ts'
import { acceptRules, readAcceptance } from './rules-page-accept.ts'
import { rulesPage } from './rules-page-rules.ts'
import { readRulesPage, readRulesVersions } from './rules-page.ts'

type Language = 'zh' | 'en'

async function pageView(work: Work, language: Language | undefined) {
  const [{ version, facts, at, isKept }, merchant] = await Promise.all([readRulesPage(work), merchantFacts(work)])
  const spoken = language ?? (merchant.locale === 'en' ? 'en' : 'zh')
  return { version, at: at.toISOString(), isKept, merchantName: merchant.name, sections: rulesPage(facts, spoken) }
}

/** The rules as members read them: for anybody, for the shop with who accepted, and for a member to accept. */
export function rulesPageRoutes(app: App, { database }: { database: Pick<Database, 'sql'> }): void {
  app.get(
    '/public/points-rules',
    {
      config: { access: 'public', triesPerMinute: 120 },
      schema: {
        operationId: 'publicPointsRulesGet',
        querystring: contract.RulesQuery,
        response: { 200: contract.PublicRules, ...refusals('portal_not_found') },
      },
    },
    async (request) => {
      const merchantId = await findPortal(database as Database, request.hostname)
      const { isKept: _, ...page } = await request.readFor(merchantId, (work) => pageView(work, request.query.language))
      return page
    },
  )

  app.get(
    '/points/rules-page',
    {
      config: { permission: 'members.read' },
      schema: {
        operationId: 'pointsRulesPageGet',
        querystring: contract.RulesQuery,
        response: { 200: contract.RulesVersions },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const [page, versions] = await Promise.all([pageView(work, request.query.language), readRulesVersions(work)])
        return { ...page, versions: versions.map((row) => ({ ...row, at: row.at.toISOString() })) }
      }),
  )

  app.get(
    '/me/points-rules/acceptance',
    {
      config: { access: ['member'] },
      schema: { operationId: 'myPointsRulesGet', response: { 200: contract.MyAcceptance } },
    },
    async (request) =>
      request.read(async (work) => {
        const { memberId } = memberOf(request)
        const [page, accepted] = await Promise.all([readRulesPage(work), readAcceptance(work, memberId)])
        return {
          version: page.version,
          acceptedVersion: accepted?.version ?? null,
          acceptedAt: accepted?.at.toISOString() ?? null,
        }
      }),
  )

  app.get(
    '/members/:memberId/points-rules',
    {
      config: { permission: 'members.read' },
      schema: {
        operationId: 'memberPointsRulesGet',
        params: contract.MemberParams,
        response: { 200: contract.MemberAcceptance, ...refusals('member_not_found') },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const { memberId } = request.params
        const [names, page, accepted] = await Promise.all([
          memberNames(work, [memberId]),
          readRulesPage(work),
          readAcceptance(work, memberId),
        ])
        if (!names.has(memberId)) throw new Refused('member_not_found')
        return {
          version: page.version,
          accepted: accepted && { ...accepted, at: accepted.at.toISOString() },
        }
      }),
  )

  app.post(
    '/me/points-rules/acceptance',
    {
      config: { access: ['member'], idempotent: true },
      schema: {
        operationId: 'myPointsRulesAccept',
        body: contract.AcceptRules,
        response: { 201: contract.AcceptRules, ...refusals('rules_changed') },
      },
    },
    async (request, reply) => {
      const { memberId } = memberOf(request)
      const input = { memberId, version: request.body.version, how: 'portal' } as const
      return reply.code(201).send(await request.inTransaction((work) => acceptRules(work, input)))
    },
  )
}
