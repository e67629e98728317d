import { CampaignDraftBody } from '#modules/points/campaign-schema.ts'
import { Count, Day, Instant, Nullable, strict, SumCents, Type, Uuid } from '#platform/contract.ts'

export const CampaignSimulate = strict({
  ...CampaignDraftBody,
  campaignId: Nullable(Type.String({ ...Uuid, description: 'whose next version it is; null: a new campaign' })),
  days: Type.Integer({ minimum: 1, maximum: 180 }),
})

const Points = Type.Integer()
const sum = { sales: Count, beforePoints: Points, afterPoints: Points, draftPoints: Points }
const Cost = Nullable(Type.Integer({ ...SumCents, description: 'by what points pay; null where they do not' }))

/** What a draft would have given to the sales of the last days, beside what today's rules give. */
export const CampaignSimulation = strict({
  days: Count,
  ...sum,
  touchedMembers: Count,
  touchedSales: Count,
  cutPoints: Points,
  spentOn: Nullable(Day),
  isCut: Type.Boolean({ description: 'there were more sales than were looked at' }),
  since: Instant,
  beforeCents: Cost,
  afterCents: Cost,
  addedCents: Cost,
  byDay: Type.Array(strict({ day: Day, ...sum })),
  byStore: Type.Array(strict({ storeId: Uuid, storeName: Type.String(), ...sum, addedCents: Cost })),
  byTier: Type.Array(strict({ tierId: Nullable(Uuid), ...sum, addedCents: Cost })),
})
