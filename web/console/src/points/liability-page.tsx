import { DownloadOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import type { EChartsOption } from 'echarts'
import { useCallback } from 'react'
import { api, hrefOf, query, type ResponseOf } from '@staff/api'
import { Chart, Facts, formatMoney, Page, ScrollBox, Section, StatCard } from '@staff/ui'
import type { Palette } from '@web/ui/tokens.ts'
import { t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay } from '#app/session.ts'
import { ExpiryNav } from './expiry-nav.tsx'
import './points.css'
import './expiry.css'

type Liability = ResponseOf<typeof api.pointsLiabilityGet>
type Month = Liability['months'][number]

const liabilityQuery = () => query(api.pointsLiabilityGet, {})

export async function loader() {
  await queryClient.ensureQueryData(liabilityQuery())
  return null
}

/** What points cost: what is owed, by the month it ends; how much of it is expected to be redeemed; and the entries for the books. */
export function LiabilityPage() {
  const liability = useSuspenseQuery(liabilityQuery()).data
  const { outstandingPoints, worthCents, expectedCents, months } = liability
  const last = months.at(-1)
  const mayExport = useMay()('reports.export')
  return (
    <Page
      title={t('expiry.liability.title')}
      lead={t('expiry.liability.lead')}
      actions={
        mayExport &&
        last && (
          <Button
            icon={<DownloadOutlined />}
            href={hrefOf(api.pointsJournalExport, { from: months[0]!.month, to: last.month })}
            download
          >
            {t('expiry.liability.journal')}
          </Button>
        )
      }
    >
      <ExpiryNav />
      <div className="rg-stats">
        <StatCard
          label={t('expiry.liability.outstanding')}
          value={t('home.expiring.points', { count: outstandingPoints })}
        />
        <StatCard
          label={t('expiry.liability.worth')}
          value={worthCents === null ? '–' : formatMoney(worthCents)}
          hint={t('expiry.liability.worthHint')}
        />
        <StatCard
          label={t('expiry.liability.expected')}
          value={expectedCents === null ? '–' : formatMoney(expectedCents)}
          hint={expectedCents === null ? t('expiry.liability.tooLittle') : t('expiry.liability.expectedHint')}
        />
        <StatCard
          label={t('expiry.liability.owed')}
          value={last ? formatMoney(last.liabilityCents) : '–'}
          hint={last ? last.month.slice(0, 7) : t('expiry.liability.noMonth')}
        />
      </div>
      <ByMonth rows={liability.byMonth} />
      <Breakage liability={liability} />
      <Months months={months} />
    </Page>
  )
}

function monthWords(month: string | null): string {
  return month === null ? t('expiry.liability.later') : month.slice(0, 7)
}

function ByMonth({ rows }: { rows: Liability['byMonth'] }) {
  const option = useCallback(
    (palette: Palette) =>
      barsOption(
        rows.map(({ month }) => monthWords(month)),
        rows.map(({ worthCents }) => (worthCents ?? 0) / 100),
        t('expiry.forecast.money'),
        palette,
      ),
    [rows],
  )
  return (
    <Chart
      title={t('expiry.liability.byMonth')}
      summary={t('expiry.liability.byMonthSummary', { count: rows.length })}
      rows={rows}
      columns={[
        { title: t('expiry.forecast.month'), kind: 'text', value: ({ month }) => monthWords(month) },
        { title: t('expiry.forecast.points'), kind: 'number', value: ({ points }) => points },
        { title: t('expiry.forecast.money'), kind: 'money', value: ({ worthCents }) => worthCents ?? 0 },
      ]}
      option={option}
      fileName="points-outstanding"
      height={220}
    />
  )
}

function barsOption(keys: string[], values: number[], name: string, palette: Palette): EChartsOption {
  return {
    xAxis: {
      type: 'category',
      data: keys,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: palette.lineStrong } },
      axisLabel: { color: palette.inkFaint },
    },
    yAxis: {
      type: 'value',
      splitLine: { lineStyle: { color: palette.line } },
      axisLabel: { color: palette.inkFaint, formatter: (yuan: number) => formatMoney(yuan * 100).replace(/\.00$/, '') },
    },
    series: [{ name, type: 'bar', barMaxWidth: 28, itemStyle: { borderRadius: [4, 4, 0, 0] }, data: values }],
  }
}

const percent = (bps: number) => `${(bps / 100).toFixed(1)}%`

function Breakage({ liability: { estimate, backTest } }: { liability: Liability }) {
  if ('tooLittle' in estimate) {
    return (
      <Section title={t('expiry.breakage.title')}>
        <p>{t('expiry.breakage.tooLittle')}</p>
        <p className="rg-faint">
          {estimate.tooLittle === 'points'
            ? t('expiry.breakage.fewPoints', { count: estimate.points })
            : t('expiry.breakage.fewMonths', { months: estimate.months, needed: estimate.neededMonths })}
        </p>
      </Section>
    )
  }
  const { expectedBps, lowBps, highBps, curveBps, cohorts } = estimate
  return (
    <Section title={t('expiry.breakage.title')}>
      <p className="rg-points-sentence">
        {t('expiry.breakage.sentence', { redeemed: percent(expectedBps), gone: percent(10_000 - expectedBps) })}
      </p>
      <Facts
        rows={[
          [t('expiry.breakage.interval'), `${percent(lowBps)} – ${percent(highBps)}`],
          [t('expiry.breakage.basis'), t('expiry.breakage.cohorts', { count: cohorts })],
          [
            t('expiry.breakage.backTest', { months: backTest?.months ?? 3 }),
            backTest
              ? t('expiry.breakage.backTestWords', {
                  predicted: backTest.predictedPoints,
                  actual: backTest.actualPoints,
                })
              : t('expiry.breakage.noBackTest'),
          ],
        ]}
      />
      <Curve curveBps={curveBps} />
    </Section>
  )
}

function Curve({ curveBps }: { curveBps: readonly number[] }) {
  return (
    <ScrollBox>
      <ol className="rg-curve" aria-label={t('expiry.breakage.curve')}>
        {curveBps.map((bps, month) => (
          <li key={month}>
            <span className="rg-curve-bar" style={{ height: `${Math.max(2, bps / 100)}%` }} />
            <strong>{percent(bps)}</strong>
            <small>{t('expiry.breakage.age', { count: month })}</small>
          </li>
        ))}
      </ol>
    </ScrollBox>
  )
}

function Months({ months }: { months: readonly Month[] }) {
  if (months.length === 0) return null
  const columns: [string, (month: Month) => string][] = [
    [t('expiry.forecast.month'), ({ month }) => month.slice(0, 7)],
    [t('expiry.liability.issued'), ({ issuedPoints }) => issuedPoints.toLocaleString()],
    [t('expiry.liability.redeemed'), ({ redeemedPoints }) => redeemedPoints.toLocaleString()],
    [t('expiry.liability.expired'), ({ expiredPoints }) => expiredPoints.toLocaleString()],
    [t('expiry.liability.cost'), ({ redemptionCostCents }) => formatMoney(redemptionCostCents)],
    [t('expiry.liability.deferred'), ({ deferredCents }) => formatMoney(deferredCents)],
    [t('expiry.liability.revenue'), ({ revenueCents }) => formatMoney(revenueCents)],
    [t('expiry.liability.owedEnd'), ({ liabilityCents }) => formatMoney(liabilityCents)],
    [
      t('expiry.liability.rate'),
      ({ expectedBps, isEstimate }) => (isEstimate ? percent(expectedBps) : t('expiry.liability.all')),
    ],
  ]
  return (
    <Section title={t('expiry.liability.months')}>
      <p className="rg-faint">{t('expiry.liability.monthsLead')}</p>
      <ScrollBox>
        <table className="rg-table">
          <thead>
            <tr>
              {columns.map(([title], index) => (
                <th key={title} scope="col" className={index === 0 ? undefined : 'rg-right'}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {months.toReversed().map((month) => (
              <tr key={month.month}>
                {columns.map(([title, value], index) => (
                  <td key={title} className={index === 0 ? undefined : 'rg-right'}>
                    {value(month)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </Section>
  )
}
