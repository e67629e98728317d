import { memberOf } from '#modules/identity/member-session.ts'
import { type App, refusals } from '#platform/http.ts'
import { advisePlans } from './advise-plans.ts'
import { previewCancel, takeBackCancel } from './cancel-pass.ts'
import * as changes from './change-contract.ts'
import * as contract from './contract.ts'
import * as mine from './me-contract.ts'
import { myPasses, ownPass } from './my-passes.ts'
import { namesInPlans } from './offer-plan.ts'
import { opensOf } from './plan-opens.ts'
import { readPlans } from './plan-queries.ts'
import { stopAutoRenewal } from './renew-pass.ts'

const access = ['member'] as const

/** What members see and do about their own passes on their phone. */
export function myPassRoutes(app: App) {
  app.get(
    '/me/passes',
    { config: { access }, schema: { operationId: 'myPassList', response: { 200: mine.MyPassList } } },
    async (request) => {
      const { memberId } = memberOf(request)
      return request.read(async (work) => ({ items: await myPasses(work, memberId) }))
    },
  )

  app.get(
    '/me/pass-plans',
    { config: { access }, schema: { operationId: 'myPlanList', response: { 200: mine.MyPlanList } } },
    async (request) =>
      request.read(async (work) => {
        const plans = (await readPlans(work)).filter(({ stoppedAt, isOnline }) => stoppedAt === null && isOnline)
        const [opens, names] = await Promise.all([
          opensOf(work, plans),
          namesInPlans(
            work,
            plans.map(({ terms }) => terms),
          ),
        ])
        return {
          names: Object.fromEntries(names),
          items: plans.map(({ planId, version, kind, name, priceCents, terms }) => ({
            ...{ planId, version, kind, name, priceCents, terms },
            opensAt: opens.get(planId)?.toISOString() ?? null,
          })),
        }
      }),
  )

  app.get(
    '/me/pass-advice',
    { config: { access }, schema: { operationId: 'myPassAdviceList', response: { 200: changes.AdviceList } } },
    async (request) => {
      const { memberId } = memberOf(request)
      return request.read(async (work) => {
        const plans = (await readPlans(work)).filter(({ stoppedAt, isOnline }) => stoppedAt === null && isOnline)
        return { items: await advisePlans(work, memberId, plans) }
      })
    },
  )

  app.get(
    '/me/passes/:passId/cancel-quote',
    {
      config: { access },
      schema: {
        operationId: 'myPassCancelQuote',
        params: contract.PassParams,
        querystring: changes.MyCancelQuery,
        response: {
          200: changes.CancelQuote,
          ...refusals('pass_not_found', 'pass_ended', 'pass_expired', 'cancel_asked_before', 'cancel_without_end'),
        },
      },
    },
    async (request) => {
      const { passId } = request.params
      const wish = { cause: 'member', time: request.query.time } as const
      return request.read(async (work) => {
        await ownPass(work, passId, memberOf(request).memberId)
        return previewCancel(work, passId, wish)
      })
    },
  )

  app.delete(
    '/me/passes/:passId/cancellation',
    {
      config: { access, idempotent: true },
      schema: {
        operationId: 'myPassCancelTakeBack',
        params: contract.PassParams,
        response: {
          200: contract.PassAnswer,
          ...refusals('pass_not_found', 'pass_ended', 'cancel_not_asked', 'clock_moved_back'),
        },
      },
    },
    async (request) => {
      const { passId } = request.params
      return request.inTransaction(async (work) => {
        await ownPass(work, passId, memberOf(request).memberId)
        return takeBackCancel(work, passId)
      })
    },
  )

  app.delete(
    '/me/passes/:passId/auto-renewal',
    {
      config: { access, idempotent: true },
      schema: {
        operationId: 'myPassAutoRenewalDelete',
        params: contract.PassParams,
        response: {
          200: contract.PassAnswer,
          ...refusals('pass_not_found', 'auto_renewal_not_on', 'clock_moved_back'),
        },
      },
    },
    async (request) => {
      const { passId } = request.params
      return request.inTransaction(async (work) => {
        await ownPass(work, passId, memberOf(request).memberId)
        return stopAutoRenewal(work, passId)
      })
    },
  )
}
