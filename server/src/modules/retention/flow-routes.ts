import { planNames } from '#modules/passes/plan-names.ts'
import { type App, refusals } from '#platform/http.ts'
import { addDays, startOfLocalDay } from '#shared/business-day.ts'
import * as contract from './contract.ts'
import { tryFlow } from './dry-run.ts'
import { readFlow } from './flow-queries.ts'
import { packsOfShop, publishFlow } from './publish-flow.ts'
import { readReport } from './report.ts'

const manage = { permission: 'retention.manage' } as const

/** The flow in force, trying a draft, publishing it; what it does. */
export function flowRoutes(app: App) {
  app.get(
    '/cancel-flow',
    { config: manage, schema: { operationId: 'cancelFlowGet', response: { 200: contract.FlowPage } } },
    async (request) =>
      request.read(async (work) => {
        const [flow, packs] = await Promise.all([readFlow(work), packsOfShop(work)])
        const laws = packs.map(({ id, name, cancelling }) => ({ id, name, offers: cancelling.offers }))
        return { ...flow, laws }
      }),
  )

  app.put(
    '/cancel-flow',
    {
      config: { ...manage, idempotent: true },
      schema: {
        operationId: 'cancelFlowPublish',
        body: contract.Flow,
        response: {
          200: contract.FlowPublished,
          ...refusals(
            ...[
              'flow_changed',
              'flow_codes_doubled',
              'flow_reason_unknown',
              'flow_price_offer_first',
              'flow_breaks_law',
            ],
          ),
        },
      },
    },
    async (request) => request.inTransaction((work) => publishFlow(work, request.body)),
  )

  app.post(
    '/cancel-flow/trial',
    {
      config: { ...manage, idempotent: { without: 'it changes nothing' } },
      schema: { operationId: 'cancelFlowTry', body: contract.Flow, response: { 200: contract.DryRun } },
    },
    async (request) => request.read((work) => tryFlow(work, request.body)),
  )

  app.get(
    '/retention-report',
    {
      config: { permission: 'retention.read' },
      schema: {
        operationId: 'retentionReport',
        querystring: contract.ReportQuery,
        response: { 200: contract.Report },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const { from, until } = request.query
        const period = { from: startOfLocalDay(from, 'UTC'), until: startOfLocalDay(addDays(until, 1), 'UTC') }
        const [report, flow] = await Promise.all([readReport(work, period), readFlow(work)])
        const plans = await planNames(
          work,
          report.reasons.map(({ planId }) => planId),
        )
        const wordsOf = new Map(flow.reasons.map(({ code, words }) => [code, words]))
        return {
          effects: report.effects,
          reasons: report.reasons.map((row) => ({
            ...row,
            words: row.reasonCode === null ? null : (wordsOf.get(row.reasonCode) ?? null),
            planName: plans.get(row.planId) ?? '',
          })),
        }
      }),
  )
}
