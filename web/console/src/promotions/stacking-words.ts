import { t } from '#app/i18n.ts'
import type { Terms } from './promotion-words.ts'

/** The group of promotions whose shop named none. */
export const usualGroup = 'promotion'

export function groupName(group: string): string {
  return group === usualGroup ? t('promotions.stack.usualGroup') : group
}

/** What a promotion meets and what not, a sentence each, as the solver takes it. */
export function stackingWords({ stacking, priority }: Pick<Terms, 'stacking' | 'priority'>): string[] {
  const { group, per, withCoupons, withMemberPrice } = stacking
  return [
    group === null
      ? t('promotions.stack.any')
      : t(per === 'line' ? 'promotions.stack.bestOfLine' : 'promotions.stack.bestOfSale', { group: groupName(group) }),
    t('promotions.stack.ordered', { order: priority }),
    t(withCoupons ? 'promotions.stack.coupons' : 'promotions.stack.noCoupons'),
    t(withMemberPrice ? 'promotions.stack.memberPrice' : 'promotions.stack.noMemberPrice'),
  ]
}
