import { formatMoney } from '@staff/ui'
import type { Benefit, Level, Measure, ProgrammeTerms } from '#modules/tiers/programme-rules.ts'
import { t } from '#app/i18n.ts'

/** Units of a measure as people say them: an amount, so many visits, so much growth. */
export function unitsWords(measure: Measure, units: number): string {
  return measure === 'spend' ? shortMoney(units) : t(`tiers.units.${measure}`, { count: units })
}

/** Round amounts without their cents. */
export function shortMoney(cents: number): string {
  return formatMoney(cents).replace(/\.00$/, '')
}

export function timesWords(timesBps: number): string {
  return String(timesBps / 10_000)
}

export type Names = { coupon: (templateId: string) => string; priceList: (priceListId: string) => string }

/** One benefit in a sentence. */
export function benefitWords(benefit: Benefit, names: Names): string {
  switch (benefit.kind) {
    case 'member_price':
      return t('tiers.benefit.member_price', { name: names.priceList(benefit.priceListId) })
    case 'points_times':
      return t('tiers.benefit.points_times', { times: timesWords(benefit.timesBps) })
    case 'gift':
      return t(benefit.isAutomatic ? 'tiers.benefit.giftAutomatic' : 'tiers.benefit.giftClaimed', {
        every: t(`tiers.every.${benefit.every}`),
        count: benefit.quantity,
        name: names.coupon(benefit.templateId),
      })
    case 'upgrade_gift':
      return t('tiers.benefit.upgrade_gift', { count: benefit.quantity, name: names.coupon(benefit.templateId) })
    case 'birthday_gift':
      return t(benefit.daysBefore === 0 ? 'tiers.benefit.birthdayOnDay' : 'tiers.benefit.birthdayBefore', {
        days: benefit.daysBefore,
        count: benefit.quantity,
        name: names.coupon(benefit.templateId),
      })
    case 'queue_rank':
      return t('tiers.benefit.queue_rank', { rank: benefit.rank })
    case 'early_access':
      return t('tiers.benefit.early_access', { hours: benefit.hours })
    case 'named':
      return benefit.name
  }
}

/** What a level asks for. */
export function thresholdWords(terms: ProgrammeTerms, level: Level): string {
  return t(`tiers.reach.${terms.window}`, { units: unitsWords(terms.measure, level.units) })
}

/** The whole programme as a member would be told it, a sentence each. */
export function programmeWords(terms: ProgrammeTerms): string[] {
  const { measure, growth, demotion, graceDays, window, levels } = terms
  const growthParts = [
    ...(growth.perCents > 0 ? [t('tiers.growth.perAmount', { amount: shortMoney(growth.perCents) })] : []),
    ...(growth.perVisit > 0 ? [t('tiers.growth.perVisit', { count: growth.perVisit })] : []),
    ...(growth.perAction ? [t('tiers.growth.perAction', { count: growth.perAction })] : []),
  ]
  return [
    ...levels.map((level) => t('tiers.plain.level', { name: level.name, reach: thresholdWords(terms, level) })),
    ...(measure === 'growth' ? [t('tiers.plain.growth', { how: growthParts.join(t('tiers.joint')) })] : []),
    t('tiers.plain.upgrade'),
    ...(demotion === 'never'
      ? [t('tiers.plain.never')]
      : [
          t(window === 'calendar_year' ? 'tiers.plain.reviewYear' : 'tiers.plain.review'),
          ...(graceDays > 0 ? [t('tiers.plain.grace', { count: graceDays })] : []),
          t(`tiers.plain.${demotion}`),
        ]),
    t('tiers.plain.refund'),
  ]
}
