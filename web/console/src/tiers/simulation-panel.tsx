import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Segmented, Skeleton } from 'antd'
import type { EChartsOption } from 'echarts'
import { useCallback, useDeferredValue, useState } from 'react'
import { Link } from 'react-router'
import { api, send, type ResponseOf } from '@staff/api'
import { Chart, type ChartColumn, ConfirmDrawer, MoneyText, RefusalText, Section, StatCard } from '@staff/ui'
import { checkTerms, type ProgrammeTerms } from '#modules/tiers/programme-rules.ts'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import type { Palette } from '@web/ui/tokens.ts'
import { unitsWords } from './tier-words.ts'

type Simulation = ResponseOf<typeof api.tierSimulate>
type Flow = Simulation['flows'][number]
type When = 'at_once' | 'later'

/** What the terms on the screen would do to the members as they are. Asked anew as they change; nothing is published by it. */
export function SimulationPanel({ terms: edited }: { terms: ProgrammeTerms }) {
  const terms = useDeferredValue(edited)
  const answer = useQuery({
    queryKey: [api.tierSimulate.path, terms],
    queryFn: ({ signal }) => send(api.tierSimulate, { terms }, { signal }),
    enabled: checkTerms(terms) === undefined,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
  const { data } = answer
  return (
    <Section title={t('tiers.simulation.title')}>
      <p className="rg-faint">{t('tiers.simulation.lead')}</p>
      <RefusalText error={answer.error} />
      {data ? <Outcome terms={terms} simulation={data} /> : !answer.isError && <Skeleton active />}
    </Section>
  )
}

function Outcome({ terms, simulation }: { terms: ProgrammeTerms; simulation: Simulation }) {
  const { members, up, downLater, yearCostCents } = simulation
  return (
    <div className="rg-tiers-simulation" aria-live="polite">
      <div className="rg-tiers-stats">
        <StatCard label={t('tiers.simulation.up')} value={up} hint={t('tiers.simulation.of', { count: members })} />
        <StatCard label={t('tiers.simulation.down')} value={downLater} hint={t('tiers.simulation.downHint')} />
        <StatCard
          label={t('tiers.simulation.cost')}
          value={<MoneyText cents={yearCostCents} />}
          hint={t('tiers.simulation.costHint')}
        />
      </div>
      <LevelChart terms={terms} simulation={simulation} />
      <Flows terms={terms} simulation={simulation} />
      <Distances terms={terms} simulation={simulation} />
    </div>
  )
}

const namesOf = ({ base, levels }: ProgrammeTerms) => [base, ...levels].map(({ name }) => name)

type LevelRow = Simulation['levels'][number]

function LevelChart({ terms, simulation: { levels } }: { terms: ProgrammeTerms; simulation: Simulation }) {
  const names = namesOf(terms)
  const columns: ChartColumn<LevelRow>[] = [
    { title: t('tiers.level'), kind: 'text', value: ({ rank }) => names[rank] ?? '–' },
    { title: t('tiers.simulation.now'), kind: 'number', value: ({ now }) => now },
    { title: t('tiers.simulation.atOnce'), kind: 'number', value: ({ atOnce }) => atOnce },
    { title: t('tiers.simulation.later'), kind: 'number', value: ({ later }) => later },
    { title: t('tiers.simulation.spent'), kind: 'money', value: ({ yearCents }) => yearCents },
    {
      ...{ title: t('tiers.simulation.cost'), kind: 'money' },
      value: ({ costs }) => costs.reduce((sum, { yearCents }) => sum + yearCents, 0),
    },
  ]
  // The base level holds nearly everybody: beside it the others could not be seen.
  const above = levels.filter(({ rank }) => rank > 0)
  const option = useCallback(
    (palette: Palette) => levelOption(above, names, palette),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- both follow from the simulation and its terms
    [levels, terms],
  )
  return (
    <Chart
      title={t('tiers.simulation.levels')}
      summary={above.map(({ rank, now, atOnce }) => `${names[rank]}: ${now} → ${atOnce}`).join('; ')}
      rows={levels}
      columns={columns}
      option={option}
      fileName="tier-simulation"
      height={220}
    />
  )
}

function levelOption(levels: readonly LevelRow[], names: readonly string[], palette: Palette): EChartsOption {
  const series = (['now', 'atOnce', 'later'] as const).map((key) => ({
    name: t(`tiers.simulation.${key}`),
    type: 'bar' as const,
    data: levels.map((level) => level[key]),
    barMaxWidth: 22,
  }))
  return {
    legend: { top: 0, textStyle: { color: palette.inkFaint } },
    grid: { top: 36, bottom: 24, left: 40, right: 8 },
    xAxis: {
      type: 'category',
      data: levels.map(({ rank }) => names[rank] ?? '–'),
      axisLine: { lineStyle: { color: palette.lineStrong } },
      axisLabel: { color: palette.inkFaint },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      splitLine: { lineStyle: { color: palette.line } },
      axisLabel: { color: palette.inkFaint },
    },
    series,
  }
}

/** Who goes from where to where, at once and at the next review; each flow opens its members. */
function Flows({ terms, simulation }: { terms: ProgrammeTerms; simulation: Simulation }) {
  const [when, setWhen] = useState<When>('at_once')
  const [open, setOpen] = useState<Flow | null>(null)
  const names = namesOf(terms)
  const flows = (when === 'at_once' ? simulation.flows : simulation.laterFlows).filter(({ from, to }) => from !== to)
  return (
    <section className="rg-tiers-flows">
      <div className="rg-card-head">
        <h3>{t('tiers.simulation.flows')}</h3>
        <Segmented<When>
          size="small"
          value={when}
          onChange={setWhen}
          options={[
            { value: 'at_once', label: t('tiers.simulation.atOnce') },
            { value: 'later', label: t('tiers.simulation.later') },
          ]}
        />
      </div>
      {flows.length === 0 ? (
        <p className="rg-faint">{t('tiers.simulation.nobody')}</p>
      ) : (
        <ul>
          {flows.map((flow) => (
            <li key={`${flow.from} ${flow.to}`}>
              <button type="button" onClick={() => setOpen(flow)}>
                <span>
                  {names[flow.from]} → {names[flow.to]}
                </span>
                <strong>{t('tiers.simulation.people', { count: flow.members })}</strong>
              </button>
            </li>
          ))}
        </ul>
      )}
      <ConfirmDrawer open={open !== null} title={t('tiers.simulation.who')} onClose={() => setOpen(null)}>
        {open && <FlowMembers terms={terms} flow={open} when={when} />}
      </ConfirmDrawer>
    </section>
  )
}

function FlowMembers({ terms, flow: { from, to }, when }: { terms: ProgrammeTerms; flow: Flow; when: When }) {
  const answer = useQuery({
    queryKey: [api.tierSimulationMembers.path, terms, from, to, when],
    queryFn: ({ signal }) => send(api.tierSimulationMembers, { terms, from, to, when }, { signal }),
  })
  if (!answer.data) return answer.isError ? <RefusalText error={answer.error} /> : <Skeleton active />
  return (
    <ul className="rg-tiers-people">
      {answer.data.items.map(({ memberId, name, number, units }) => (
        <li key={memberId}>
          <Link to={paths.member({ memberId })}>{name || number}</Link>
          <span className="rg-tabular">{unitsWords(terms.measure, units)}</span>
        </li>
      ))}
    </ul>
  )
}

/** How many stand how close to the next level: those in the last tenths are a small push away. */
function Distances({ terms, simulation }: { terms: ProgrammeTerms; simulation: Simulation }) {
  const names = namesOf(terms)
  return (
    <section className="rg-tiers-distances">
      <h3>{t('tiers.simulation.distance')}</h3>
      {simulation.distances.map(({ rank, tenths }) => {
        const most = Math.max(1, ...tenths)
        return (
          <div key={rank} className="rg-tiers-distance">
            <span>{t('tiers.simulation.towards', { name: names[rank + 1] ?? '–' })}</span>
            <span
              className="rg-tiers-tenths"
              role="img"
              aria-label={tenths.map((count, i) => `${i * 10}%: ${count}`).join(', ')}
            >
              {tenths.map((count, tenth) => (
                <i
                  key={tenth}
                  data-size={Math.ceil((count * 5) / most)}
                  title={`${tenth * 10}–${tenth * 10 + 10}%: ${count}`}
                />
              ))}
            </span>
            <strong>{t('tiers.simulation.near', { count: tenths[8]! + tenths[9]! })}</strong>
          </div>
        )
      })}
    </section>
  )
}
