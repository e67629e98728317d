import type { api, ResponseOf } from '@staff/api'
import { formatDay, formatMoney, listText } from '@staff/ui'
import { t } from '#app/i18n.ts'

export type SpecialRow = ResponseOf<typeof api.rewardSpecialList>['items'][number]

/** When it holds: from, to, and which days between. */
export function daysWords({ fromDay, toDay, weekDays, monthDays }: SpecialRow): string {
  const span =
    fromDay === toDay
      ? formatDay(fromDay)
      : t('rewards.specials.span', { from: formatDay(fromDay), to: formatDay(toDay) })
  const month = monthDays && t('rewards.specials.monthDays', { days: listText(monthDays.map(String)) })
  const week = weekDays && listText(weekDays.map((day) => t(`rewards.specials.weekday.${day as 1}`)))
  return [span, month, week].filter(Boolean).join(' · ')
}

/** What it gives, and to whom. */
export function termsWords({ kind, rateBps, tillRateBps, withinDays, prices }: SpecialRow): string {
  const rate = rateBps === null ? null : `${rateBps / 100}%`
  if (kind === 'worth') return t('rewards.specials.gives.worth', { count: withinDays ?? 0, rate: rate ?? '' })
  const what = [
    ...(rate ? [t('rewards.specials.gives.rate', { rate })] : []),
    ...(tillRateBps ? [t('rewards.specials.gives.till', { times: tillRateBps / 10_000 })] : []),
    ...(prices.length > 0 ? [t('rewards.specials.gives.prices', { count: prices.length })] : []),
  ].join(' · ')
  return kind === 'rescue' ? t('rewards.specials.gives.rescue', { count: withinDays ?? 0, what }) : what
}

/** What was given up, in points and money. */
export function usedPart({ usedPoints, usedCents }: SpecialRow): string {
  const worth = usedCents === null ? '' : ` (${formatMoney(usedCents)})`
  return t('rewards.mall.pointsOnly', { count: usedPoints }) + worth
}

/** What was given up, of how much. */
export function usedWords(special: SpecialRow): string {
  const { budgetPoints } = special
  const used = usedPart(special)
  return budgetPoints === null ? used : t('rewards.specials.usedOf', { used, budget: budgetPoints })
}

/** The most that may be given up, in points and money. */
export function mostWords({ mostPoints, mostCents }: { mostPoints: number | null; mostCents: number | null }): string {
  if (mostPoints === null) return t('rewards.specials.endless')
  const points = t('rewards.mall.pointsOnly', { count: mostPoints })
  return mostCents === null ? points : `${points} (${formatMoney(mostCents)})`
}
