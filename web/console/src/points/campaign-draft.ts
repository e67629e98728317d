import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import { addDays, localDay, startOfLocalDay } from '#shared/business-day.ts'
import type { CampaignGive, CampaignRow, CampaignTerms } from './campaign-words.ts'

/** A campaign as it is typed: days in the store's zone, the last one included; an open end is empty. */
export type CampaignDraft = {
  name: string
  terms: CampaignTerms
  fromDay: string
  untilDay: string
  budgetPoints: number | null
}

export function newGive(kind: CampaignGive['kind']): CampaignGive {
  switch (kind) {
    case 'multiplier':
      return { kind, rateBps: 20_000 }
    case 'per_amount':
      return { kind, points: 10, perCents: 10_000 }
    case 'fixed':
      return { kind, points: 50 }
    case 'per_piece':
      return { kind, points: 5 }
  }
}

function newTerms(): CampaignTerms {
  return {
    give: newGive('multiplier'),
    scope: structuredClone(wholeCatalogue) as CampaignTerms['scope'],
    minBasisCents: 0,
    storeIds: null,
    channels: null,
    tierIds: null,
    occasion: 'any',
    times: { weekdays: [], monthDays: [], hours: [] },
    group: null,
    priority: 100,
    caps: { salePoints: null, memberDayPoints: null, memberMonthPoints: null, memberUses: null },
  }
}

export function draftOf(campaign: CampaignRow | null, timeZone: string): CampaignDraft {
  if (!campaign) {
    const today = localDay(new Date(), timeZone)
    return { name: '', terms: newTerms(), fromDay: today, untilDay: addDays(today, 29), budgetPoints: null }
  }
  const { name, terms, startsAt, endsAt, budgetPoints } = campaign
  return {
    ...{ name, terms, budgetPoints },
    fromDay: localDay(new Date(startsAt), timeZone),
    untilDay: endsAt ? localDay(new Date(Date.parse(endsAt) - 1), timeZone) : '',
  }
}

/** The draft as it travels. An hour within the day, set elsewhere, stays unless the day itself is changed. */
export function bodyOf(draft: CampaignDraft, campaign: CampaignRow | null, timeZone: string) {
  const before = campaign && draftOf(campaign, timeZone)
  const { name, terms, fromDay, untilDay, budgetPoints } = draft
  const lastEnd = untilDay === '' ? null : startOfLocalDay(addDays(untilDay, 1), timeZone).toISOString()
  return {
    ...{ name: name.trim(), terms, budgetPoints },
    startsAt: before?.fromDay === fromDay ? campaign!.startsAt : startOfLocalDay(fromDay, timeZone).toISOString(),
    endsAt: before?.untilDay === untilDay ? campaign!.endsAt : lastEnd,
  }
}
