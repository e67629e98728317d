import { userNames } from '#modules/identity/user-names.ts'
import { recordId, refusals, type App } from '#platform/http.ts'
import { adjustPoints } from './adjust-points.ts'
import * as contract from './contract.ts'
import { readPolicyVersions, readPublishedPolicy } from './earn-policy.ts'
import type { EarnPolicy } from './earn-rules.ts'
import { readPublishedRedeemPolicy, setRedeemPolicy } from './redeem-policy.ts'
import type { RedeemPolicy } from './redeem-rules.ts'
import { setEarnPolicy } from './set-earn-policy.ts'

/** Shown before a merchant has published any: one point a yuan, given to nobody yet. */
const noPolicy = {
  version: 0,
  points: 0,
  perCents: 100,
  excludedTenders: ['points' as const, 'gift_card' as const],
  isTaxIncluded: true,
  pendingDays: 0,
  expiry: null,
}

/** Shown before a merchant has published any: a hundred points for a yuan, accepted nowhere yet. */
const noRedeemPolicy: RedeemPolicy = {
  version: 0,
  rule: { points: 100, worthCents: 100, minPoints: 100, stepPoints: 100, maxShareBps: 0 },
  returnedExpired: 'grace',
  graceDays: 7,
}

function policyView({ rule, ...rest }: EarnPolicy) {
  return { ...rest, ...rule, excludedTenders: rule.excludedTenders as typeof noPolicy.excludedTenders }
}

export async function pointsRoutes(app: App) {
  app.get(
    '/points/rule',
    {
      config: { permission: 'members.read' },
      schema: { operationId: 'pointsRuleGet', response: { 200: contract.PointsRule } },
    },
    async (request) => {
      const policy = await request.read(readPublishedPolicy)
      return policy ? policyView(policy) : noPolicy
    },
  )

  app.get(
    '/points/rules',
    {
      config: { permission: 'members.read' },
      schema: { operationId: 'pointsRuleList', response: { 200: contract.PointsRuleList } },
    },
    async (request) =>
      request.read(async (work) => {
        const versions = await readPolicyVersions(work)
        const names = await userNames(
          work,
          versions.flatMap(({ authorId }) => authorId ?? []),
        )
        const items = versions.map(({ at, authorId, ...policy }) => ({
          ...policyView(policy),
          at: at.toISOString(),
          authorName: (authorId && names.get(authorId)) ?? null,
        }))
        return { items }
      }),
  )

  app.put(
    '/points/rule',
    {
      config: { permission: 'points.edit', idempotent: true },
      schema: {
        operationId: 'pointsRuleSave',
        body: contract.PointsRuleSave,
        response: { 200: contract.PointsRuleSaved, ...refusals('settings_changed') },
      },
    },
    async (request) => {
      const { version, expiry, pendingDays, ...rule } = request.body
      return request.inTransaction((work) => setEarnPolicy(work, { version, rule, expiry, pendingDays }))
    },
  )

  app.get(
    '/points/redeem-rule',
    {
      config: { permission: 'members.read' },
      schema: { operationId: 'redeemRuleGet', response: { 200: contract.RedeemRule } },
    },
    async (request) => {
      const { rule, ...rest } = (await request.read(readPublishedRedeemPolicy)) ?? noRedeemPolicy
      return { ...rest, ...rule }
    },
  )

  app.put(
    '/points/redeem-rule',
    {
      config: { permission: 'points.edit', idempotent: true },
      schema: {
        operationId: 'redeemRuleSave',
        body: contract.RedeemRule,
        response: { 200: contract.RedeemRuleSaved, ...refusals('settings_changed', 'redeem_rule_unsound') },
      },
    },
    async (request) => {
      const { version, returnedExpired, graceDays, ...rule } = request.body
      return request.inTransaction((work) => setRedeemPolicy(work, { version, rule, returnedExpired, graceDays }))
    },
  )

  app.post(
    '/members/:memberId/points-adjustments',
    {
      config: { permission: 'points.adjust', idempotent: true },
      schema: {
        operationId: 'pointsAdjustmentCreate',
        params: contract.MemberParams,
        body: contract.PointsAdjustmentCreate,
        response: {
          201: contract.PointsAdjusted,
          ...refusals(
            ...['member_not_found', 'member_merged', 'member_erased', 'member_blocked'],
            ...['store_not_found', 'store_not_allowed', 'store_closed'],
            ...['balance_insufficient', 'balance_too_large'],
          ),
        },
      },
    },
    async (request, reply) => {
      const input = { adjustmentId: recordId(request), ...request.params, ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => adjustPoints(work, input)))
    },
  )
}
