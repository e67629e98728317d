import { memberOf } from '#modules/identity/member-session.ts'
import { homeZone } from '#modules/shops/next-morning.ts'
import { refusals, type App } from '#platform/http.ts'
import { localDay } from '#shared/business-day.ts'
import * as contract from './action-contract.ts'
import { earnForAction } from './action-earn.ts'
import { readActionFigures, readActionPolicy, setActionPolicy } from './action-policy.ts'
import { signInForPoints, signInState } from './action-sign-in.ts'
import { keepRulesPage } from './rules-page.ts'

const gone = ['member_not_found', 'member_merged', 'member_erased'] as const

/** Points for what members do: what gives how much, rewarding a review, and a member's own sign-ins. */
export async function actionRoutes(app: App) {
  ruleRoutes(app)
  myRoutes(app)
}

function ruleRoutes(app: App) {
  app.get(
    '/points/action-rules',
    {
      config: { permission: 'members.read' },
      schema: { operationId: 'actionRulesGet', response: { 200: contract.ActionRules } },
    },
    async (request) =>
      request.read(async (work) => {
        const monthFrom = `${localDay(work.at, await homeZone(work)).slice(0, 7)}-01`
        const [policy, figures] = await Promise.all([readActionPolicy(work), readActionFigures(work, monthFrom)])
        return { ...policy, figures }
      }),
  )

  app.put(
    '/points/action-rules',
    {
      config: { permission: 'points.edit', idempotent: true },
      schema: {
        operationId: 'actionRulesSave',
        body: contract.ActionRulesSave,
        response: {
          200: contract.ActionRulesSaved,
          ...refusals('settings_changed', 'invalid_action_terms', 'invalid_action_budget'),
        },
      },
    },
    async (request) =>
      request.inTransaction(async (work) => {
        const saved = await setActionPolicy(work, request.body)
        await keepRulesPage(work)
        return saved
      }),
  )

  app.post(
    '/members/:memberId/review-points',
    {
      config: { permission: 'points.adjust', idempotent: true },
      schema: {
        operationId: 'reviewReward',
        params: contract.ActionMemberParams,
        body: contract.ReviewReward,
        response: { 201: contract.ActionRewarded, ...refusals(...gone, 'member_blocked') },
      },
    },
    async (request, reply) => {
      const deed = { action: 'review' as const, ...request.params, ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => earnForAction(work, deed)))
    },
  )
}

function myRoutes(app: App) {
  app.get(
    '/me/sign-in-points',
    {
      config: { access: ['member'] },
      schema: { operationId: 'mySignInGet', response: { 200: contract.SignIn, ...refusals(...gone) } },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      return request.read((work) => signInState(work, memberId))
    },
  )

  app.post(
    '/me/sign-in-points',
    {
      config: { access: ['member'], idempotent: true },
      schema: {
        operationId: 'mySignIn',
        response: { 201: contract.SignedIn, ...refusals(...gone, 'member_blocked') },
      },
    },
    async (request, reply) => {
      const { memberId } = memberOf(request)
      return reply.code(201).send(await request.inTransaction((work) => signInForPoints(work, memberId)))
    },
  )
}
