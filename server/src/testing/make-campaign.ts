import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import { createCampaign } from '#modules/points/campaign-save.ts'
import type { CampaignDraft } from '#modules/points/campaign-save-rules.ts'
import type { CampaignCaps, CampaignTerms } from '#modules/points/campaign-types.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { always } from '#shared/recurring-times.ts'

/** When a draft begins unless a test says otherwise. Not the suite's own moment: the demo shop uses these makers, too. */
const begins = new Date('2026-03-01T06:00:00Z')

type GivenTerms = Partial<Omit<CampaignTerms, 'caps'>> & { caps?: Partial<CampaignCaps> }
type Given = Partial<Omit<CampaignDraft, 'terms'>> & { terms?: GivenTerms }

/** Double points on everything, always, without caps; whatever the test is about is given. */
export function campaignTerms({ caps, ...given }: GivenTerms = {}): CampaignTerms {
  return {
    give: { kind: 'multiplier', rateBps: 20_000 },
    scope: wholeCatalogue,
    minBasisCents: 0,
    storeIds: null,
    channels: null,
    tierIds: null,
    occasion: 'any',
    times: always,
    group: null,
    priority: 100,
    ...given,
    caps: { salePoints: null, memberDayPoints: null, memberMonthPoints: null, memberUses: null, ...caps },
  }
}

export function campaignDraft({ terms, ...given }: Given = {}): CampaignDraft {
  const head = { name: '会员日双倍积分', startsAt: begins, endsAt: null, budgetPoints: null, simulated: null }
  return { ...head, ...given, terms: campaignTerms(terms) }
}

/** A campaign of points that runs from now on. */
export async function makeCampaign(work: Work, given: Given = {}): Promise<{ id: string }> {
  const id = newId()
  await createCampaign(work, id, campaignDraft({ startsAt: work.at, ...given }))
  return { id }
}
