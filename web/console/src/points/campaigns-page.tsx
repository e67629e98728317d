import { GiftOutlined, PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Progress } from 'antd'
import { Link } from 'react-router'
import { api, query } from '@staff/api'
import { EmptyState, formatMoney, Page, Section, StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay, useStore } from '#app/session.ts'
import { periodWords } from '#console/promotions/period-words.ts'
import '#console/promotions/promotions.css'
import { campaignSentence, type CampaignRow, pointsText, stateWords } from './campaign-words.ts'
import './campaigns.css'
import { useCampaignNames } from './use-campaign-names.ts'

const campaignsQuery = () => query(api.campaignList, { limit: 200 })
const ruleQuery = () => query(api.pointsRuleGet, {})

export async function loader() {
  await Promise.all([queryClient.ensureQueryData(campaignsQuery()), queryClient.ensureQueryData(ruleQuery())])
  return null
}

/** Points beside the base rule: what runs, what comes, what is over, what each gave and what is left of its budget. */
export function CampaignsPage() {
  const { items } = useSuspenseQuery(campaignsQuery()).data
  const hasBase = useSuspenseQuery(ruleQuery()).data.points > 0
  const mayEdit = useMay()('points.edit')
  const add = mayEdit && hasBase && (
    <Link to={paths.campaignEditor()}>
      <Button type="primary" icon={<PlusOutlined />}>
        {t('campaigns.add')}
      </Button>
    </Link>
  )
  const actions = (
    <>
      <Link to={paths.actionRules()}>
        <Button icon={<GiftOutlined />}>{t('campaigns.actions.title')}</Button>
      </Link>
      {items.length > 0 && add}
    </>
  )
  return (
    <Page title={t('campaigns.title')} lead={t('campaigns.lead')} actions={actions}>
      {!hasBase && (
        <div className="rg-card">
          <EmptyState
            title={t('campaigns.noBase')}
            action={
              <Link to={paths.pointsRule()}>
                <Button type="primary">{t('points.start')}</Button>
              </Link>
            }
          >
            {t('campaigns.noBaseText')}
          </EmptyState>
        </div>
      )}
      {hasBase && items.length === 0 && (
        <div className="rg-card">
          <EmptyState title={t('campaigns.empty')} action={add}>
            {t('campaigns.emptyText')}
          </EmptyState>
        </div>
      )}
      {(['running', 'planned', 'ended'] as const).map((state) => (
        <Group key={state} state={state} rows={items.filter((row) => row.state === state)} />
      ))}
    </Page>
  )
}

function Group({ state, rows }: { state: CampaignRow['state']; rows: readonly CampaignRow[] }) {
  if (rows.length === 0) return null
  return (
    <Section title={t(stateWords[state].label)}>
      <ul className="rg-promotions">
        {rows.map((row) => (
          <CampaignCard key={row.campaignId} row={row} />
        ))}
      </ul>
    </Section>
  )
}

function CampaignCard({ row }: { row: CampaignRow }) {
  const { timeZone } = useStore()
  const names = useCampaignNames(row.terms)
  const { label, tone } = stateWords[row.state]
  return (
    <li className="rg-promotion">
      <div className="rg-promotion-head">
        <Link to={paths.campaign({ campaignId: row.campaignId })}>{row.name}</Link>
        <StatusTag tone={tone}>{t(label)}</StatusTag>
      </div>
      <p>{campaignSentence(row.terms, names)}</p>
      <BudgetBar row={row} />
      <div className="rg-promotion-foot">
        <span>{periodWords(row, timeZone)}</span>
        <span>
          {t('campaigns.given', { count: row.givenPoints, points: pointsText(row.givenPoints) })}
          {row.givenCents !== null && row.givenPoints > 0 && ` · ${formatMoney(row.givenCents)}`}
        </span>
      </div>
    </li>
  )
}

/** How much of the budget is given; nothing where there is none. */
export function BudgetBar({ row }: { row: Pick<CampaignRow, 'budgetPoints' | 'givenPoints'> }) {
  const { budgetPoints, givenPoints } = row
  if (budgetPoints === null) return null
  const label = t('campaigns.budgetUsed', {
    given: pointsText(givenPoints),
    budget: pointsText(budgetPoints),
  })
  return (
    <div className="rg-budget">
      <small>{label}</small>
      <Progress
        percent={Math.min(100, Math.floor((givenPoints * 100) / budgetPoints))}
        size="small"
        aria-label={label}
        {...(givenPoints >= budgetPoints ? { status: 'exception' as const } : {})}
      />
    </div>
  )
}
