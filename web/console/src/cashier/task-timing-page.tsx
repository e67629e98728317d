import { useSuspenseQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import type { EChartsOption } from 'echarts'
import type { Palette } from '@web/ui/tokens.ts'
import { useCallback, useMemo } from 'react'
import { useSearchParams, type LoaderFunctionArgs } from 'react-router'
import { api, query, type ResponseOf } from '@staff/api'
import { Chart, DayText, EmptyState, formatDay, NextStep, Page, Section, StatCard, StatusTag } from '@staff/ui'
import { cashierTasks, stepBudget, type CashierTask } from '#modules/cashier/timing/task-timing-rules.ts'
import { addDays, businessDay, type Day } from '#shared/business-day.ts'
import { isUuid } from '#shared/ids.ts'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { requireSession, storeForLoader, useSession, useStore, type Store } from '#app/session.ts'
import './cashier.css'

type Row = ResponseOf<typeof api.cashierTaskTimingReport>['items'][number]

/** Twelve weeks: long enough to see whether a change of the till helped. */
const weeksBack = 12

function reportQuery(storeId: string | null, store: Pick<Store, 'timeZone' | 'cutoffHour'>) {
  const until = businessDay(new Date(), store.timeZone, store.cutoffHour)
  const from = addDays(until, -7 * weeksBack)
  return query(api.cashierTaskTimingReport, { from, until, ...(storeId ? { storeId } : {}) })
}

function storeOf(params: URLSearchParams): string | null {
  const storeId = params.get('storeId')
  return storeId && isUuid(storeId) ? storeId : null
}

export async function loader({ request }: LoaderFunctionArgs) {
  const session = await requireSession(request)
  const { searchParams } = new URL(request.url)
  await queryClient.ensureQueryData(reportQuery(storeOf(searchParams), storeForLoader(session)))
  return null
}

/** How long the tasks of the counter take, in seconds and in steps, week by week. It measures the till, not the people. */
export function TaskTimingPage() {
  const store = useStore()
  const { stores } = useSession()
  const [params, setParams] = useSearchParams()
  const storeId = storeOf(params)
  const { items } = useSuspenseQuery(reportQuery(storeId, store)).data
  const latestWeek = items[0]?.week ?? null
  return (
    <Page
      title={t('cashier.tasks.title')}
      lead={t('cashier.tasks.lead')}
      actions={
        stores.length > 1 && (
          <Select
            allowClear
            aria-label={t('cashier.list.store')}
            placeholder={t('cashier.tasks.everyStore')}
            value={storeId}
            onChange={(chosen: string | null | undefined) => setParams(chosen ? { storeId: chosen } : {})}
            options={stores.map(({ id, name }) => ({ value: id, label: name }))}
            popupMatchSelectWidth={false}
          />
        )
      }
    >
      {latestWeek === null ? (
        <div className="rg-card">
          <EmptyState
            title={t('cashier.tasks.none')}
            action={
              <NextStep to={paths.till()} permission="sale.sell">
                {t('cashier.list.openTill')}
              </NextStep>
            }
          >
            {t('cashier.tasks.noneText')}
          </EmptyState>
        </div>
      ) : (
        <div className="rg-tasks">
          <LatestWeek rows={items.filter(({ week }) => week === latestWeek)} week={latestWeek} />
          <SecondsByWeek items={items} />
          <TaskTable items={items} stores={stores} />
        </div>
      )}
    </Page>
  )
}

/** The median of several stores' medians, each as often as the store had such tasks: near enough to compare weeks by. */
function weightedMedian(rows: readonly Row[], value: (row: Row) => number | null): number | null {
  const known = rows.flatMap((row) => {
    const figure = value(row)
    return figure === null ? [] : [{ figure, weight: row.doneCount }]
  })
  known.sort((a, b) => a.figure - b.figure)
  const half = known.reduce((sum, { weight }) => sum + weight, 0) / 2
  let seen = 0
  for (const { figure, weight } of known) {
    seen += weight
    if (seen >= half) return figure
  }
  return null
}

function LatestWeek({ rows, week }: { rows: readonly Row[]; week: Day }) {
  return (
    <section className="rg-task-cards" aria-label={t('cashier.tasks.weekOf', { day: formatDay(week) })}>
      {cashierTasks.map((task) => {
        const mine = rows.filter((row) => row.task === task)
        const steps = weightedMedian(mine, ({ medianSteps }) => medianSteps)
        return (
          <StatCard
            key={task}
            label={t(`cashier.tasks.task.${task}`)}
            value={secondsText(weightedMedian(mine, ({ medianMs }) => medianMs))}
            hint={steps === null ? t('cashier.tasks.notYet') : <Steps task={task} steps={steps} />}
          />
        )
      })}
    </section>
  )
}

/** Steps beside what the task may take. */
function Steps({ task, steps }: { task: CashierTask; steps: number }) {
  const budget = stepBudget[task]
  if (budget === null) return <>{t('cashier.tasks.steps', { count: steps })}</>
  return (
    <StatusTag tone={steps <= budget ? 'good' : 'warn'}>
      {t('cashier.tasks.stepsOf', { count: steps, budget })}
    </StatusTag>
  )
}

function secondsByWeek(items: readonly Row[]) {
  const weeks = [...new Set(items.map(({ week }) => week))].sort()
  return weeks.map((week) => {
    const seconds = (task: CashierTask) => {
      const ms = weightedMedian(
        items.filter((row) => row.week === week && row.task === task),
        ({ medianMs }) => medianMs,
      )
      return ms === null ? null : Math.round(ms / 100) / 10
    }
    return { week, seconds: new Map(cashierTasks.map((task) => [task, seconds(task)])) }
  })
}

function SecondsByWeek({ items }: { items: readonly Row[] }) {
  const rows = useMemo(() => secondsByWeek(items), [items])
  const option = useCallback(
    (palette: Palette): EChartsOption => ({
      xAxis: {
        type: 'category',
        data: rows.map(({ week }) => formatDay(week)),
        axisLine: { lineStyle: { color: palette.lineStrong } },
        axisLabel: { color: palette.inkFaint },
      },
      grid: { left: 8, right: 12, top: 56, bottom: 4, containLabel: true }, // below the legend and the axis' name
      yAxis: {
        type: 'value',
        name: t('cashier.tasks.seconds'),
        nameTextStyle: { color: palette.inkFaint },
        splitLine: { lineStyle: { color: palette.line } },
        axisLabel: { color: palette.inkFaint },
      },
      series: cashierTasks.map((task) => ({
        type: 'line',
        name: t(`cashier.tasks.task.${task}`),
        connectNulls: true,
        data: rows.map((row) => row.seconds.get(task) ?? null),
      })),
    }),
    [rows],
  )
  return (
    <Chart
      title={t('cashier.tasks.byWeek')}
      summary={t('cashier.tasks.byWeekSummary', { count: rows.length })}
      rows={rows}
      columns={[
        { title: t('cashier.tasks.week'), kind: 'text', value: ({ week }) => week },
        ...cashierTasks.map((task) => ({
          title: t(`cashier.tasks.task.${task}`),
          kind: 'number' as const,
          value: (row: (typeof rows)[number]) => row.seconds.get(task) ?? '',
        })),
      ]}
      option={option}
      fileName="cashier-tasks"
    />
  )
}

function TaskTable({ items, stores }: { items: readonly Row[]; stores: readonly Store[] }) {
  const names = new Map(stores.map(({ id, name }) => [id, name]))
  const columns = ['week', 'task', 'store', 'done', 'left', 'median', 'worst', 'steps', 'worstSteps', 'errors'] as const
  return (
    <Section title={t('cashier.tasks.rows')}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls sideways must be reachable by keyboard */}
      <div className="rg-task-table" role="region" aria-label={t('cashier.tasks.rows')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {t(`cashier.tasks.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((row) => (
              <tr key={`${row.week}/${row.task}/${row.storeId}`}>
                <td>
                  <DayText day={row.week} />
                </td>
                <td>{t(`cashier.tasks.task.${row.task}`)}</td>
                <td>{names.get(row.storeId) ?? '–'}</td>
                <td>{row.doneCount}</td>
                <td>{row.leftCount}</td>
                <td>{secondsText(row.medianMs)}</td>
                <td>{secondsText(row.worstMs)}</td>
                <td>{row.medianSteps === null ? '–' : <Steps task={row.task} steps={row.medianSteps} />}</td>
                <td>{row.worstSteps ?? '–'}</td>
                <td>{row.errorCount}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}

function secondsText(ms: number | null): string {
  return ms === null ? '–' : t('cashier.tasks.inSeconds', { seconds: (ms / 1000).toFixed(ms < 10_000 ? 1 : 0) })
}
