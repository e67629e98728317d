import { formatMoney } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { lawPacks } from '#modules/law-packs/pack-rules.ts'
import type { CancelQuote } from './pass-words.ts'

/** The way to a refund, line by line: what was paid, what was had of each part and how it counts, what comes back. */
export function FormulaText({ formula, refundCents }: { formula: CancelQuote['formula']; refundCents: number }) {
  const { kind, policyVersion, paidCents, usedCents, parts } = formula
  return (
    <table className="rg-formula">
      <caption>{t(`passes.formula.${kind}`, { days: withdrawalDaysOf(policyVersion) })}</caption>
      <tbody>
        <tr>
          <th scope="row">{t('passes.paid')}</th>
          <td>{formatMoney(paidCents)}</td>
        </tr>
        {parts
          .filter(() => kind === 'proportional' || kind === 'list_price')
          .map(({ componentId, name, usedUnits, ofUnits, usedPaidCents, usedListCents }) => (
            <tr key={componentId ?? 'period'}>
              <th scope="row">
                {t('passes.formula.part', {
                  name: name ?? t('passes.formula.period'),
                  used: usedUnits,
                  of: ofUnits ?? '–',
                })}
              </th>
              <td>{formatMoney(-(kind === 'proportional' ? usedPaidCents : usedListCents))}</td>
            </tr>
          ))}
        {kind !== 'none' && (
          <tr className="rg-formula-sum">
            <th scope="row">{t('passes.formula.kept')}</th>
            <td>{formatMoney(-usedCents)}</td>
          </tr>
        )}
        <tr className="rg-formula-sum">
          <th scope="row">{t('passes.formula.refund')}</th>
          <td>
            <strong>{formatMoney(refundCents)}</strong>
          </td>
        </tr>
      </tbody>
    </table>
  )
}

/** The days to withdraw of the pack that the pass is pinned to. */
function withdrawalDaysOf(policyVersion: string): number {
  return lawPacks.find(({ id }) => id === policyVersion)?.prepaid.withdrawalDays ?? 0
}
