import type { CouponBenefit, CouponTerms } from '#modules/coupons/coupon-types.ts'
import type { api, ResponseOf } from '@staff/api'
import { formatDay, formatInstant } from '@staff/ui'
import { localDay } from '#shared/business-day.ts'
import { isAlways } from '#shared/recurring-times.ts'
import { t } from '#app/i18n.ts'
import {
  joined,
  type NameOf,
  namedIn,
  rateWords,
  scopeWords,
  shortMoney,
  timesWords,
} from '#console/promotions/terms-words.ts'

export type Template = ResponseOf<typeof api.couponTemplateList>['items'][number]
export type Terms = Template['terms']
export type Benefit = Terms['benefit']
export type Validity = Template['validity']

/** The figure on the ticket: “¥10”, “8.8 折”, the gift’s name. */
export function benefitFace(benefit: CouponBenefit, nameOf: NameOf): string {
  switch (benefit.kind) {
    case 'amount':
      return shortMoney(benefit.offCents)
    case 'percent':
      return rateWords(benefit.offBps)
    case 'gift':
      if (benefit.priceCents)
        return t('coupons.face.exchange', { name: nameOf(benefit.productId), price: shortMoney(benefit.priceCents) })
      return t('coupons.face.gift', { name: nameOf(benefit.productId), quantity: benefit.quantity })
  }
}

/** Beneath it: from what amount on, and the most it takes off. */
export function conditionWords({ benefit, thresholdCents }: Pick<CouponTerms, 'benefit' | 'thresholdCents'>): string {
  const from =
    thresholdCents === 0
      ? t('coupons.face.noThreshold')
      : t('coupons.face.from', { amount: shortMoney(thresholdCents) })
  return benefit.kind === 'percent' && benefit.capCents !== null
    ? joined([from, t('coupons.face.cap', { amount: shortMoney(benefit.capCents) })])
    : from
}

export function validityWords(validity: Validity): string {
  if (validity.kind === 'fixed') {
    return t('coupons.validity.fixed', { from: formatDay(validity.startsDay), until: formatDay(validity.endsDay) })
  }
  const { startsAfterDays, days } = validity
  return startsAfterDays === 0
    ? t('coupons.validity.days', { count: days })
    : t('coupons.validity.later', { after: startsAfterDays, count: days })
}

export function lastDayWords(endsAt: string, timeZone: string): string {
  return t('coupons.until', { day: formatDay(localDay(new Date(Date.parse(endsAt) - 1), timeZone)) })
}

/** Everything that a member must know before relying on a coupon, a sentence each. */
export function restrictionWords(
  terms: CouponTerms,
  nameOf: NameOf,
  storeNames: ReadonlyMap<string, string>,
): string[] {
  const { scope, storeIds, times, stacking } = terms
  const isEverything = scope.of === 'all' && Object.values(namedIn(scope)).flat().length === 0
  return [
    ...(isEverything ? [] : [t('coupons.limit.goods', { goods: scopeWords(scope, nameOf) })]),
    ...(storeIds
      ? [t('coupons.limit.stores', { stores: joined(storeIds.map((id) => storeNames.get(id) ?? '–')) })]
      : []),
    ...(isAlways(times) ? [] : [t('coupons.limit.times', { times: timesWords(times) })]),
    stacking.group === null ? t('coupons.limit.perSale', { count: stacking.perSale }) : t('coupons.limit.alone'),
    ...(stacking.withPromotions ? [] : [t('coupons.limit.noPromotions')]),
    ...(stacking.withMemberPrice ? [] : [t('coupons.limit.noMemberPrice')]),
  ]
}

/** What the shop decided about handing it out. */
export function issuingWords({
  totalLimit,
  memberLimit,
  budgetCents,
  isClaimable,
  claimOpensAt,
}: Pick<Template, 'totalLimit' | 'memberLimit' | 'budgetCents' | 'isClaimable' | 'claimOpensAt'>): string[] {
  return [
    ...(totalLimit === null ? [] : [t('coupons.limit.total', { count: totalLimit })]),
    ...(memberLimit === null ? [] : [t('coupons.limit.perMember', { count: memberLimit })]),
    ...(budgetCents === null ? [] : [t('coupons.limit.budget', { amount: shortMoney(budgetCents) })]),
    ...(isClaimable && !claimOpensAt ? [t('coupons.limit.claimable')] : []),
    ...(isClaimable && claimOpensAt ? [t('coupons.limit.claimableFrom', { at: formatInstant(claimOpensAt) })] : []),
  ]
}

/** Every product and category that the terms name. */
export function namedInTerms({ benefit, scope }: CouponTerms) {
  const { productIds, categoryIds } = namedIn(scope)
  return { productIds: benefit.kind === 'gift' ? [benefit.productId, ...productIds] : productIds, categoryIds }
}
