import type { api, ResponseOf } from '@staff/api'
import { t } from '#app/i18n.ts'

export type Offer = ResponseOf<typeof api.topUpOfferList>['items'][number]
export type OfferTerms = Pick<Offer, 'principalCents' | 'bonusCents' | 'bonusMonths'>

/** How long the bonus of an offer can be spent. */
export function bonusLife(bonusMonths: number | null): string {
  return bonusMonths === null ? t('top-ups.forever') : t('top-ups.months', { count: bonusMonths })
}

/** What the bonus is worth as a discount: `worth 8.3 折` in Chinese counts what is paid, in English what is saved. */
export function worthOf({ principalCents, bonusCents }: OfferTerms, language: 'zh' | 'en'): string | null {
  if (bonusCents === 0 || principalCents === 0) return null
  const paid = principalCents / (principalCents + bonusCents)
  const rate = language === 'zh' ? (paid * 10).toFixed(1) : ((1 - paid) * 100).toFixed(0)
  return t('top-ups.worth', { rate: rate.replace(/\.0$/, '') })
}
