import { useSuspenseQuery } from '@tanstack/react-query'
import type { EChartsOption } from 'echarts'
import { useCallback } from 'react'
import { api, query, type ResponseOf } from '@staff/api'
import { Chart, currencySymbol, formatDayInWords, formatMoney, Page, StatCard, type ChartColumn } from '@staff/ui'
import type { Palette } from '@web/ui/tokens.ts'
import { language, t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay, useSession, useStore } from '#app/session.ts'
import { FirstSteps } from './first-steps.tsx'
import { Hands } from './hands.tsx'

type Home = ResponseOf<typeof api.homeGet>

const homeQuery = (storeId: string) => query(api.homeGet, { storeId })

/** The day at a glance: who needs a hand, and for those who may read reports today against usual. */
export function HomePage() {
  const { user } = useSession()
  const store = useStore()
  const { day, figures, hands } = useSuspenseQuery({ ...homeQuery(store.id), refetchInterval: 60_000 }).data
  return (
    <Page
      title={t(`home.greeting.${partOfDay(store.timeZone)}`, { name: user.name })}
      lead={
        <>
          {formatDayInWords(day)} · {store.name}
        </>
      }
    >
      {figures && <TodayFigures {...figures} day={day} />}
      <div className="rg-home-columns">
        {figures && (figures.hours.length === 0 ? <FirstSteps /> : <SalesByHour day={day} hours={figures.hours} />)}
        <Hands hands={hands} />
      </div>
    </Page>
  )
}

type Figures = NonNullable<Home['figures']>
type Hour = Figures['hours'][number]

/** Today beside the usual day of this weekday, up to the same time. */
function TodayFigures({ today, usual, day }: Pick<Figures, 'today' | 'usual'> & { day: string }) {
  const may = useMay()
  const { id } = useStore()
  const thatDay = { from: day, until: day }
  const toSales = may('sale.read') ? { to: paths.sales({ storeId: id, ...thatDay }) } : {}
  const toMembers = may('members.read') ? { to: paths.members({ homeStoreId: id, ...thatDay }) } : {}
  return (
    <div className="rg-stats">
      <StatCard
        label={t('home.sales')}
        value={formatMoney(today.salesCents)}
        againstUsualBps={against(today.salesCents, usual.salesCents)}
        {...toSales}
      />
      <StatCard
        label={t('home.saleCount')}
        value={today.saleCount}
        againstUsualBps={against(today.saleCount, usual.saleCount)}
        {...toSales}
      />
      <StatCard
        label={t('home.visits')}
        value={today.visitCount}
        againstUsualBps={against(today.visitCount, usual.visitCount)}
        {...toSales}
      />
      <StatCard
        label={t('home.topUps')}
        value={formatMoney(today.topUpCents)}
        againstUsualBps={against(today.topUpCents, usual.topUpCents)}
      />
      <StatCard
        label={t('home.newMembers')}
        value={today.newMemberCount}
        againstUsualBps={against(today.newMemberCount, usual.newMemberCount)}
        {...toMembers}
      />
    </div>
  )
}

function SalesByHour({ day, hours }: { day: string; hours: readonly Hour[] }) {
  const columns: ChartColumn<Hour>[] = [
    { title: t('home.hour'), kind: 'text', value: ({ hour }) => clock(hour) },
    { title: t('home.today'), kind: 'money', value: ({ salesCents }) => salesCents },
    { title: t('home.usual'), kind: 'money', value: ({ usualSalesCents }) => usualSalesCents },
  ]
  const option = useCallback((palette: Palette) => salesOption(hours, palette), [hours])
  const peak = hours.reduce((best, each) => (each.salesCents > best.salesCents ? each : best), hours[0] ?? emptyHour)
  return (
    <Chart
      title={t('home.salesByHour')}
      summary={t('home.salesByHourSummary', { hour: clock(peak.hour), amount: formatMoney(peak.salesCents) })}
      rows={hours}
      columns={columns}
      option={option}
      fileName={`sales-by-hour-${day}`}
      height={300}
    />
  )
}

const emptyHour = { hour: 0, salesCents: 0, usualSalesCents: 0 }
const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`

function salesOption(hours: readonly Hour[], palette: Palette): EChartsOption {
  // Whole yuan on the axis, in 万 or k where they are large.
  const short = new Intl.NumberFormat(language() === 'zh' ? 'zh-CN' : 'en', { notation: 'compact' })
  return {
    xAxis: {
      type: 'category',
      data: hours.map(({ hour }) => clock(hour)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: palette.lineStrong } },
      axisLabel: { color: palette.inkFaint },
    },
    yAxis: {
      type: 'value',
      splitLine: { lineStyle: { color: palette.line } },
      axisLabel: {
        color: palette.inkFaint,
        formatter: (value: number) => currencySymbol() + short.format(value / 100),
      },
    },
    series: [
      {
        name: t('home.today'),
        type: 'bar',
        data: hours.map(({ salesCents }) => salesCents),
        barMaxWidth: 22,
        itemStyle: { borderRadius: [4, 4, 0, 0] },
        tooltip: { valueFormatter: (value) => formatMoney(Number(value)) },
      },
      {
        name: t('home.usual'),
        type: 'line',
        data: hours.map(({ usualSalesCents }) => usualSalesCents),
        smooth: 0.35,
        smoothMonotone: 'x',
        symbol: 'none',
        lineStyle: { width: 2, type: [5, 4] },
        tooltip: { valueFormatter: (value) => formatMoney(Number(value)) },
      },
    ],
  }
}

/** The difference from usual in basis points of usual; null where nothing is usual yet. */
function against(today: number, usual: number): number | null {
  return usual === 0 ? null : Math.round(((today - usual) / usual) * 10_000)
}

function partOfDay(timeZone: string): 'night' | 'morning' | 'noon' | 'afternoon' | 'evening' {
  const hour = Number(new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(new Date()))
  if (hour < 5) return 'night'
  if (hour < 11) return 'morning'
  if (hour < 13) return 'noon'
  return hour < 18 ? 'afternoon' : 'evening'
}
