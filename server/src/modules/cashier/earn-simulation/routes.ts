import { type App, refusals } from '#platform/http.ts'
import * as contract from './contract.ts'
import { simulateCampaign } from './simulate-campaign.ts'

/** What a campaign of points would cost, before it is published: the till has the sales that it is tried on. */
export async function earnSimulationRoutes(app: App) {
  app.post(
    '/points/campaign-simulations',
    {
      config: { permission: 'points.edit', idempotent: { without: 'it changes nothing' } },
      schema: {
        operationId: 'campaignSimulate',
        body: contract.CampaignSimulate,
        response: {
          200: contract.CampaignSimulation,
          ...refusals(
            ...['campaign_without_base', 'invalid_campaign_period', 'invalid_campaign_hours'],
            ...['invalid_campaign_scope', 'invalid_campaign_caps'],
          ),
        },
      },
    },
    async (request) => {
      const { startsAt, endsAt, ...rest } = request.body
      const period = { startsAt: new Date(startsAt), endsAt: endsAt === null ? null : new Date(endsAt) }
      return request.read((work) => simulateCampaign(work, { ...rest, ...period }))
    },
  )
}
