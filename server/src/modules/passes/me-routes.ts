import { memberOf } from '#modules/identity/member-session.ts'
import { type App, refusals } from '#platform/http.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { advisePlans } from './advise-plans.ts'
import { previewCancel, takeBackCancel } from './cancel-pass.ts'
import * as changes from './change-contract.ts'
import * as contract from './contract.ts'
import * as mine from './me-contract.ts'
import { readHeldPass } from './held-passes.ts'
import { namesInPlans } from './offer-plan.ts'
import { mayBuyOnline } from './online-rules.ts'
import { opensOf } from './plan-opens.ts'
import { type PlanRow, readPlans } from './plan-queries.ts'
import { stopAutoRenewal } from './renew-pass.ts'
import { passesOf } from './show-passes.ts'
import { todayOf } from './today.ts'
import { readUsesOf } from './use-queries.ts'

const access = ['member'] as const
const mostUses = 100

/** What members see and do about their own passes on their phone. */
export function myPassRoutes(app: App) {
  app.get(
    '/me/passes',
    { config: { access }, schema: { operationId: 'myPassList', response: { 200: mine.MyPassList } } },
    async (request) => {
      const { memberId } = memberOf(request)
      return request.read(async (work) => {
        const passes = await passesOf(work, memberId, { isAll: true, today: await todayOf(work) })
        const [plans, ...uses] = await Promise.all([
          readPlans(work, [...new Set(passes.map(({ planId }) => planId))]),
          ...passes.map(({ id }) => readUsesOf(work, id, mostUses)),
        ])
        const planOf = new Map(plans.map((plan) => [plan.planId, plan]))
        return {
          items: passes.map((pass, index) => ({
            ...pass,
            renewsWithVersion: pass.memberId === memberId ? renewingVersion(pass, planOf.get(pass.planId)) : null,
            uses: uses[index]!.map(({ id, componentId, units, day, at, storeId, undoneAt }) => ({
              ...{ useId: id, componentId, units, day, at: at.toISOString(), storeId },
              isUndone: undoneAt !== null,
            })),
          })),
        }
      })
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

/** What an own pass is renewed with: nothing where it has no end, was given back, or its plan is neither sold online nor speaks of renewing. */
function renewingVersion(
  { state, endsDay, comeBackUntilDay }: { state: string; endsDay: string | null; comeBackUntilDay: string | null },
  plan?: PlanRow,
): number | null {
  if (!plan || plan.stoppedAt) return null
  if (state === 'ended' ? comeBackUntilDay === null : endsDay === null) return null
  return mayBuyOnline(plan, true) ? plan.version : null
}

/** Another's pass answers as one that does not exist. */
async function ownPass(work: Work, passId: string, memberId: string): Promise<void> {
  const { pass } = await readHeldPass(work, passId)
  if (pass.memberId !== memberId) throw new Refused('pass_not_found')
}
