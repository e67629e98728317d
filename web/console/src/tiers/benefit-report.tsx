import { useQueries, useQuery } from '@tanstack/react-query'
import { Segmented, Skeleton } from 'antd'
import { useState } from 'react'
import { api, query, type ResponseOf } from '@staff/api'
import { MoneyText, RefusalText, ScrollBox, Section, TierBadge } from '@staff/ui'
import type { Benefit, ProgrammeTerms } from '#modules/tiers/programme-rules.ts'
import { addDays, businessDay } from '#shared/business-day.ts'
import { t } from '#app/i18n.ts'
import { useStore } from '#app/session.ts'
import { benefitWords, shortMoney } from './tier-words.ts'
import { useTierNames } from './use-tier-names.ts'

const spans = [30, 90, 365] as const

/** What leaves a trace by member: coupons given, sales at a price list or with more points. */
const counted: ReadonlySet<string> = new Set(['member_price', 'points_times', 'gift', 'upgrade_gift', 'birthday_gift'])

/** What became of each benefit: who has it, who used it, what it cost; and whether a level changes what people spend. */
export function BenefitReport({ terms }: { terms: ProgrammeTerms }) {
  const [days, setDays] = useState<(typeof spans)[number]>(90)
  const { timeZone, cutoffHour } = useStore()
  const to = businessDay(new Date(), timeZone, cutoffHour)
  const report = useQuery(query(api.tierBenefitReport, { from: addDays(to, 1 - days), to }))
  return (
    <div className="rg-tiers-report">
      <Section
        title={t('tiers.report.title')}
        actions={
          <Segmented<(typeof spans)[number]>
            value={days}
            onChange={setDays}
            options={spans.map((value) => ({ value, label: t('tiers.report.days', { count: value }) }))}
          />
        }
      >
        <RefusalText error={report.error} />
        {report.data ? <Rows terms={terms} rows={report.data.items} /> : <Skeleton active />}
        <p className="rg-faint">{t('tiers.report.costHint')}</p>
      </Section>
      <Lifts terms={terms} />
    </div>
  )
}

type Row = ResponseOf<typeof api.tierBenefitReport>['items'][number]

function Rows({ terms, rows }: { terms: ProgrammeTerms; rows: readonly Row[] }) {
  const names = useTierNames()
  const levels = [{ ...terms.base, tierId: null }, ...terms.levels]
  const benefitOf = (id: string): Benefit | undefined =>
    levels.flatMap(({ benefits }) => [...benefits]).find(({ benefitId }) => benefitId === id)
  if (rows.length === 0) return <p className="rg-faint">{t('tiers.report.none')}</p>
  return (
    <ScrollBox>
      <table className="rg-table">
        <thead>
          <tr>
            <th scope="col">{t('tiers.level')}</th>
            <th scope="col">{t('tiers.report.benefit')}</th>
            {(['entitled', 'members', 'rate', 'given', 'used', 'cost'] as const).map((key) => (
              <th key={key} scope="col" className="rg-right">
                {t(`tiers.report.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ tierId, benefitId, kind, entitled, members, given, used, costCents }) => {
            const level = levels.find((each) => each.tierId === tierId)
            const benefit = benefitOf(benefitId)
            return (
              <tr key={benefitId}>
                <td>{level && <TierBadge name={level.name} level={level.colour} />}</td>
                <td>{benefit ? benefitWords(benefit, names) : '–'}</td>
                <td className="rg-right">{entitled}</td>
                {counted.has(kind) ? (
                  <>
                    <td className="rg-right">{members}</td>
                    <td className="rg-right">{entitled === 0 ? '–' : `${Math.round((members * 100) / entitled)}%`}</td>
                    <td className="rg-right">{given}</td>
                    <td className="rg-right">{used}</td>
                    <td className="rg-right">
                      <MoneyText cents={costCents} />
                    </td>
                  </>
                ) : (
                  <td className="rg-right rg-faint" colSpan={5}>
                    {t('tiers.report.notCounted')}
                  </td>
                )}
              </tr>
            )
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={7}>
              {t('tiers.report.total')}
            </th>
            <td className="rg-right">
              <MoneyText cents={rows.reduce((sum, { costCents }) => sum + costCents, 0)} strong />
            </td>
          </tr>
        </tfoot>
      </table>
    </ScrollBox>
  )
}

/** Whether reaching a level changes spending: with its interval, or the honest word that there are too few to say. */
function Lifts({ terms }: { terms: ProgrammeTerms }) {
  const answers = useQueries({ queries: terms.levels.map(({ tierId }) => query(api.tierLiftGet, { tierId })) })
  return (
    <Section title={t('tiers.lift.title')}>
      <p className="rg-faint">{t('tiers.lift.how')}</p>
      <ul className="rg-tiers-lifts">
        {terms.levels.map(({ tierId, name, colour }, index) => {
          const lift = answers[index]!.data
          return (
            <li key={tierId}>
              <TierBadge name={name} level={colour} />
              <span>{lift ? liftWords(lift) : '…'}</span>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

function liftWords({ days, risen, compared, lift }: ResponseOf<typeof api.tierLiftGet>): string {
  if (!lift) return t('tiers.lift.tooFew', { risen, compared })
  const { meanCents, lowCents, highCents } = lift
  const figures = { days, risen, compared, low: shortMoney(lowCents), high: shortMoney(highCents) }
  if (lowCents <= 0 && highCents >= 0) return t('tiers.lift.unclear', figures)
  return t(meanCents > 0 ? 'tiers.lift.more' : 'tiers.lift.less', { ...figures, mean: shortMoney(Math.abs(meanCents)) })
}
