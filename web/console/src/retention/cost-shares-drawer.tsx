import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { api, query, useCommand } from '@staff/api'
import { CommandForm, ConfirmDrawer, MoneyInput, SubmitButton, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'
import { Labelled, Percent } from './flow-inputs.tsx'
import type { Report } from './retention-words.ts'

type CostShares = Report['costShares']
type PlanCost = CostShares['plans'][number]

/** What serving members costs where no cost stands on the item: three shares, and plans that are another matter. */
export function CostSharesDrawer({ costShares, onClose }: { costShares: CostShares | null; onClose: () => void }) {
  return (
    <ConfirmDrawer open={costShares !== null} title={t('retention.after.shares')} onClose={onClose}>
      {costShares && <SharesForm key={costShares.version} costShares={costShares} onClose={onClose} />}
    </ConfirmDrawer>
  )
}

const kinds = ['passBps', 'goodsBps', 'serviceBps'] as const

function SharesForm({ costShares, onClose }: { costShares: CostShares; onClose: () => void }) {
  const notice = useNotice()
  const [shares, setShares] = useState(costShares)
  const command = useCommand(api.costSharesSave, {
    changes: [api.retentionReport],
    onSuccess: () => {
      notice.done(t('retention.after.sharesSaved'))
      onClose()
    },
  })
  return (
    <CommandForm command={command} onSubmit={() => command.mutate(shares)}>
      <p className="rg-faint">{t('retention.after.sharesHow')}</p>
      <div className="rg-retention-fields">
        {kinds.map((kind) => (
          <Percent
            key={kind}
            label={t(`retention.after.of.${kind}`)}
            value={shares[kind]}
            onChange={(bps) => setShares((now) => ({ ...now, [kind]: bps }))}
          />
        ))}
      </div>
      <PlanCosts plans={shares.plans} onChange={(plans) => setShares((now) => ({ ...now, plans }))} />
      <SubmitButton block>{t('retention.after.sharesSave')}</SubmitButton>
    </CommandForm>
  )
}

type PlanCostsProps = { plans: readonly PlanCost[]; onChange: (plans: PlanCost[]) => void }

/** Plans with a share or a cost of a visit of their own; each plan once. */
function PlanCosts({ plans, onChange }: PlanCostsProps) {
  const may = useMay()
  const items = useQuery({ ...query(api.planList, {}), enabled: may('passes.read') }).data?.items ?? []
  const choices = items.map(({ planId, name }) => ({ value: planId, label: name }))
  const free = choices.filter(({ value }) => !plans.some(({ planId }) => planId === value))
  const change = (index: number, cost: PlanCost) => onChange(plans.map((each, at) => (at === index ? cost : each)))
  return (
    <>
      {plans.map((cost, index) => (
        <div key={cost.planId} className="rg-retention-fields">
          <Labelled label={t('retention.after.plan')}>
            <Select
              aria-label={t('retention.after.plan')}
              value={cost.planId}
              options={choices.filter(({ value }) => value === cost.planId || free.some((one) => one.value === value))}
              onChange={(planId) => change(index, { ...cost, planId })}
            />
          </Labelled>
          <Labelled label={t('retention.after.planKind')}>
            <Select
              aria-label={t('retention.after.planKind')}
              value={cost.kind}
              options={(['share', 'visit'] as const).map((value) => ({
                value,
                label: t(`retention.after.planKinds.${value}`),
              }))}
              onChange={(kind) => change(index, newCost(cost.planId, kind))}
            />
          </Labelled>
          {cost.kind === 'share' ? (
            <Percent
              label={t('retention.after.planKinds.share')}
              value={cost.bps}
              onChange={(bps) => change(index, { ...cost, bps })}
            />
          ) : (
            <Labelled label={t('retention.after.planKinds.visit')}>
              <MoneyInput
                label={t('retention.after.planKinds.visit')}
                value={cost.cents}
                onChange={(cents) => change(index, { ...cost, cents: cents ?? 0 })}
              />
            </Labelled>
          )}
          <Button
            aria-label={t('retention.after.planDrop')}
            icon={<DeleteOutlined />}
            onClick={() => onChange(plans.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      {free.length > 0 && (
        <Button
          block
          className="rg-retention-add"
          icon={<PlusOutlined />}
          onClick={() => onChange([...plans, newCost(free[0]!.value, 'share')])}
        >
          {t('retention.after.planAdd')}
        </Button>
      )}
    </>
  )
}

const newCost = (planId: string, kind: PlanCost['kind']): PlanCost =>
  kind === 'share' ? { planId, kind, bps: 4_000 } : { planId, kind, cents: 0 }
