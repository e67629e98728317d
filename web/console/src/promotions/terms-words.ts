import type { ItemScope } from '#modules/catalog/item-scope-rules.ts'
import { isAlways, type RecurringTimes } from '#shared/recurring-times.ts'
import { formatMoney } from '@staff/ui'
import { language, t } from '#app/i18n.ts'

/** The name of a product or category by its id; a mark where it is still on its way. */
export type NameOf = (id: string) => string

export function joined(words: readonly string[]): string {
  return words.join(language() === 'zh' ? '、' : ', ')
}

const shown = 3

/** “护肤品、面膜等 5 项”: the first few by name, the rest by number. */
export function listWords(ids: readonly string[], nameOf: NameOf): string {
  const names = joined(ids.slice(0, shown).map(nameOf))
  return ids.length > shown ? t('promotions.scope.more', { names, count: ids.length }) : names
}

/** Which goods take part, as the shop says it. */
export function scopeWords(scope: ItemScope, nameOf: NameOf): string {
  const base =
    scope.of === 'all' ? t('promotions.scope.all') : listWords([...scope.categoryIds, ...scope.productIds], nameOf)
  const excluded = [...scope.excludedCategoryIds, ...scope.excludedProductIds]
  return excluded.length === 0 ? base : t('promotions.scope.except', { base, names: listWords(excluded, nameOf) })
}

/** Everything that a scope names, to be looked up. */
export function namedIn(scope: ItemScope): { productIds: string[]; categoryIds: string[] } {
  return {
    productIds: [...scope.productIds, ...scope.excludedProductIds],
    categoryIds: [...scope.categoryIds, ...scope.excludedCategoryIds],
  }
}

export const clock = (minute: number) =>
  `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

export function hoursWords({ hours }: Pick<RecurringTimes, 'hours'>): string {
  return joined(
    hours.map(({ fromMinute, untilMinute }) =>
      t(untilMinute > 1440 ? 'promotions.times.overnight' : 'promotions.times.span', {
        from: clock(fromMinute),
        until: untilMinute === 1440 ? '24:00' : clock(untilMinute),
      }),
    ),
  )
}

const weekdayKeys = ['1', '2', '3', '4', '5', '6', '7'] as const

/** Monday … Sunday, short. */
export function weekdayName(weekday: number): string {
  return t(`promotions.weekday.${weekdayKeys[weekday - 1]!}`)
}

/** On which days and hours it holds: “每周二、每月 8 日 14:00–17:00”. */
export function timesWords(times: RecurringTimes): string {
  if (isAlways(times)) return t('promotions.times.always')
  const days = [
    ...(times.weekdays.length > 0
      ? [t('promotions.times.weekly', { days: joined([...times.weekdays].sort().map(weekdayName)) })]
      : []),
    ...(times.monthDays.length > 0
      ? [t('promotions.times.monthly', { days: joined([...times.monthDays].sort((a, b) => a - b).map(String)) })]
      : []),
  ]
  const dayWords = days.length > 0 ? joined(days) : t('promotions.times.daily')
  return times.hours.length === 0 ? dayWords : `${dayWords} ${hoursWords(times)}`
}

/** 20 % off is 8 折 to a Chinese shop. */
export function rateWords(offBps: number): string {
  return t('promotions.rate', { rate: language() === 'zh' ? (10_000 - offBps) / 1000 : offBps / 100 })
}

/** An amount in a sentence: whole yuan without their zeros. */
export function shortMoney(cents: number): string {
  return formatMoney(cents).replace(/\.00$/, '')
}
