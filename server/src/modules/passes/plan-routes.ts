import { type App, recordId, refusals } from '#platform/http.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { advisePlans } from './advise-plans.ts'
import * as changes from './change-contract.ts'
import * as contract from './contract.ts'
import { countPasses, type PlanRow, readPlans } from './plan-queries.ts'
import { opensOf } from './plan-opens.ts'
import { changePlan, createPlan, sellPlanOnline, stopPlan } from './save-plan.ts'
import { todayOf } from './today.ts'

const planRefusals = [
  ...['invalid_plan_name', 'invalid_plan_parts', 'invalid_plan_times', 'invalid_plan_kind', 'invalid_plan_gifts'],
  ...['invalid_plan_validity', 'invalid_plan_renewal', 'category_not_found'],
]

/** Plans: what is sold as a pass. */
export function planRoutes(app: App) {
  readRoutes(app)
  saveRoutes(app)
  onlineRoutes(app)
  adviceRoute(app)
}

function readRoutes(app: App) {
  app.get(
    '/pass-plans',
    {
      config: { permission: 'passes.read' },
      schema: { operationId: 'planList', response: { 200: contract.PlanList } },
    },
    async (request) => request.read(async (work) => ({ items: await plansWithCounts(work, null) })),
  )

  app.get(
    '/pass-plans/:planId',
    {
      config: { permission: 'passes.read' },
      schema: {
        operationId: 'planGet',
        params: contract.PlanParams,
        response: { 200: contract.PlanDetails, ...refusals('plan_not_found') },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const [plan] = await plansWithCounts(work, [request.params.planId])
        if (!plan) throw new Refused('plan_not_found')
        return plan
      }),
  )

  app.get(
    '/till/pass-plans',
    {
      config: { permission: 'sale.sell' },
      schema: { operationId: 'tillPlanList', response: { 200: contract.TillPlanList } },
    },
    async (request) =>
      request.read(async (work) => ({
        items: (await readPlans(work))
          .filter(({ stoppedAt }) => stoppedAt === null)
          .map(({ planId, version, kind, name, terms }) => ({ planId, version, kind, name, terms })),
      })),
  )
}

async function plansWithCounts(work: Work, ids: readonly string[] | null) {
  const [plans, counts] = await Promise.all([readPlans(work, ids), countPasses(work, await todayOf(work))])
  const opens = await opensOf(work, plans)
  const countOf = new Map(counts.map(({ planId, ...count }) => [planId, count]))
  return plans.map((plan) => ({
    ...viewOf(plan),
    opensAt: opens.get(plan.planId)?.toISOString() ?? null,
    ...(countOf.get(plan.planId) ?? { sold: 0, live: 0, endingSoon: 0 }),
  }))
}

/** Instants as the use case takes them; what was not said stays unsaid. */
function toldOf<T extends { opensAt?: string | null }>({ opensAt, ...rest }: T) {
  return opensAt === undefined ? rest : { ...rest, opensAt: opensAt === null ? null : new Date(opensAt) }
}

function viewOf({ stoppedAt, createdAt, ...plan }: PlanRow) {
  return { ...plan, isStopped: stoppedAt !== null, createdAt: createdAt.toISOString() }
}

function saveRoutes(app: App) {
  app.post(
    '/pass-plans',
    {
      config: { permission: 'passes.manage', idempotent: true },
      schema: {
        operationId: 'planCreate',
        body: contract.PlanCreate,
        response: { 201: contract.PlanVersionAnswer, ...refusals(...planRefusals, 'item_exists') },
      },
    },
    async (request, reply) => {
      const planId = recordId(request)
      return reply.code(201).send(await request.inTransaction((work) => createPlan(work, planId, toldOf(request.body))))
    },
  )

  app.post(
    '/pass-plans/:planId/versions',
    {
      config: { permission: 'passes.manage', idempotent: true },
      schema: {
        operationId: 'planChange',
        params: contract.PlanParams,
        body: contract.PlanChange,
        response: { 200: contract.PlanVersionAnswer, ...refusals(...planRefusals, 'plan_not_found', 'plan_changed') },
      },
    },
    async (request) => request.inTransaction((work) => changePlan(work, request.params.planId, toldOf(request.body))),
  )

  for (const { method, operationId, isStopped } of [
    { method: 'POST', operationId: 'planStopCreate', isStopped: true },
    { method: 'DELETE', operationId: 'planStopDelete', isStopped: false },
  ] as const) {
    app.route({
      method,
      url: '/pass-plans/:planId/stop',
      config: { permission: 'passes.manage', idempotent: true },
      schema: {
        operationId,
        params: contract.PlanParams,
        response: { 200: contract.PlanAnswer, ...refusals('plan_not_found') },
      },
      handler: async (request) => request.inTransaction((work) => stopPlan(work, { ...request.params, isStopped })),
    })
  }
}

function onlineRoutes(app: App) {
  for (const { method, operationId, isOnline } of [
    { method: 'POST', operationId: 'planOnlineCreate', isOnline: true },
    { method: 'DELETE', operationId: 'planOnlineDelete', isOnline: false },
  ] as const) {
    app.route({
      method,
      url: '/pass-plans/:planId/online-sale',
      config: { permission: 'passes.manage', idempotent: true },
      schema: {
        operationId,
        params: contract.PlanParams,
        response: { 200: contract.PlanAnswer, ...refusals('plan_not_found') },
      },
      handler: async (request) =>
        request.inTransaction((work) => sellPlanOnline(work, { ...request.params, isOnline })),
    })
  }
}

function adviceRoute(app: App) {
  app.get(
    '/members/:memberId/pass-advice',
    {
      config: { permission: 'passes.read' },
      schema: {
        operationId: 'passAdviceList',
        params: contract.MemberParams,
        response: { 200: changes.AdviceList },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const plans = (await readPlans(work)).filter(({ stoppedAt }) => stoppedAt === null)
        return { items: await advisePlans(work, request.params.memberId, plans) }
      }),
  )
}
