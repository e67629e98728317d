import type { api, ResponseOf } from '@staff/api'
import { ScrollBox, Section } from '@staff/ui'
import { t } from '#app/i18n.ts'

type Outlook = ResponseOf<typeof api.pointsOutlookGet>

export const percentText = (bps: number) => `${Math.round(bps / 100)}%`

/** How likely points are used in time, by the days that are left: which estimate it is, from how much, and how sure. */
export function ChanceSection({ outlook: { chance } }: { outlook: Outlook }) {
  return (
    <Section title={t('expiry.chance.title')}>
      {chance === null ? (
        <p className="rg-faint">{t('expiry.chance.tooLittle')}</p>
      ) : (
        <>
          <ScrollBox>
            <table className="rg-table">
              <thead>
                <tr>
                  <th scope="col">{t('expiry.chance.daysLeft')}</th>
                  {(['all', 'lively', 'quiet', 'lots'] as const).map((key) => (
                    <th key={key} scope="col" className="rg-right">
                      {t(`expiry.chance.${key}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {chance.steps.map(({ daysLeft, bps, livelyBps, quietBps, lots }) => (
                  <tr key={daysLeft}>
                    <th scope="row">{t('expiry.words.days', { count: daysLeft })}</th>
                    <td className="rg-right">
                      <strong>{percentText(bps)}</strong>
                    </td>
                    <td className="rg-right">{percentText(livelyBps)}</td>
                    <td className="rg-right">{percentText(quietBps)}</td>
                    <td className="rg-right">{lots}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollBox>
          <p className="rg-faint">
            {t('expiry.chance.how', { lots: chance.lots, margin: percentText(chance.marginBps) })}
          </p>
        </>
      )}
    </Section>
  )
}
