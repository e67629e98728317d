import { userNames } from '#modules/identity/user-names.ts'
import { type App, refusals } from '#platform/http.ts'
import type { Work } from '#platform/work.ts'
import * as contract from './contract.ts'
import { countUnplaced } from './placement-queries.ts'
import { listVersions, type PublishedProgramme, readProgramme } from './programme-queries.ts'
import { publishProgramme } from './publish-programme.ts'
import { reportBenefits, reportLift } from './report-benefits.ts'
import { listFlow, simulateProgramme } from './simulate-programme.ts'

/** The programme: what is published, trying one before it is, and what became of its benefits. */
export function programmeRoutes(app: App): void {
  publishedRoutes(app)
  simulationRoutes(app)
  reportRoutes(app)
}

async function withNames(work: Work, versions: readonly PublishedProgramme[]) {
  const names = await userNames(
    work,
    versions.flatMap(({ publishedBy }) => publishedBy ?? []),
  )
  return versions.map(({ publishedAt, publishedBy, ...rest }) => ({
    ...rest,
    publishedAt: publishedAt.toISOString(),
    publishedBy: (publishedBy && names.get(publishedBy)) ?? null,
  }))
}

function publishedRoutes(app: App): void {
  app.get(
    '/tiers/programme',
    {
      config: { permission: 'members.read' },
      schema: { operationId: 'tierProgrammeGet', response: { 200: contract.Programme } },
    },
    async (request) =>
      request.read(async (work) => {
        const [programme, unplaced] = await Promise.all([readProgramme(work), countUnplaced(work)])
        if (!programme) return { version: 0, terms: null, publishedAt: null, publishedBy: null, unplaced: null }
        const [view] = await withNames(work, [programme])
        return { ...view!, unplaced }
      }),
  )

  app.get(
    '/tiers/programme/versions',
    {
      config: { permission: 'members.read' },
      schema: { operationId: 'tierProgrammeVersionList', response: { 200: contract.ProgrammeVersions } },
    },
    async (request) => request.read(async (work) => ({ items: await withNames(work, await listVersions(work)) })),
  )

  app.put(
    '/tiers/programme',
    {
      config: { permission: 'tiers.manage', idempotent: true },
      schema: {
        operationId: 'tierProgrammePublish',
        body: contract.ProgrammePublish,
        response: {
          200: contract.ProgrammePublished,
          ...refusals(
            ...['invalid_programme', 'settings_changed', 'coupon_template_not_found', 'coupon_template_stopped'],
            'tier_price_list_foreign',
          ),
        },
      },
    },
    async (request) => request.inTransaction((work) => publishProgramme(work, request.body)),
  )
}

function simulationRoutes(app: App): void {
  const config = { permission: 'tiers.manage', idempotent: { without: 'it changes nothing' } } as const
  app.post(
    '/tiers/simulation',
    {
      config,
      schema: {
        operationId: 'tierSimulate',
        body: contract.SimulationRequest,
        response: { 200: contract.Simulation, ...refusals('invalid_programme') },
      },
    },
    async (request) => request.read((work) => simulateProgramme(work, request.body.terms)),
  )

  app.post(
    '/tiers/simulation/members',
    {
      config,
      schema: {
        operationId: 'tierSimulationMembers',
        body: contract.FlowRequest,
        response: { 200: contract.FlowMembers, ...refusals('invalid_programme') },
      },
    },
    async (request) => {
      const { terms, ...flow } = request.body
      const rows = await request.read((work) => listFlow(work, terms, flow))
      const items = rows.map(({ memberId, reached, units, member: { name, number } }) => ({
        ...{ memberId, name, number, reached, units },
      }))
      return { items }
    },
  )
}

function reportRoutes(app: App): void {
  app.get(
    '/tiers/benefit-report',
    {
      config: { permission: 'reports.read' },
      schema: {
        operationId: 'tierBenefitReport',
        querystring: contract.ReportQuery,
        response: { 200: contract.BenefitReport, ...refusals('tier_programme_not_found') },
      },
    },
    async (request) => request.read(async (work) => ({ items: await reportBenefits(work, request.query) })),
  )

  app.get(
    '/tiers/:tierId/lift',
    {
      config: { permission: 'reports.read' },
      schema: {
        operationId: 'tierLiftGet',
        params: contract.TierParams,
        response: { 200: contract.TierLift, ...refusals('tier_not_found') },
      },
    },
    async (request) => request.read((work) => reportLift(work, request.params.tierId)),
  )
}
