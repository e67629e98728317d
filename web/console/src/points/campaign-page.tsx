import { EditOutlined, StopOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Popconfirm } from 'antd'
import type { EChartsOption } from 'echarts'
import { useCallback, useMemo } from 'react'
import { Link, useLoaderData, type LoaderFunctionArgs } from 'react-router'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { Chart, formatDay, formatInstant, MoneyText, Page, RefusalText, Section, StatCard, StatusTag } from '@staff/ui'
import type { Palette } from '@web/ui/tokens.ts'
import { t } from '#app/i18n.ts'
import { idParam, paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay, useStore } from '#app/session.ts'
import { periodWords } from '#console/promotions/period-words.ts'
import '#console/promotions/promotions.css'
import { campaignSentence, pointsText, stateWords } from './campaign-words.ts'
import { BudgetBar } from './campaigns-page.tsx'
import './campaigns.css'
import { useCampaignNames } from './use-campaign-names.ts'

const campaignQuery = (campaignId: string) => query(api.campaignGet, { campaignId })

export async function loader({ params }: LoaderFunctionArgs) {
  const campaignId = idParam(params, 'campaignId')
  await queryClient.ensureQueryData(campaignQuery(campaignId))
  return { campaignId }
}

type Campaign = ResponseOf<typeof api.campaignGet>

/** One campaign: the rule in words, what it gave day by day, what is left of it, and how it read before. */
export function CampaignPage() {
  const { campaignId } = useLoaderData<typeof loader>()
  const campaign = useSuspenseQuery(campaignQuery(campaignId)).data
  const { timeZone } = useStore()
  const { label, tone } = stateWords[campaign.state]
  return (
    <Page
      title={campaign.name}
      badge={<StatusTag tone={tone}>{t(label)}</StatusTag>}
      crumbs={[{ label: t('campaigns.title'), path: paths.campaigns() }]}
      actions={campaign.state !== 'ended' && <Actions campaign={campaign} />}
    >
      <section className="rg-card rg-promotion-rule">
        <Rule terms={campaign.terms} />
        <small className="rg-faint">{periodWords(campaign, timeZone)}</small>
        <BudgetBar row={campaign} />
      </section>
      <div className="rg-promotion-figures">
        <StatCard label={t('campaigns.figures.points')} value={pointsText(campaign.givenPoints)} />
        <StatCard
          label={t('campaigns.figures.cost')}
          value={campaign.givenCents === null ? '–' : <MoneyText cents={campaign.givenCents} />}
          {...(campaign.givenCents === null ? { hint: t('campaigns.figures.noWorth') } : {})}
        />
        <StatCard label={t('campaigns.figures.members')} value={campaign.members} />
        <StatCard label={t('campaigns.figures.sales')} value={campaign.sales} />
      </div>
      {campaign.days.length > 0 && <Days campaign={campaign} />}
      <Versions campaign={campaign} />
    </Page>
  )
}

function Rule({ terms }: { terms: Campaign['terms'] }) {
  const names = useCampaignNames(terms)
  return <p>{campaignSentence(terms, names)}</p>
}

function Actions({ campaign }: { campaign: Campaign }) {
  const may = useMay()
  const end = useCommand(api.campaignEnd, { changes: [api.campaignList, api.campaignGet] })
  if (!may('points.edit')) return null
  const { campaignId } = campaign
  return (
    <>
      <RefusalText error={end.error} />
      <Popconfirm
        title={t('campaigns.end.title')}
        description={t('campaigns.end.text')}
        okText={t('campaigns.end.button')}
        cancelText={t('campaigns.end.cancel')}
        onConfirm={() => end.mutate({ campaignId })}
      >
        <Button icon={<StopOutlined />} loading={end.isPending}>
          {t('campaigns.end.button')}
        </Button>
      </Popconfirm>
      <Link to={paths.campaignEditor({ of: campaignId })}>
        <Button type="primary" icon={<EditOutlined />}>
          {t('campaigns.edit')}
        </Button>
      </Link>
    </>
  )
}

function Days({ campaign }: { campaign: Campaign }) {
  const days = useMemo(() => [...campaign.days].reverse(), [campaign.days])
  const option = useCallback((palette: Palette) => daysOption(days, palette), [days])
  return (
    <Chart
      title={t('campaigns.days.title')}
      summary={t('campaigns.days.summary', { count: campaign.givenPoints, days: days.length })}
      rows={days}
      columns={[
        { title: t('campaigns.days.day'), kind: 'text', value: ({ day }) => formatDay(day) },
        { title: t('campaigns.figures.points'), kind: 'number', value: ({ points }) => points },
        { title: t('campaigns.figures.members'), kind: 'number', value: ({ members }) => members },
        { title: t('campaigns.figures.sales'), kind: 'number', value: ({ sales }) => sales },
      ]}
      option={option}
      fileName="campaign-days"
    />
  )
}

function daysOption(days: Campaign['days'], palette: Palette): EChartsOption {
  return {
    xAxis: {
      type: 'category',
      data: days.map(({ day }) => formatDay(day)),
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
      {
        name: t('campaigns.figures.points'),
        type: 'bar',
        barMaxWidth: 22,
        itemStyle: { borderRadius: [4, 4, 0, 0] },
        data: days.map(({ points }) => points),
      },
    ],
  }
}

function Versions({ campaign }: { campaign: Campaign }) {
  const { timeZone } = useStore()
  return (
    <Section title={t('points.versions')}>
      <ol className="rg-promotions">
        {campaign.versions.map((version) => (
          <li key={version.version} className="rg-promotion">
            <div className="rg-promotion-head">
              <strong>{t('points.version', { version: version.version })}</strong>
              {version.version === campaign.shownVersion && campaign.state === 'running' && (
                <StatusTag tone="good">{t('points.inForce')}</StatusTag>
              )}
            </div>
            <Rule terms={version.terms} />
            {version.simulated && <Tried simulated={version.simulated} />}
            <div className="rg-promotion-foot">
              <span>{periodWords(version, timeZone)}</span>
              <span>
                {t('points.by', { name: version.authorName ?? t('points.system'), at: formatInstant(version.at) })}
              </span>
            </div>
          </li>
        ))}
      </ol>
    </Section>
  )
}

/** What had been foreseen when it was published. */
function Tried({ simulated }: { simulated: NonNullable<Campaign['simulated']> }) {
  const { days, points, addedCents } = simulated
  return (
    <small className="rg-faint">
      {t('campaigns.tried', { days, count: points })}
      {addedCents !== null && (
        <>
          {' · '}
          <MoneyText cents={addedCents} />
        </>
      )}
    </small>
  )
}
