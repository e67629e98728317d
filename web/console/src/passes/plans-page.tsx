import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { api, query, useCommand } from '@staff/api'
import { EmptyState, formatMoney, Page, RefusalText, Section, StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay } from '#app/session.ts'
import { ContractText } from './contract-text.tsx'
import { PassTabs } from './pass-tabs.tsx'
import type { Plan } from './pass-words.ts'
import './passes.css'
import { PlanDrawer } from './plan-drawer.tsx'

const plansQuery = () => query(api.planList, {})

export async function loader() {
  await queryClient.ensureQueryData(plansQuery())
  return null
}

/** What the shop sells as passes: each plan with its contract, how many were sold and how many are good now. */
export function PlansPage() {
  const { items } = useSuspenseQuery(plansQuery()).data
  const [edited, setEdited] = useState<Plan | 'new' | null>(null)
  const mayEdit = useMay()('passes.manage')
  const onSale = items.filter(({ isStopped }) => !isStopped)
  const stopped = items.filter(({ isStopped }) => isStopped)
  const add = mayEdit && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
      {t('passes.plan.add')}
    </Button>
  )
  return (
    <Page title={t('passes.title')} lead={t('passes.lead')} actions={items.length > 0 && add}>
      <PassTabs />
      {items.length === 0 && (
        <div className="rg-card">
          <EmptyState title={t('passes.plan.none')} action={add}>
            {t('passes.plan.noneText')}
          </EmptyState>
        </div>
      )}
      {onSale.length > 0 && (
        <Plans title={t('passes.plan.onSale')} plans={onSale} onEdit={mayEdit ? setEdited : null} />
      )}
      {stopped.length > 0 && (
        <Plans title={t('passes.plan.stopped')} plans={stopped} onEdit={mayEdit ? setEdited : null} />
      )}
      <PlanDrawer open={edited !== null} plan={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
    </Page>
  )
}

type OnEdit = ((plan: Plan) => void) | null

function Plans({ title, plans, onEdit }: { title: string; plans: readonly Plan[]; onEdit: OnEdit }) {
  return (
    <Section title={title}>
      <ul className="rg-plans">
        {plans.map((plan) => (
          <PlanCard key={plan.planId} plan={plan} onEdit={onEdit} />
        ))}
      </ul>
    </Section>
  )
}

function PlanCard({ plan, onEdit }: { plan: Plan; onEdit: OnEdit }) {
  const { planId, name, kind, priceCents, isStopped, isOnline, sold, live, endingSoon, version } = plan
  const stop = useCommand(api.planStopCreate, { changes: [api.planList, api.tillPlanList] })
  const goOn = useCommand(api.planStopDelete, { changes: [api.planList, api.tillPlanList] })
  const command = isStopped ? goOn : stop
  const sellOnline = useCommand(api.planOnlineCreate, { changes: [api.planList] })
  const sellHere = useCommand(api.planOnlineDelete, { changes: [api.planList] })
  const place = isOnline ? sellHere : sellOnline
  return (
    <li className={isStopped ? 'rg-pass-plan rg-pass-plan-stopped' : 'rg-pass-plan'}>
      <header>
        <h3>{name}</h3>
        <StatusTag tone="primary">{t(`passes.kind.${kind}`)}</StatusTag>
        <strong>{formatMoney(priceCents)}</strong>
      </header>
      <ContractText plan={plan} isBrief />
      <dl className="rg-plan-figures">
        <div>
          <dt>{t('passes.plan.sold')}</dt>
          <dd>
            <Link to={paths.passes({ planId })}>{sold}</Link>
          </dd>
        </div>
        <div>
          <dt>{t('passes.plan.live')}</dt>
          <dd>
            <Link to={paths.passes({ planId, state: 'live' })}>{live}</Link>
          </dd>
        </div>
        <div>
          <dt>{t('passes.plan.endingSoon')}</dt>
          <dd>
            <Link to={paths.passes({ planId, state: 'ending' })}>{endingSoon}</Link>
          </dd>
        </div>
      </dl>
      <small className="rg-faint">
        {t('passes.plan.version', { version })}
        {isOnline && !isStopped && ` · ${t('passes.plan.online')}`}
      </small>
      {onEdit && (
        <footer>
          <Button size="small" onClick={() => onEdit(plan)}>
            {t('passes.plan.edit')}
          </Button>
          <Button size="small" loading={command.isPending} onClick={() => command.mutate({ planId })}>
            {t(isStopped ? 'passes.plan.goOn' : 'passes.plan.stop')}
          </Button>
          {!isStopped && (
            <Button size="small" loading={place.isPending} onClick={() => place.mutate({ planId })}>
              {t(isOnline ? 'passes.plan.sellHere' : 'passes.plan.sellOnline')}
            </Button>
          )}
        </footer>
      )}
      <RefusalText error={command.error ?? place.error} />
    </li>
  )
}
