import { addDays, addMonths, type Day } from '#shared/business-day.ts'
import type { Benefit, GiftBenefit, GiftPeriod, ProgrammeTerms } from './programme-rules.ts'

/** A birthday comes no sooner again, lunar leap months and 29 February counted in: whoever edits theirs waits for a year. */
export const birthdayGapDays = 300

/** A level reached again within this time is answered with no second gift. */
export const upgradeGapDays = 365

/** What a rank gives: 0 is the base level. */
export function benefitsOfRank(rank: number, { base, levels }: ProgrammeTerms): readonly Benefit[] {
  return rank === 0 ? base.benefits : levels[rank - 1]!.benefits
}

/** The first day of the period that a day belongs to. */
export function periodOf(day: Day, every: GiftPeriod): Day {
  const [year, month] = [day.slice(0, 4), Number(day.slice(5, 7))]
  if (every === 'year') return `${year}-01-01`
  const first = every === 'month' ? month : month - ((month - 1) % 3)
  return `${year}-${String(first).padStart(2, '0')}-01`
}

/** The first day of the next period. */
export function nextPeriod(period: Day, every: GiftPeriod): Day {
  return addMonths(period, every === 'month' ? 1 : every === 'quarter' ? 3 : 12)
}

export function isGift(benefit: Benefit): benefit is GiftBenefit {
  return 'templateId' in benefit
}

type QuotaGift = Extract<Benefit, { kind: 'gift' }>

/** A gift with a quota, as it stands for one member in its period. */
export type GiftQuota = { benefit: QuotaGift; period: Day; taken: number; left: number; renewsOn: Day }

/** The gifts of a rank with what is left of them today. `takenOf` counts those that were had in a period. */
export function quotasOf(
  benefits: readonly Benefit[],
  today: Day,
  takenOf: (benefitId: string, period: Day) => number,
): GiftQuota[] {
  return benefits
    .filter((benefit): benefit is QuotaGift => benefit.kind === 'gift')
    .map((benefit) => {
      const period = periodOf(today, benefit.every)
      const taken = takenOf(benefit.benefitId, period)
      const left = benefit.isAutomatic ? 0 : Math.max(0, benefit.quantity - taken)
      return { benefit, period, taken, left, renewsOn: nextPeriod(period, benefit.every) }
    })
}

/** Since when a birthday gift keeps the next one away. */
export function birthdayGuardDay(today: Day): Day {
  return addDays(today, 1 - birthdayGapDays)
}

/** What others read of a level: places in a queue, hours ahead of everybody, how many times over points come. */
export function flagsOf(benefits: readonly Benefit[]): {
  queueRank: number
  earlyHours: number
  pointsTimesBps: number
} {
  const flags = { queueRank: 0, earlyHours: 0, pointsTimesBps: 10_000 }
  for (const benefit of benefits) {
    if (benefit.kind === 'queue_rank') flags.queueRank = benefit.rank
    if (benefit.kind === 'early_access') flags.earlyHours = benefit.hours
    if (benefit.kind === 'points_times') flags.pointsTimesBps = benefit.timesBps
  }
  return flags
}
