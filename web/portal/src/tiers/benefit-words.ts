import type { api, ResponseOf } from '@staff/api'
import { formatMoney } from '@portal/ui'
import { language, t } from '#portal/app/i18n.ts'

export type Tier = ResponseOf<typeof api.myTierGet>
type Benefit = Tier['benefits'][number]

/** What a level brings, a sentence each; gifts have rows of their own, with how many are left. */
export function benefitWords(benefit: Benefit): string | null {
  switch (benefit.kind) {
    case 'member_price':
      return t('tiers.benefit.memberPrice')
    case 'points_times':
      return t('tiers.benefit.pointsTimes', { times: benefit.timesBps / 10_000 })
    case 'queue_rank':
      return t('tiers.benefit.queue')
    case 'early_access':
      return t('tiers.benefit.early', { hours: benefit.hours })
    case 'birthday_gift':
      return t('tiers.benefit.birthday')
    case 'upgrade_gift':
      return t('tiers.benefit.upgrade')
    case 'named':
      return benefit.name
    case 'gift':
      return null
  }
}

/** How much of what is measured: money, visits, or growth. */
export function unitsWords(measure: Tier['measure'], units: number): string {
  if (measure === 'spend') return formatMoney(units)
  return t(measure === 'visits' ? 'tiers.visits' : 'tiers.growth', { count: units.toLocaleString(language()) })
}
