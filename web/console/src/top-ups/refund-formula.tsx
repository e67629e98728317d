import { packOf } from '#modules/law-packs/pack-rules.ts'
import type { RefundBasis } from '#modules/law-packs/pack-types.ts'
import { formatMoney } from '@staff/ui'
import { language, t } from '#app/i18n.ts'
import './top-ups.css'

type RefundFormulaProps = {
  /** As it was sold. */
  topUp: { principalCents: number; bonusCents: number }
  refund: {
    basis: RefundBasis
    countedPrincipalCents: number
    consumedCents: number
    owedCents: number
    refundCents: number
  }
}

/** How the money back is computed, with the figures of this very top-up (R3), and why it is another sum where it is. */
export function RefundFormula({ topUp: { principalCents, bonusCents }, refund }: RefundFormulaProps) {
  const { basis, countedPrincipalCents, consumedCents, owedCents, refundCents } = refund
  const values = {
    principal: formatMoney(countedPrincipalCents),
    whole: formatMoney(countedPrincipalCents + bonusCents),
    used: formatMoney(consumedCents),
    result: formatMoney(owedCents),
  }
  const departedCents = principalCents - countedPrincipalCents
  return (
    <>
      <p className="rg-refund-formula">{t(`top-ups.refund.formula.${basis}`, values)}</p>
      <p className="rg-refund-hint">
        {t(`top-ups.refund.basis.${basis}`)}
        {departedCents > 0 && ` ${t('top-ups.refund.counted', { amount: formatMoney(departedCents) })}`}
        {owedCents > refundCents && ` ${t('top-ups.refund.mostLeft', { amount: formatMoney(refundCents) })}`}
      </p>
    </>
  )
}

/** A law pack as people name it: 中国大陆（2025） · CN@2025-05-01. */
export function lawWords(packId: string): string {
  const { name } = packOf(packId)
  return `${language() === 'zh' ? name.zh : name.en} · ${packId}`
}
