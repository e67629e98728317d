import { ExperimentOutlined } from '@ant-design/icons'
import { Button, Segmented } from 'antd'
import type { EChartsOption } from 'echarts'
import { useCallback } from 'react'
import type { api, ResponseOf } from '@staff/api'
import { Chart, formatDay, formatMoney, MoneyText, RefusalText, StatCard } from '@staff/ui'
import type { Palette } from '@web/ui/tokens.ts'
import { t } from '#app/i18n.ts'
import { pointsText } from './campaign-words.ts'
import { useTierName } from './use-campaign-names.ts'

type Simulation = ResponseOf<typeof api.campaignSimulate>

type CampaignSimulationProps = {
  days: number
  onDays: (days: number) => void
  result: Simulation | null
  /** The draft was changed since. */
  isStale: boolean
  isPending: boolean
  error: Error | null
  onTry: () => void
}

/** What a draft would have given to the sales of the last days, beside today's rules: figures, days, stores and levels. */
export function CampaignSimulation(props: CampaignSimulationProps) {
  const { days, onDays, result, isStale, isPending, error, onTry } = props
  return (
    <section className="rg-card rg-simulation" aria-label={t('campaigns.simulation.title')}>
      <div className="rg-card-head">
        <h2>{t('campaigns.simulation.title')}</h2>
        <Segmented
          size="small"
          value={days}
          onChange={onDays}
          options={[30, 90, 180].map((value) => ({ value, label: t('campaigns.simulation.days', { count: value }) }))}
        />
      </div>
      <Button icon={<ExperimentOutlined />} block loading={isPending} onClick={onTry}>
        {t('campaigns.simulation.try', { days })}
      </Button>
      <RefusalText error={error} />
      {!result && !error && <p className="rg-faint">{t('campaigns.simulation.lead')}</p>}
      {result && (
        <div
          className={isStale ? 'rg-simulation-result rg-simulation-stale' : 'rg-simulation-result'}
          aria-live="polite"
        >
          {isStale && <p>{t('campaigns.simulation.stale')}</p>}
          <Figures result={result} />
          <Days result={result} />
          <Places result={result} />
        </div>
      )}
    </section>
  )
}

function Figures({ result }: { result: Simulation }) {
  const { draftPoints, addedCents, beforePoints, afterPoints, touchedMembers, touchedSales, sales } = result
  const more = afterPoints - beforePoints
  const percent = beforePoints === 0 ? null : Math.round((more * 1000) / beforePoints) / 10
  const notes = [
    ...(result.cutPoints > 0 ? [t('campaigns.simulation.cut', { count: result.cutPoints })] : []),
    ...(result.spentOn ? [t('campaigns.simulation.spent', { day: formatDay(result.spentOn) })] : []),
    ...(result.isCut
      ? [t('campaigns.simulation.isCut', { count: sales, day: formatDay(result.since.slice(0, 10)) })]
      : []),
  ]
  return (
    <>
      <div className="rg-simulation-figures">
        <StatCard label={t('campaigns.simulation.points')} value={`+${pointsText(draftPoints)}`} />
        <StatCard
          label={t('campaigns.simulation.cost')}
          value={addedCents === null ? '–' : <MoneyText cents={addedCents} />}
          hint={t(addedCents === null ? 'campaigns.figures.noWorth' : 'campaigns.simulation.costHint')}
        />
        <StatCard
          label={t('campaigns.simulation.members')}
          value={touchedMembers}
          hint={t('campaigns.simulation.sales', { count: touchedSales, of: sales })}
        />
        <StatCard
          label={t('campaigns.simulation.against')}
          value={percent === null ? '–' : `${percent > 0 ? '+' : ''}${percent} %`}
          hint={t('campaigns.simulation.totals', { before: pointsText(beforePoints), after: pointsText(afterPoints) })}
        />
      </div>
      {notes.length > 0 && (
        <ul className="rg-simulation-notes">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </>
  )
}

function Days({ result }: { result: Simulation }) {
  const option = useCallback((palette: Palette) => daysOption(result.byDay, palette), [result])
  return (
    <Chart
      title={t('campaigns.simulation.byDay')}
      summary={t('campaigns.simulation.totals', {
        before: pointsText(result.beforePoints),
        after: pointsText(result.afterPoints),
      })}
      rows={result.byDay}
      columns={[
        { title: t('campaigns.days.day'), kind: 'text', value: ({ day }) => formatDay(day) },
        { title: t('campaigns.simulation.before'), kind: 'number', value: ({ beforePoints }) => beforePoints },
        { title: t('campaigns.simulation.after'), kind: 'number', value: ({ afterPoints }) => afterPoints },
        { title: t('campaigns.figures.sales'), kind: 'number', value: ({ sales }) => sales },
      ]}
      option={option}
      fileName="campaign-simulation"
      height={220}
    />
  )
}

function daysOption(rows: Simulation['byDay'], palette: Palette): EChartsOption {
  const bar = { type: 'bar' as const, stack: 'points', barMaxWidth: 18 }
  return {
    xAxis: {
      type: 'category',
      data: rows.map(({ day }) => formatDay(day)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: palette.lineStrong } },
      axisLabel: { color: palette.inkFaint },
    },
    yAxis: {
      type: 'value',
      splitLine: { lineStyle: { color: palette.line } },
      axisLabel: { color: palette.inkFaint },
    },
    series: [
      { ...bar, name: t('campaigns.simulation.before'), data: rows.map(({ beforePoints }) => beforePoints) },
      {
        ...bar,
        name: t('campaigns.simulation.added'),
        data: rows.map(({ afterPoints, beforePoints }) => afterPoints - beforePoints),
      },
    ],
  }
}

function Places({ result }: { result: Simulation }) {
  const tierName = useTierName()
  const stores = result.byStore.map(({ storeId, storeName, ...row }) => ({ key: storeId, name: storeName, ...row }))
  const tiers = result.byTier.map(({ tierId, ...row }) => ({
    ...{ key: tierId ?? 'none', name: tierId === null ? t('campaigns.simulation.noTier') : tierName(tierId) },
    ...row,
  }))
  return (
    <>
      {stores.length > 1 && <Table title={t('campaigns.simulation.byStore')} rows={stores} />}
      {tiers.length > 1 && <Table title={t('campaigns.simulation.byTier')} rows={tiers} />}
    </>
  )
}

type Row = { key: string; name: string; beforePoints: number; afterPoints: number; addedCents: number | null }

/** A change that reads as one: a new version may give less than what runs. */
const moreText = (points: number) => (points > 0 ? `+${pointsText(points)}` : pointsText(points))

function Table({ title, rows }: { title: string; rows: readonly Row[] }) {
  return (
    <table className="rg-table">
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col" className="rg-right">
            {t('campaigns.simulation.before')}
          </th>
          <th scope="col" className="rg-right">
            {t('campaigns.simulation.added')}
          </th>
          <th scope="col" className="rg-right">
            {t('campaigns.simulation.cost')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, beforePoints, afterPoints, addedCents }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            <td className="rg-right">{pointsText(beforePoints)}</td>
            <td className="rg-right">{moreText(afterPoints - beforePoints)}</td>
            <td className="rg-right">{addedCents === null ? '–' : formatMoney(addedCents)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
