import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import type { PromotionDraft } from '#modules/promotions/promotion-save-rules.ts'
import type { PromotionTerms } from '#modules/promotions/promotion-types.ts'
import { createPromotion } from '#modules/promotions/save-promotion.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { always } from '#shared/recurring-times.ts'
import { testAt } from './work.ts'

type Given = Partial<Omit<PromotionDraft, 'terms'>> & { terms?: Partial<PromotionTerms> }

/** 10.00 off from 100.00, for everybody, on everything, always; whatever the test is about is given. */
export function promotionDraft(given: Given = {}): PromotionDraft {
  return {
    name: '满百减十',
    startsAt: testAt,
    endsAt: null,
    useLimit: null,
    memberLimit: null,
    budgetCents: null,
    ...given,
    terms: {
      offer: {
        kind: 'threshold_off',
        steps: [{ thresholdCents: 10_000, offCents: 1_000 }],
        isRepeating: false,
        maxTimes: null,
      },
      scope: wholeCatalogue,
      storeIds: null,
      isMembersOnly: false,
      tierIds: null,
      times: always,
      stacking: { group: null, per: 'line', withCoupons: true, withMemberPrice: true },
      priority: 100,
      ...given.terms,
    },
  }
}

/** A promotion of the shop that runs from now on. */
export async function makePromotion(work: Work, given: Given = {}): Promise<{ id: string }> {
  const id = newId()
  await createPromotion(work, id, promotionDraft({ startsAt: work.at, ...given }))
  return { id }
}
