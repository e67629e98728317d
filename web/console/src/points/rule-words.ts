import type { api, ResponseOf } from '@staff/api'
import { formatDay, formatMoney } from '@staff/ui'
import { type EndingRule, fixedLastDay } from '#modules/points/expiry-rules.ts'
import { pointsFor } from '#modules/cashier/pricing/tender-plan-rules.ts'
import { addDays, type Day } from '#shared/business-day.ts'
import { t } from '#app/i18n.ts'
import { tenderName } from '#console/cashier/tender-words.ts'

export type PointsRule = Omit<ResponseOf<typeof api.pointsRuleGet>, 'version'>

/** The rule in one sentence: 每消费 ¥1.00 得 1 积分. */
export function ruleSentence({ points, perCents }: PointsRule): string {
  if (points === 0) return t('points.off')
  return t('points.sentence', { amount: formatMoney(perCents), count: points })
}

/** How points end, all kinds together, in a few words. */
export function endingWords({ age, clearing, idle }: EndingRule): string {
  const parts = [
    age &&
      ('days' in age
        ? t('expiry.words.days', { count: age.days })
        : t(`points.round.${age.round}`, { months: age.months })),
    clearing && t('expiry.words.clearing', { day: clearing.day, months: clearing.spareMonths }),
    idle &&
      ('days' in idle
        ? t('expiry.words.idleDays', { count: idle.days })
        : t('expiry.words.idleMonths', { count: idle.months })),
  ].filter((part) => part !== null)
  return parts.length > 0 ? parts.join(' · ') : t('points.never')
}

export function pendingWords({ pendingDays }: PointsRule): string {
  return pendingDays === 0 ? t('points.pendingNone') : t('points.pendingDays', { count: pendingDays })
}

export function excludedWords({ excludedTenders }: PointsRule): string {
  if (excludedTenders.length === 0) return t('points.excludedNone')
  return excludedTenders.map((kind) => tenderName({ kind, method: null })).join(' · ')
}

export type PointsExample = { title: string; points: number; notes: string[] }

/** A sale of 388.00 with a tail below one point, and one of which stored value pays a part. */
const saleCents = 38_850
const storedCents = 20_000

/** What sales of today would earn and until when, counted by the very functions that the till earns by. */
export function examplesOf(rule: PointsRule, ending: EndingRule, today: Day): PointsExample[] {
  if (rule.points === 0) return []
  const points = (cashCents: number, stored: number) => {
    const earning =
      (rule.excludedTenders.includes('cash') ? 0 : cashCents) +
      (rule.excludedTenders.includes('stored_value') ? 0 : stored)
    return pointsFor(earning, rule)
  }
  const lastDay = fixedLastDay(ending, today)
  const notes = [
    ...(rule.pendingDays > 0 ? [t('points.example.from', { day: formatDay(addDays(today, rule.pendingDays)) })] : []),
    ...(lastDay === null ? [] : [t('points.example.until', { day: formatDay(lastDay) })]),
  ]
  return [
    { title: t('points.example.cash', { amount: formatMoney(saleCents) }), points: points(saleCents, 0), notes },
    {
      title: t('points.example.mixed', { amount: formatMoney(saleCents), stored: formatMoney(storedCents) }),
      points: points(saleCents - storedCents, storedCents),
      notes,
    },
  ]
}
