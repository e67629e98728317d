import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import { always } from '#shared/recurring-times.ts'
import type { Campaign } from './campaign-types.ts'

/** How many times over a level earns, with the level's name. */
export type TierTimes = { tierId: string; name: string; rateBps: number }

/**
 * A level's multiplier as the campaign that it is: times the base, for this level alone, on everything, always, without caps, beside all
 * others. So a sale is explained, a refund takes back and a report counts what a level earned like any gift; its id is that of the level.
 */
export function tierCampaign({ tierId, name, rateBps }: TierTimes): Campaign {
  return {
    ...{ campaignId: tierId, version: 1, name: `${name} ×${rateBps / 10_000}`, budgetPoints: null },
    ...{ startsAt: '1970-01-01T00:00:00Z', endsAt: null, give: { kind: 'multiplier', rateBps } },
    ...{ scope: wholeCatalogue, minBasisCents: 0, storeIds: null, channels: null, tierIds: [tierId] },
    ...{ occasion: 'any', times: always, group: null, priority: 0 },
    caps: { salePoints: null, memberDayPoints: null, memberMonthPoints: null, memberUses: null },
  }
}
