import { useQuery } from '@tanstack/react-query'
import { Input, Skeleton } from 'antd'
import type { EChartsOption } from 'echarts'
import { useSearchParams } from 'react-router'
import { api, query } from '@staff/api'
import { Chart, EmptyState, formatDay, formatMoney, Page, RefusalText, Section } from '@staff/ui'
import { addDays, isDay, localDay } from '#shared/business-day.ts'
import { t } from '#app/i18n.ts'
import { useStore } from '#app/session.ts'
import '#console/shifts/shifts.css'
import type { Palette } from '@web/ui/tokens.ts'
import { Aftermath } from './aftermath-section.tsx'
import { AnswersSection } from './answers-section.tsx'
import { BreakdownSection } from './breakdown-section.tsx'
import { OfferResults } from './offer-results-section.tsx'
import { RetentionTabs } from './retention-tabs.tsx'
import {
  costPerSaved,
  effectWords,
  intervalWords,
  reasonWords,
  type Effect,
  type Report,
  shareWords,
} from './retention-words.ts'
import { StackingTable } from './stacking-table.tsx'

/** Half a year: the shortest in which many leavings are older than ninety days. */
const usualDays = 182

/** Why people leave, and whether what they are offered keeps them: counted against those who are never offered anything. */
export function RetentionPage() {
  const { timeZone } = useStore()
  const [params, setParams] = useSearchParams()
  const today = localDay(new Date(), timeZone)
  const dayOf = (name: string, otherwise: string) => {
    const given = params.get(name)
    return given && isDay(given) ? given : otherwise
  }
  const period = { from: dayOf('from', addDays(today, 1 - usualDays)), until: dayOf('until', today) }
  const { data, error } = useQuery({ ...query(api.retentionReport, period), retry: false })
  const pick = (name: 'from' | 'until') => (
    <Input
      type="date"
      aria-label={t(`retention.report.${name}`)}
      className="rg-day-pick"
      value={period[name]}
      onChange={({ target }) => isDay(target.value) && setParams({ ...period, [name]: target.value })}
    />
  )
  return (
    <Page
      title={t('retention.title')}
      lead={t('retention.lead')}
      actions={
        <>
          {pick('from')}
          {pick('until')}
        </>
      }
    >
      <RetentionTabs />
      <RefusalText error={error} />
      {!data && !error && <Skeleton active paragraph={{ rows: 8 }} />}
      {data && data.reasons.length === 0 && (
        <div className="rg-card">
          <EmptyState title={t('retention.report.none')}>
            {t('retention.report.noneText', { from: formatDay(period.from), until: formatDay(period.until) })}
          </EmptyState>
        </div>
      )}
      {data && data.reasons.length > 0 && (
        <>
          <Reasons rows={data.reasons} />
          <Effects effects={data.effects} />
          <Aftermath effects={data.effects} costShares={data.costShares} />
          <OfferResults />
          <BreakdownSection period={period} />
          <AnswersSection period={period} />
        </>
      )}
    </Page>
  )
}

type ReasonRow = { name: string; cancelled: number; kept: number; open: number }

/** Summed over plans and stores, most frequent first. */
function reasonRows(rows: Report['reasons']): ReasonRow[] {
  return [...Map.groupBy(rows, ({ reasonCode }) => reasonCode)]
    .map(([, group]) => {
      const sum = (field: 'begun' | 'cancelled' | 'kept') => group.reduce((total, row) => total + row[field], 0)
      const [cancelled, kept] = [sum('cancelled'), sum('kept')]
      return { name: reasonWords(group[0]!), cancelled, kept, open: sum('begun') - cancelled - kept }
    })
    .toSorted((a, b) => b.cancelled + b.kept + b.open - (a.cancelled + a.kept + a.open))
}

const outcomes = ['cancelled', 'kept', 'open'] as const

function Reasons({ rows }: { rows: Report['reasons'] }) {
  const reasons = reasonRows(rows)
  const begun = rows.reduce((total, row) => total + row.begun, 0)
  return (
    <Chart
      title={t('retention.report.reasons')}
      summary={t('retention.report.summary', { count: begun, reason: reasons[0]?.name ?? '' })}
      rows={reasons}
      columns={[
        { title: t('retention.report.reason'), kind: 'text', value: ({ name }) => name },
        ...outcomes.map((outcome) => ({
          title: t(`retention.report.${outcome}`),
          kind: 'number' as const,
          value: (row: ReasonRow) => row[outcome],
        })),
      ]}
      option={(palette, series) => reasonsOption(reasons, palette, series)}
      fileName="reasons-to-leave"
      height={Math.max(200, 70 + reasons.length * 34)}
    />
  )
}

function reasonsOption(rows: readonly ReasonRow[], palette: Palette, series: readonly string[]): EChartsOption {
  const bottomUp = rows.toReversed()
  return {
    legend: { top: 0, type: 'scroll', textStyle: { color: palette.inkSoft } },
    tooltip: { trigger: 'axis', renderMode: 'richText', axisPointer: { type: 'shadow' } },
    grid: { left: 8, right: 16, top: 32, bottom: 8, containLabel: true },
    xAxis: {
      type: 'value',
      minInterval: 1,
      splitLine: { lineStyle: { color: palette.line } },
      axisLabel: { color: palette.inkFaint },
    },
    yAxis: {
      type: 'category',
      data: bottomUp.map(({ name }) => name),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: palette.lineStrong } },
      axisLabel: { color: palette.inkSoft },
    },
    series: outcomes.map((outcome, index) => ({
      type: 'bar',
      stack: 'all',
      name: t(`retention.report.${outcome}`),
      barMaxWidth: 20,
      itemStyle: { color: [series[1], series[0], palette.lineStrong][index] ?? palette.lineStrong },
      data: bottomUp.map((row) => row[outcome]),
    })),
  }
}

/** Who still has the pass 30, 60, 90 days later: with offers against without, and in plain words what that says. */
function Effects({ effects }: { effects: readonly Effect[] }) {
  return (
    <Section title={t('retention.effect.title')}>
      <p className="rg-faint">{t('retention.effect.how')}</p>
      <StackingTable className="rg-retention-effects">
        <thead>
          <tr>
            <th scope="col">{t('retention.effect.after')}</th>
            {(['offered', 'heldOut', 'difference', 'cost', 'perSaved', 'refund'] as const).map((key) => (
              <th key={key} scope="col" className="rg-right">
                {t(`retention.effect.${key}`)}
              </th>
            ))}
            <th scope="col">{t('retention.effect.says')}</th>
          </tr>
        </thead>
        <tbody>
          {effects.map((effect) => (
            <tr key={effect.days}>
              <td>{t('retention.effect.days', { count: effect.days })}</td>
              <td className="rg-right">{shareWords(effect.offered)}</td>
              <td className="rg-right">{shareWords(effect.heldOut)}</td>
              <td className="rg-right">{intervalWords(effect)}</td>
              <td className="rg-right">{formatMoney(effect.costCents)}</td>
              <td className="rg-right">{costPerSaved(effect) ?? '–'}</td>
              <td className="rg-right">{formatMoney(effect.refundCents)}</td>
              <td>{effectWords(effect)}</td>
            </tr>
          ))}
        </tbody>
      </StackingTable>
    </Section>
  )
}
