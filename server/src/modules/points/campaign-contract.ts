import { Count, Day, Instant, Nullable, PageOf, PageQuery, strict, SumCents, Type, Uuid } from '#platform/contract.ts'
import { CampaignDraftBody, SimulatedSchema } from './campaign-schema.ts'

const draft = { ...CampaignDraftBody, simulated: SimulatedSchema }

export const CampaignParams = strict({ campaignId: Uuid })
export const CampaignQuery = strict(PageQuery)
export const CampaignCreate = strict(draft)
export const CampaignChange = strict({ version: Type.Integer({ minimum: 1 }), ...draft })
export const CampaignAnswer = strict({ campaignId: Uuid, version: Type.Optional(Type.Integer()) })

const shown = {
  campaignId: Uuid,
  version: Type.Integer(),
  shownVersion: Type.Integer(),
  validFrom: Instant,
  validUntil: Nullable(Instant),
  state: Type.Enum(['planned', 'running', 'ended']),
  createdAt: Instant,
  givenPoints: Type.Integer({ description: 'less what refunds took back' }),
  givenCents: Nullable(Type.Integer({ ...SumCents, description: 'by what points pay; null where they do not' })),
  members: Count,
  sales: Count,
  ...draft,
}
export const CampaignPage = PageOf(strict(shown))
export const CampaignView = strict({
  ...shown,
  days: Type.Array(strict({ day: Day, points: Type.Integer(), sales: Count, members: Count })),
  versions: Type.Array(
    strict({
      version: Type.Integer(),
      validFrom: Instant,
      validUntil: Nullable(Instant),
      at: Instant,
      authorName: Nullable(Type.String()),
      ...draft,
    }),
  ),
})
