import { type App, refusals } from '#platform/http.ts'
import * as contract from './flow-contract.ts'
import { tryFlow } from './dry-run.ts'
import { readFlow } from './flow-queries.ts'
import { showFlowVersion, showFlowVersions } from './flow-versions.ts'
import { packsOfShop, publishFlow } from './publish-flow.ts'

const manage = { permission: 'retention.manage' } as const

/** The flow in force and those before it, trying a draft, publishing it. */
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
              'flow_segment_empty',
              'flow_price_offer_first',
              'flow_breaks_law',
            ],
          ),
        },
      },
    },
    async (request) => request.inTransaction((work) => publishFlow(work, request.body)),
  )

  app.get(
    '/cancel-flow/versions',
    { config: manage, schema: { operationId: 'cancelFlowVersions', response: { 200: contract.FlowVersions } } },
    async (request) => request.read(async (work) => ({ items: await showFlowVersions(work) })),
  )

  app.get(
    '/cancel-flow/versions/:version',
    {
      config: manage,
      schema: {
        operationId: 'cancelFlowVersionGet',
        params: contract.FlowVersionParams,
        response: { 200: contract.Flow, ...refusals('flow_version_not_found') },
      },
    },
    async (request) => request.read((work) => showFlowVersion(work, request.params.version)),
  )

  app.post(
    '/cancel-flow/trial',
    {
      config: { ...manage, idempotent: { without: 'it changes nothing' } },
      schema: { operationId: 'cancelFlowTry', body: contract.Flow, response: { 200: contract.DryRun } },
    },
    async (request) => request.read((work) => tryFlow(work, request.body)),
  )
}
