import { MoneyText } from '@staff/ui'
import { tenderName } from '#console/cashier/tender-words.ts'
import { t } from '#app/i18n.ts'
import type { Counted } from './shift-data.ts'

/** Means by means: what should be there, what is, what differs. */
export function VarianceTable({ tenders }: { tenders: Counted['tenders'] }) {
  return (
    <table className="rg-variance">
      <thead>
        <tr>
          <th scope="col">{t('shifts.variance.means')}</th>
          <th scope="col">{t('shifts.variance.expected')}</th>
          <th scope="col">{t('shifts.variance.counted')}</th>
          <th scope="col">{t('shifts.variance.difference')}</th>
        </tr>
      </thead>
      <tbody>
        {tenders.map(({ kind, method, expectedCents, countedCents, varianceCents }) => (
          <tr key={`${kind} ${method}`}>
            <th scope="row">{tenderName({ kind, method })}</th>
            <td>
              <MoneyText cents={expectedCents} />
            </td>
            <td>
              {countedCents === null ? (
                <span className="rg-faint">{t('shifts.variance.booked')}</span>
              ) : (
                <MoneyText cents={countedCents} />
              )}
            </td>
            <td>
              <MoneyText cents={varianceCents} signed strong={varianceCents !== 0} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
