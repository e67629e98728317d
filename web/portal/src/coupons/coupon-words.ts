import type { ItemScope } from '#modules/catalog/item-scope-rules.ts'
import type { api, ResponseOf } from '@staff/api'
import { formatMoney } from '@portal/ui'
import { isAlways, type RecurringTimes } from '#shared/recurring-times.ts'
import { language, t } from '#portal/app/i18n.ts'

export type Coupon = ResponseOf<typeof api.myCouponList>['items'][number]
export type Names = Readonly<Record<string, string>>
type Terms = Coupon['terms']

const joined = (words: readonly string[]) => words.join(language() === 'zh' ? '、' : ', ')
const short = (cents: number) => formatMoney(cents).replace(/\.00$/, '')

/** The figure on the ticket: “¥10”, “8.8 折”, or the gift. */
export function faceWords({ benefit }: Terms, names: Names): string {
  if (benefit.kind === 'amount') return short(benefit.offCents)
  if (benefit.kind === 'percent')
    return t('coupons.rate', {
      rate: language() === 'zh' ? (10_000 - benefit.offBps) / 1_000 : benefit.offBps / 100,
    })
  if (benefit.priceCents)
    return t('coupons.exchange', { name: names[benefit.productId] ?? '–', price: short(benefit.priceCents) })
  return t('coupons.gift', { name: names[benefit.productId] ?? '–', quantity: benefit.quantity })
}

/** Beneath the figure: from what amount on, and the most it takes off. */
export function fromWords({ benefit, thresholdCents }: Terms): string {
  const from = thresholdCents === 0 ? t('coupons.fromAny') : t('coupons.from', { amount: short(thresholdCents) })
  return benefit.kind === 'percent' && benefit.capCents !== null
    ? joined([from, t('coupons.cap', { amount: short(benefit.capCents) })])
    : from
}

/** Everything that somebody must know before relying on a coupon, a sentence each. */
export function termWords({ scope, storeIds, times, stacking }: Terms, names: Names): string[] {
  return [
    isWhole(scope) ? t('coupons.term.all') : t('coupons.term.goods', { goods: scopeWords(scope, names) }),
    storeIds
      ? t('coupons.term.stores', { stores: joined(storeIds.map((id) => names[id] ?? '–')) })
      : t('coupons.term.everyStore'),
    ...(isAlways(times) ? [] : [t('coupons.term.times', { times: timesWords(times) })]),
    stacking.group === null ? t('coupons.term.perSale', { count: stacking.perSale }) : t('coupons.term.alone'),
    ...(stacking.withPromotions ? [] : [t('coupons.term.noPromotions')]),
    ...(stacking.withMemberPrice ? [] : [t('coupons.term.noMemberPrice')]),
  ]
}

function isWhole(scope: ItemScope): boolean {
  return scope.of === 'all' && scope.excludedCategoryIds.length + scope.excludedProductIds.length === 0
}

function scopeWords(scope: ItemScope, names: Names): string {
  const named = (ids: readonly string[]) => joined(ids.map((id) => names[id] ?? '–'))
  const base = scope.of === 'all' ? t('coupons.goods.all') : named([...scope.categoryIds, ...scope.productIds])
  const excluded = [...scope.excludedCategoryIds, ...scope.excludedProductIds]
  return excluded.length === 0 ? base : t('coupons.goods.except', { base, names: named(excluded) })
}

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

const weekdays = ['1', '2', '3', '4', '5', '6', '7'] as const

function timesWords({ weekdays: days, monthDays, hours }: RecurringTimes): string {
  const onDays = [
    ...days.toSorted((a, b) => a - b).map((day) => t(`coupons.weekday.${weekdays[day - 1]!}`)),
    ...monthDays.toSorted((a, b) => a - b).map((day) => t('coupons.monthDay', { day })),
  ]
  const at = hours.map(({ fromMinute, untilMinute }) => `${clock(fromMinute)}–${clock(untilMinute)}`)
  return [onDays.length > 0 ? joined(onDays) : t('coupons.everyDay'), joined(at)].filter(Boolean).join(' ')
}
