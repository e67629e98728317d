import { isAlways, type RecurringTimes } from '#shared/recurring-times.ts'
import { timesWords } from '#shared/recurring-times-words.ts'
import type { CouponTerms } from './coupon-types.ts'
import type { CouponValidity } from './template-rules.ts'
import { decimalOf } from '#shared/money.ts'

export type RestrictionLanguage = 'zh' | 'en'

/** What is told of a kind of coupon before anybody relies on it. */
export type Restricted = {
  terms: CouponTerms
  validity: CouponValidity
  memberLimit: number | null
  totalLimit: number | null
  /** How much is told to nobody, that there is an end is: the last sale may be refused it. */
  budgetCents: number | null
}

/** The names of the products, categories and stores that terms speak of, by id. */
export type RestrictionNames = Readonly<Record<string, string>>

/**
 * Every limit of a coupon in a sentence of its own, in the order in which a member meets them: from what amount, on what, where,
 * when, with what else, how many. A limit that is not there has no sentence.
 */
export function restrictionsOf(coupon: Restricted, names: RestrictionNames, language: RestrictionLanguage): string[] {
  const say = language === 'zh' ? zh : en
  const { terms, validity, memberLimit, totalLimit, budgetCents } = coupon
  const { benefit, thresholdCents, storeIds, times, stacking } = terms
  const named = (ids: readonly string[]) => ids.map((id) => names[id] ?? '–').join(say.joint)
  const { of, productIds, categoryIds, excludedProductIds, excludedCategoryIds } = terms.scope
  const excluded = [...excludedCategoryIds, ...excludedProductIds]
  const isAfter = validity.kind === 'after_issue'
  return [
    ...(thresholdCents > 0 ? [say.threshold(money(thresholdCents))] : []),
    ...(benefit.kind === 'percent' && benefit.capCents !== null ? [say.cap(money(benefit.capCents))] : []),
    ...(of === 'listed' ? [say.only(named([...categoryIds, ...productIds]))] : []),
    ...(excluded.length > 0 ? [say.except(named(excluded))] : []),
    ...(storeIds ? [say.stores(named(storeIds))] : []),
    ...(isAlways(times) ? [] : [say.times(timesWords(times, language))]),
    ...(isAfter && validity.startsAfterDays > 0 ? [say.later(validity.startsAfterDays)] : []),
    isAfter ? say.days(validity.days) : say.fixed(validity.startsDay, validity.endsDay),
    stacking.group === null ? say.perSale(stacking.perSale) : say.alone,
    ...(stacking.withPromotions ? [] : [say.noPromotions]),
    ...(stacking.withMemberPrice ? [] : [say.noMemberPrice]),
    ...(memberLimit === null ? [] : [say.perMember(memberLimit)]),
    ...(totalLimit === null ? [] : [say.total(totalLimit)]),
    ...(budgetCents === null ? [] : [say.budget]),
  ]
}

/** How easily a coupon is used. */
export type RestrictionScore = { score: number; ease: 'easy' | 'fair' | 'hard' }

/**
 * How restricted a coupon is, 0 (none) to 100: the sum of what each limit takes away, weighed by how often it disappoints at a till:
 * the amount asked for against what is given, goods, hours, stores, what it cannot be joined with, days to use it. For the owner
 * before handing out, not for the member: a coupon that nobody can use costs more trust than it brings sales.
 */
export function restrictionScore({ terms, validity }: Pick<Restricted, 'terms' | 'validity'>): RestrictionScore {
  const { benefit, thresholdCents, scope, storeIds, times, stacking } = terms
  const excluded = scope.excludedCategoryIds.length + scope.excludedProductIds.length
  const days = validity.kind === 'after_issue' ? validity.days : daysBetween(validity.startsDay, validity.endsDay)
  const weights = [
    benefit.kind === 'amount' && thresholdCents > 0
      ? Math.min(25, Math.floor((thresholdCents * 2) / benefit.offCents))
      : 0,
    benefit.kind !== 'amount' && thresholdCents > 0 ? 10 : 0,
    benefit.kind === 'percent' && benefit.capCents !== null ? 5 : 0,
    scope.of === 'listed' ? (scope.categoryIds.length > 0 ? 12 : 20) : 0,
    excluded > 0 ? 5 : 0,
    storeIds ? 8 : 0,
    timesWeight(times),
    days < 7 ? 20 : days < 15 ? 10 : days < 30 ? 5 : 0,
    stacking.group === null ? 0 : 3,
    stacking.withPromotions ? 0 : 8,
    stacking.withMemberPrice ? 0 : 8,
  ]
  const score = Math.min(
    100,
    weights.reduce((sum, weight) => sum + weight, 0),
  )
  return { score, ease: score < 25 ? 'easy' : score < 55 ? 'fair' : 'hard' }
}

function timesWeight({ weekdays, monthDays, hours }: RecurringTimes): number {
  const days = monthDays.length > 0 ? 15 : weekdays.length > 0 ? Math.max(0, 7 - weekdays.length) * 2 : 0
  const open = hours.reduce((sum, { fromMinute, untilMinute }) => sum + untilMinute - fromMinute, 0)
  return days + (hours.length === 0 ? 0 : open < 240 ? 12 : 6)
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1
}

const money = (cents: number) => decimalOf(cents).replace(/\.00$/, '')

const zh = {
  joint: '、',
  threshold: (amount: string) => `满 ${amount} 元可用`,
  cap: (amount: string) => `最多减 ${amount} 元`,
  only: (goods: string) => `限 ${goods}`,
  except: (goods: string) => `${goods} 除外`,
  stores: (stores: string) => `限 ${stores} 使用`,
  times: (times: string) => `限 ${times} 使用`,
  later: (days: number) => `领取 ${days} 天后生效`,
  days: (days: number) => `有效期 ${days} 天`,
  fixed: (from: string, to: string) => `${from} 至 ${to} 有效`,
  perSale: (count: number) => `每单最多用 ${count} 张`,
  alone: '同类优惠券每单限用一张',
  noPromotions: '不与促销同享',
  noMemberPrice: '不与会员价同享',
  perMember: (count: number) => `每人限领 ${count} 张`,
  total: (count: number) => `共 ${count} 张，领完为止`,
  budget: '优惠总额有限，用完为止',
}

const en: typeof zh = {
  joint: ', ',
  threshold: (amount) => `From ${amount} on`,
  cap: (amount) => `At most ${amount} off`,
  only: (goods) => `Only for ${goods}`,
  except: (goods) => `Not for ${goods}`,
  stores: (stores) => `Only at ${stores}`,
  times: (times) => `Only ${times}`,
  later: (days) => `Starts ${days} ${days === 1 ? 'day' : 'days'} after it is taken`,
  days: (days) => `Good for ${days} ${days === 1 ? 'day' : 'days'}`,
  fixed: (from, to) => `Good from ${from} to ${to}`,
  perSale: (count) => `At most ${count} on one sale`,
  alone: 'One coupon of its kind on a sale',
  noPromotions: 'Not with promotions',
  noMemberPrice: 'Not with member prices',
  perMember: (count) => `${count} for each member`,
  total: (count) => `${count} in all, while they last`,
  budget: 'While what is put aside for it lasts',
}
