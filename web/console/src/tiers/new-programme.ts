import type { Benefit, Level, ProgrammeTerms } from '#modules/tiers/programme-rules.ts'
import { newId } from '#shared/ids.ts'
import { t } from '#app/i18n.ts'

/** What an owner begins with: three levels by a year's spending, no benefits yet. */
export function firstProgramme(): ProgrammeTerms {
  const level = (name: string, colour: number, units: number): Level => ({
    ...{ tierId: newId(), name, colour, units, benefits: [] },
  })
  return {
    ...{ measure: 'spend', window: 'rolling_12_months', growth: { perCents: 100, perVisit: 0 } },
    ...{ demotion: 'one_step', graceDays: 30, base: { name: t('tiers.first.base'), colour: 0, benefits: [] } },
    levels: [
      level(t('tiers.first.silver'), 2, 200_000),
      level(t('tiers.first.gold'), 3, 600_000),
      level(t('tiers.first.black'), 5, 1_500_000),
    ],
  }
}

/** One more level above the highest: half as much again. */
export function nextLevel({ levels }: ProgrammeTerms): Level {
  const top = levels.at(-1)
  const units = Math.ceil(((top?.units ?? 100_000) * 3) / 2)
  return {
    tierId: newId(),
    name: t('tiers.first.next'),
    colour: Math.min(5, (top?.colour ?? 0) + 1),
    units,
    benefits: [],
  }
}

type Choices = { templateId: string | undefined; priceListId: string | undefined }

/** A benefit of a kind as it is first shown; null where what it needs is not there yet. */
export function newBenefit(kind: Benefit['kind'], { templateId, priceListId }: Choices): Benefit | null {
  const benefitId = newId()
  const coupon = templateId === undefined ? null : { benefitId, templateId, quantity: 1, costCents: 1_000 }
  switch (kind) {
    case 'member_price':
      return priceListId === undefined ? null : { kind, benefitId, priceListId }
    case 'points_times':
      return { kind, benefitId, timesBps: 15_000 }
    case 'gift':
      return coupon && { kind, ...coupon, every: 'month', isAutomatic: false }
    case 'upgrade_gift':
      return coupon && { kind, ...coupon }
    case 'birthday_gift':
      return coupon && { kind, ...coupon, daysBefore: 7 }
    case 'queue_rank':
      return { kind, benefitId, rank: 1 }
    case 'early_access':
      return { kind, benefitId, hours: 24 }
    case 'named':
      return { kind, benefitId, name: t('tiers.first.named') }
  }
}
