import { CalendarOutlined } from '@ant-design/icons'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Button, Segmented } from 'antd'
import type { EChartsOption } from 'echarts'
import { useCallback, useState } from 'react'
import { useSearchParams } from 'react-router'
import { api, query, type ResponseOf } from '@staff/api'
import { Chart, formatDay, formatInstant, formatMoney, Page, StatCard } from '@staff/ui'
import { addDays, addMonths, businessDay } from '#shared/business-day.ts'
import type { Palette } from '@web/ui/tokens.ts'
import { t } from '#app/i18n.ts'
import { useMay, useStore } from '#app/session.ts'
import { EndingOffers } from '#console/rewards/ending-offers.tsx'
import { ChanceSection } from './chance-section.tsx'
import { pointsText } from './campaign-words.ts'
import { ExpiryNav } from './expiry-nav.tsx'
import { ExpiryRunSection } from './expiry-run-section.tsx'
import { ExtensionDrawer } from './forecast-extension-drawer.tsx'
import { ForecastMembers } from './forecast-members.tsx'
import { PastExtensions } from './forecast-extensions.tsx'
import './points.css'
import './expiry.css'

type By = 'day' | 'month'
type Forecast = ResponseOf<typeof api.pointsForecastGet>
type Outlook = ResponseOf<typeof api.pointsOutlookGet>

const spans = { day: 90, month: 24 } as const

function spanOf(by: By, today: string) {
  const to = by === 'day' ? addDays(today, spans.day) : addMonths(today, spans.month)
  return { from: today, to, by }
}

/** The expiry cliff: what ends when, what it is worth and whose it is; and what can be done before. */
export function ForecastPage() {
  const { timeZone, cutoffHour } = useStore()
  const today = businessDay(new Date(), timeZone, cutoffHour)
  const [params, setParams] = useSearchParams()
  const by: By = params.get('by') === 'day' ? 'day' : 'month'
  const forecast = useSuspenseQuery(query(api.pointsForecastGet, spanOf(by, today))).data
  const outlook = useQuery(query(api.pointsOutlookGet, spanOf(by, today))).data
  const soon = useSuspenseQuery(query(api.pointsForecastGet, { from: today, to: addDays(today, 30), by: 'day' })).data
  const [isExtending, setExtending] = useState(false)
  const may = useMay()
  const sumOf = (rows: Forecast['rows'], days: number) => rows.filter(({ from }) => from <= addDays(today, days))
  const [week, month] = [sumOf(soon.rows, 7), sumOf(soon.rows, 30)]
  return (
    <Page
      title={t('expiry.forecast.title')}
      lead={t('expiry.forecast.lead')}
      actions={
        may('points.extend') && (
          <Button type="primary" icon={<CalendarOutlined />} onClick={() => setExtending(true)}>
            {t('expiry.extend.title')}
          </Button>
        )
      }
    >
      <ExpiryNav />
      <div className="rg-stats">
        <Ending label={t('expiry.forecast.in7')} rows={week} />
        <Ending label={t('expiry.forecast.in30')} rows={month} />
        <StatCard
          label={t('expiry.forecast.total')}
          value={t('home.expiring.points', { count: forecast.totalPoints })}
          hint={asOf(forecast)}
        />
        <StatCard
          label={t('expiry.forecast.endless')}
          value={t('home.expiring.points', { count: forecast.endlessPoints })}
          hint={t('expiry.forecast.endlessHint')}
        />
      </div>
      <Cliff
        rows={rowsWith(forecast.rows, outlook?.rows)}
        by={by}
        onBy={(next) =>
          setParams((old) => new URLSearchParams({ ...Object.fromEntries(old), by: next }), { replace: true })
        }
      />
      {outlook && <ChanceSection outlook={outlook} />}
      <EndingOffers />
      {may('ledger.read') && <ForecastMembers today={today} />}
      {may('ledger.read') && <ExpiryRunSection />}
      <PastExtensions />
      <ExtensionDrawer open={isExtending} today={today} onClose={() => setExtending(false)} />
    </Page>
  )
}

function asOf({ asOf, isWhole }: Forecast): string {
  if (asOf === null) return t('expiry.forecast.notCounted')
  return isWhole ? t('expiry.forecast.asOf', { at: formatInstant(asOf) }) : t('expiry.forecast.counting')
}

function Ending({ label, rows }: { label: string; rows: Forecast['rows'] }) {
  const points = rows.reduce((sum, row) => sum + row.points, 0)
  const cents = rows.reduce((sum, row) => sum + (row.worthCents ?? 0), 0)
  return (
    <StatCard
      label={label}
      value={t('home.expiring.points', { count: points })}
      hint={t('expiry.forecast.worth', { amount: formatMoney(cents) })}
    />
  )
}

const keyWords = (by: By, from: string) => (by === 'month' ? from.slice(0, 7) : formatDay(from))

type CliffRow = Forecast['rows'][number] & { usedPoints: number | null; lostPoints: number | null }

/** What ends for sure, with what of it is likely used before; null where the shop's own past says nothing yet. */
function rowsWith(rows: Forecast['rows'], likely: Outlook['rows'] = []): CliffRow[] {
  const found = new Map(likely.map((row) => [row.from, row]))
  return rows.map((row) => {
    const { usedPoints = null, lostPoints = null } = found.get(row.from) ?? {}
    return { ...row, usedPoints, lostPoints }
  })
}

function Cliff({ rows, by, onBy }: { rows: CliffRow[]; by: By; onBy: (by: By) => void }) {
  const option = useCallback((palette: Palette) => cliffOption(rows, by, palette), [rows, by])
  const points = rows.reduce((sum, row) => sum + row.points, 0)
  const lost = rows.reduce((sum, { lostPoints }) => sum + (lostPoints ?? 0), 0)
  const isKnown = rows.some(({ lostPoints }) => lostPoints !== null)
  return (
    <Chart
      title={t('expiry.forecast.cliff')}
      summary={
        isKnown
          ? t('expiry.forecast.summaryLost', { count: points, periods: rows.length, lost: pointsText(lost) })
          : t('expiry.forecast.summary', { count: points, periods: rows.length })
      }
      rows={rows}
      columns={[
        {
          title: t(by === 'month' ? 'expiry.forecast.month' : 'home.expiring.day'),
          kind: 'text',
          value: ({ from }) => keyWords(by, from),
        },
        { title: t('expiry.forecast.points'), kind: 'number', value: (row) => row.points },
        ...(isKnown
          ? [
              {
                title: t('expiry.forecast.lost'),
                kind: 'number' as const,
                value: ({ lostPoints }: CliffRow) => lostPoints ?? 0,
              },
            ]
          : []),
        { title: t('expiry.forecast.members'), kind: 'number', value: ({ members }) => members },
        { title: t('expiry.forecast.money'), kind: 'money', value: ({ worthCents }) => worthCents ?? 0 },
      ]}
      option={option}
      fileName="points-expiry"
      actions={
        <Segmented
          size="small"
          value={by}
          onChange={onBy}
          options={[
            { value: 'month', label: t('expiry.forecast.byMonth') },
            { value: 'day', label: t('expiry.forecast.byDay') },
          ]}
        />
      }
    />
  )
}

function cliffOption(rows: readonly CliffRow[], by: By, palette: Palette): EChartsOption {
  const isKnown = rows.some(({ lostPoints }) => lostPoints !== null)
  const bar = { type: 'bar' as const, barMaxWidth: 28, stack: 'points' }
  return {
    ...(isKnown ? { legend: { top: 0, right: 0, textStyle: { color: palette.inkSoft } } } : {}),
    xAxis: {
      type: 'category',
      data: rows.map(({ from }) => keyWords(by, from)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: palette.lineStrong } },
      axisLabel: { color: palette.inkFaint },
    },
    yAxis: { type: 'value', splitLine: { lineStyle: { color: palette.line } }, axisLabel: { color: palette.inkFaint } },
    series: isKnown
      ? [
          { ...bar, name: t('expiry.forecast.lost'), data: rows.map(({ points, lostPoints }) => lostPoints ?? points) },
          {
            ...bar,
            name: t('expiry.forecast.used'),
            itemStyle: { borderRadius: [4, 4, 0, 0], color: palette.lineStrong },
            data: rows.map(({ usedPoints }) => usedPoints ?? 0),
          },
        ]
      : [
          {
            ...bar,
            name: t('expiry.forecast.points'),
            itemStyle: { borderRadius: [4, 4, 0, 0] },
            data: rows.map(({ points }) => points),
          },
        ],
  }
}
