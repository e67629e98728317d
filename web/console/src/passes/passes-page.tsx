import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api, query } from '@staff/api'
import { DataList, DayText, EmptyState, NextStep, Page, StatusTag, type ListColumn, type ListFilter } from '@staff/ui'
import { isUuid } from '#shared/ids.ts'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { PassTabs } from './pass-tabs.tsx'
import { isLive, leftWords, stateWords, type PassRow } from './pass-words.ts'
import './passes.css'

type Filter = 'planId' | 'state'
const states = ['live', 'ending', 'over'] as const

/** Every pass that was sold, newest first. */
export function PassesPage() {
  const plans = useQuery({ ...query(api.planList, {}), staleTime: 60_000 }).data?.items ?? []
  const filters: ListFilter<Filter>[] = [
    {
      name: 'state',
      kind: 'choice',
      label: t('passes.stateTitle'),
      options: states.map((value) => ({ value, label: t(`passes.filter.${value}`) })),
    },
    {
      name: 'planId',
      kind: 'choice',
      label: t('passes.plans'),
      options: plans.map(({ planId, name }) => ({ value: planId, label: name })),
    },
  ]
  return (
    <Page title={t('passes.title')} lead={t('passes.soldLead')}>
      <PassTabs />
      <DataList<PassRow, Filter>
        id="passes"
        label={t('passes.sold')}
        columns={columns()}
        filters={filters}
        source={({ cursor, limit, planId, state }) =>
          query(api.passList, {
            ...(cursor && { cursor }),
            ...(limit && { limit }),
            ...(planId && isUuid(planId) ? { planId } : {}),
            ...stateOf(state),
          })
        }
        rowHref={({ id }) => paths.pass({ passId: id })}
        empty={
          <EmptyState
            title={t('passes.noneSold')}
            action={
              <NextStep to={paths.till()} permission="sale.sell">
                {t('cashier.list.openTill')}
              </NextStep>
            }
          >
            {t('passes.noneSoldText')}
          </EmptyState>
        }
      />
    </Page>
  )
}

function stateOf(given: string | undefined): { state?: (typeof states)[number] } {
  const state = states.find((each) => each === given)
  return state ? { state } : {}
}

function columns(): ListColumn<PassRow>[] {
  return [
    { key: 'name', title: t('passes.pass'), render: ({ name }) => name },
    {
      key: 'member',
      title: t('passes.holder'),
      render: ({ memberId, memberName }) => <Link to={paths.member({ memberId })}>{memberName || '–'}</Link>,
    },
    {
      key: 'state',
      title: t('passes.stateTitle'),
      render: ({ state }) => <StatusTag tone={stateWords[state].tone}>{t(stateWords[state].label)}</StatusTag>,
    },
    {
      key: 'left',
      title: t('passes.left.title'),
      render: (pass) => (
        <ul className="rg-pass-lefts">
          {pass.components.map((component) => (
            <li key={component.componentId}>
              {component.name} <strong className="rg-tabular">{leftWords(component, !isLive(pass))}</strong>
            </li>
          ))}
        </ul>
      ),
    },
    { key: 'sold', title: t('passes.soldDay'), render: ({ soldDay }) => <DayText day={soldDay} /> },
    {
      key: 'ends',
      title: t('passes.endsDay'),
      render: ({ endsDay }) => (endsDay === null ? t('passes.until.never') : <DayText day={endsDay} />),
    },
  ]
}
