import { formatMoney, Section } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { type Effect, moneyIntervalWords } from './retention-words.ts'

/** What offers leave in the till once their cost and later refunds are off, and what went wrong with those who were kept. */
export function Aftermath({ effects }: { effects: readonly Effect[] }) {
  const cents = (value: number | null) => (value === null ? '–' : formatMoney(value))
  return (
    <Section title={t('retention.after.title')}>
      <p className="rg-faint">{t('retention.after.how')}</p>
      <div className="rg-table-scroll rg-retention-effects">
        <table className="rg-table">
          <thead>
            <tr>
              <th scope="col">{t('retention.effect.after')}</th>
              {(['offered', 'heldOut', 'difference', 'kept', 'refunded', 'complained'] as const).map((key) => (
                <th key={key} scope="col" className="rg-right">
                  {t(`retention.after.${key}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {effects.map(({ days, money, guards }) => (
              <tr key={days}>
                <td>{t('retention.effect.days', { count: days })}</td>
                <td className="rg-right">{cents(money.offeredCents)}</td>
                <td className="rg-right">{cents(money.heldOutCents)}</td>
                <td className="rg-right">{moneyIntervalWords(money)}</td>
                <td className="rg-right">{guards.kept}</td>
                <td className="rg-right">
                  {guards.refundedAfter === 0
                    ? 0
                    : t('retention.after.refundedWith', {
                        count: guards.refundedAfter,
                        amount: formatMoney(guards.refundedAfterCents),
                      })}
                </td>
                <td className="rg-right">{guards.complainedAfter}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}
