import { formatMoney } from '@staff/ui'
import { language, t } from '#app/i18n.ts'
import { bonusLife, worthOf, type OfferTerms } from './offer-words.ts'

/** An offer as people read it: pay this, get that. At the till without what only its author asks: what it is worth, how long it lives. */
export function OfferFace({ name, terms, isBrief = false }: { name: string; terms: OfferTerms; isBrief?: boolean }) {
  const { principalCents, bonusCents, bonusMonths } = terms
  const worth = worthOf(terms, language())
  return (
    <span className="rg-offer">
      <span className="rg-offer-name">{name}</span>
      <strong className="rg-offer-pay">{t('top-ups.pay', { amount: shortMoney(principalCents) })}</strong>
      {bonusCents > 0 ? (
        <span className="rg-offer-gift">{t('top-ups.gift', { amount: shortMoney(bonusCents) })}</span>
      ) : (
        <span className="rg-offer-plain">{t('top-ups.noGift')}</span>
      )}
      <span className="rg-offer-foot">
        {t('top-ups.total', { amount: formatMoney(principalCents + bonusCents) })}
        {!isBrief && worth && ` · ${worth}`}
        {!isBrief && bonusCents > 0 && ` · ${bonusLife(bonusMonths)}`}
      </span>
    </span>
  )
}

/** Whole amounts without their zeros: ¥1,000, not ¥1,000.00. */
function shortMoney(cents: number): string {
  return formatMoney(cents).replace(/[.]00(?!\d)/, '')
}
