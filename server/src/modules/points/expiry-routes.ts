import { userNames } from '#modules/identity/user-names.ts'
import { memberNames } from '#modules/members/member-names.ts'
import { decodeCursor, encodeCursor } from '#platform/contract.ts'
import { recordId, refusals, type App } from '#platform/http.ts'
import { invalidInput } from '#platform/input-problems.ts'
import * as contract from './expiry-contract.ts'
import { readNotices } from './expiry-notice.ts'
import { publishEnding, readEnding, readEndings } from './expiry-policy.ts'
import { never } from './expiry-rules.ts'
import { dueLots, runExpiry } from './expiry-run.ts'
import { readPublishedPolicy } from './earn-policy.ts'
import { endingOf } from './earn-rules.ts'
import { publishRescue, readRescuePolicy } from './rescue-policy.ts'
import { keepRulesPage } from './rules-page.ts'

/** Shown before a merchant has published any: nothing comes back. */
const noRescue = { version: 0, graceDays: 0, minPurchaseCents: 0, lifeDays: 30 }

/** How points end, and what is done for those that do. */
export function expiryRoutes(app: App): void {
  app.get(
    '/points/expiry-rule',
    {
      config: { permission: 'members.read' },
      schema: { operationId: 'expiryRuleGet', response: { 200: contract.ExpiryRule } },
    },
    async (request) =>
      request.read(async (work) => {
        const ending = await readEnding(work)
        if (!ending) {
          const policy = await readPublishedPolicy(work)
          const rule = policy ? endingOf(policy) : never
          return { version: 0, ...rule, reach: 'new' as const, noticeDays: 0, notice: null }
        }
        const { id: _, ...rule } = ending
        if (rule.reach === 'new') return { ...rule, notice: null }
        const { told, applied, lastAppliesAt } = await readNotices(work, rule.version)
        return { ...rule, notice: { told, applied, lastAppliesAt: lastAppliesAt?.toISOString() ?? null } }
      }),
  )

  app.get(
    '/points/expiry-rules',
    {
      config: { permission: 'members.read' },
      schema: { operationId: 'expiryRuleList', response: { 200: contract.ExpiryRuleList } },
    },
    async (request) =>
      request.read(async (work) => {
        const versions = await readEndings(work)
        const names = await userNames(
          work,
          versions.flatMap(({ authorId }) => authorId ?? []),
        )
        const items = versions.map(({ id: _, at, authorId, ...rule }) => ({
          ...rule,
          at: at.toISOString(),
          authorName: (authorId && names.get(authorId)) ?? null,
        }))
        return { items }
      }),
  )

  app.put(
    '/points/expiry-rule',
    {
      config: { permission: 'points.edit', idempotent: true },
      schema: {
        operationId: 'expiryRuleSave',
        body: contract.ExpiryRuleSave,
        response: {
          200: contract.RuleSaved,
          ...refusals('settings_changed', 'expiry_rule_unsound', 'notice_too_short'),
        },
      },
    },
    async (request) =>
      request.inTransaction(async (work) => {
        const saved = await publishEnding(work, request.body)
        await keepRulesPage(work)
        return saved
      }),
  )

  app.get(
    '/points/rescue-rule',
    {
      config: { permission: 'members.read' },
      schema: { operationId: 'rescueRuleGet', response: { 200: contract.RescueRule } },
    },
    async (request) => (await request.read(readRescuePolicy)) ?? noRescue,
  )

  app.put(
    '/points/rescue-rule',
    {
      config: { permission: 'points.edit', idempotent: true },
      schema: {
        operationId: 'rescueRuleSave',
        body: contract.RescueRule,
        response: { 200: contract.RuleSaved, ...refusals('settings_changed') },
      },
    },
    async (request) =>
      request.inTransaction(async (work) => {
        const saved = await publishRescue(work, request.body)
        await keepRulesPage(work)
        return saved
      }),
  )
  runRoutes(app)
}

function runRoutes(app: App): void {
  app.get(
    '/points/expiry-runs/due',
    {
      config: { permission: 'ledger.read' },
      schema: { operationId: 'expiryDueList', querystring: contract.RunQuery, response: { 200: contract.DueLots } },
    },
    async (request) =>
      request.read(async (work) => {
        const { at, cursor, limit = 50 } = request.query
        const place = decodeCursor(cursor, 2)
        const after = place && { endsAt: new Date(Number(place[0])), lotId: String(place[1]) }
        if (Number.isNaN(after?.endsAt.getTime())) throw invalidInput('cursor', 'foreign_cursor')
        const { items, next } = await dueLots(work, { until: at ? new Date(at) : work.at, after, limit })
        const names = await memberNames(
          work,
          items.map(({ ownerKind, ownerId }) => (ownerKind === 'member' ? ownerId : null)),
        )
        return {
          items: items.map(({ lotId, ownerKind, ownerId, asset, units, worthCents, earnedAt, endsDay, isIdle }) => ({
            ...{ lotId, ownerKind, ownerId, asset, units, worthCents, isIdle },
            ownerName: names.get(ownerId) ?? null,
            earnedAt: earnedAt.toISOString(),
            lastDay: endsDay,
          })),
          next: next && encodeCursor([next.endsAt.getTime(), next.lotId]),
        }
      }),
  )

  app.post(
    '/points/expiry-runs',
    {
      config: { permission: 'points.extend', idempotent: true },
      schema: {
        operationId: 'expiryRunCreate',
        response: { 201: contract.RunAnswer },
      },
    },
    async (request, reply) => {
      const runId = recordId(request)
      const answer = await request.inTransaction(async (work) => {
        const run = await runExpiry(work, work.at)
        const subject = { kind: 'merchant', id: work.merchantId }
        work.audit({
          action: 'points.expire',
          subject,
          changes: { runId: [null, runId], lots: [0, run.lots], units: [0, run.units] },
        })
        return run
      })
      return reply.code(201).send(answer)
    },
  )
}
