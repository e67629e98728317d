import type { App } from '#platform/http.ts'
import * as contract from './contract.ts'
import { readTiers } from './tier-queries.ts'

/** The base level before anybody named it. */
const unnamedBase = { name: '普通会员', colour: 0 }

/** Levels, where members stand on them, and what they give. */
export async function tierRoutes(app: App) {
  app.get(
    '/tiers',
    {
      config: { permission: 'members.read' },
      schema: { operationId: 'tierList', response: { 200: contract.TierList } },
    },
    async (request) => {
      const rows = await request.read(readTiers)
      const items = rows.map(({ pointsTimesBps: _times, ...tier }) => tier)
      return { version: null, base: unnamedBase, items }
    },
  )
}
