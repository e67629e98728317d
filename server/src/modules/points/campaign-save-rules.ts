import { areSoundTimes } from '#shared/recurring-times.ts'
import { type Refusal, refuse } from '#shared/refusal.ts'
import type { CampaignTerms } from './campaign-types.ts'

/** What a replay over real sales had shown for a campaign: its own points beside those of today's rules. */
export type SimulatedCost = {
  days: number
  sales: number
  points: number
  addedPoints: number
  addedCents: number | null
}

/** What a shop says of a campaign. Null limits are none. */
export type CampaignDraft = {
  name: string
  terms: CampaignTerms
  startsAt: Date
  /** Exclusive; null: until it is ended by hand. */
  endsAt: Date | null
  /** The most points that it gives altogether. */
  budgetPoints: number | null
  simulated: SimulatedCost | null
}

export type CampaignDraftRefusal = Refusal<
  'invalid_campaign_period' | 'invalid_campaign_hours' | 'invalid_campaign_scope' | 'invalid_campaign_caps'
>

/** What no schema says of a campaign: periods and hours run forwards, a list of goods names some, a day's cap is within its month's. */
export function checkCampaign({ terms, startsAt, endsAt }: CampaignDraft): CampaignDraftRefusal | undefined {
  if (endsAt && startsAt >= endsAt) return refuse('invalid_campaign_period')
  if (!areSoundTimes(terms.times)) return refuse('invalid_campaign_hours')
  const { of, productIds, categoryIds } = terms.scope
  if (of === 'listed' && productIds.length + categoryIds.length === 0) return refuse('invalid_campaign_scope')
  const { memberDayPoints: day, memberMonthPoints: month } = terms.caps
  return day !== null && month !== null && day > month ? refuse('invalid_campaign_caps') : undefined
}
