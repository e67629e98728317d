import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import type { CouponTerms } from '#modules/coupons/coupon-types.ts'
import { issueCoupons } from '#modules/coupons/issue-coupons.ts'
import { createTemplate } from '#modules/coupons/save-template.ts'
import type { CouponTemplate } from '#modules/coupons/template-rules.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { always } from '#shared/recurring-times.ts'

type Given = Partial<Omit<CouponTemplate, 'terms'>> & { terms?: Partial<CouponTerms> }

/** 10.00 off anything, anywhere, for a month, one to a sale; whatever the test is about is given. */
export function couponTemplate(given: Given = {}): CouponTemplate {
  return {
    name: '满减券',
    note: '',
    validity: { kind: 'after_issue', startsAfterDays: 0, days: 30 },
    isClaimable: false,
    claimOpensAt: null,
    totalLimit: null,
    memberLimit: null,
    budgetCents: null,
    returnGraceDays: 0,
    ...given,
    terms: {
      benefit: { kind: 'amount', offCents: 1_000 },
      thresholdCents: 0,
      scope: wholeCatalogue,
      storeIds: null,
      times: always,
      stacking: { group: 'coupon', perSale: 1, withPromotions: true, withMemberPrice: true },
      priority: 100,
      ...given.terms,
    },
  }
}

/** A template of the shop. */
export async function makeCouponTemplate(work: Work, given: Given = {}): Promise<{ id: string }> {
  const { templateId } = await createTemplate(work, newId(), couponTemplate(given))
  return { id: templateId }
}

/** A coupon in a member's hands. */
export async function makeCoupon(work: Work, memberId: string, templateId: string): Promise<{ id: string }> {
  const { coupons } = await issueCoupons(work, { issueId: newId(), templateId, memberIds: [memberId], reason: '' })
  return { id: coupons[0]!.couponId }
}
