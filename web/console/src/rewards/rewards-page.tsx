import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api, query, type ResponseOf } from '@staff/api'
import { EmptyState, formatMoney, Page, StatusTag, type ListColumn } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay } from '#app/session.ts'
import { RowsTable } from '#console/settings/rows-table.tsx'
import { RewardDrawer } from './reward-drawer.tsx'
import { RewardTabs } from './reward-tabs.tsx'

export type Reward = ResponseOf<typeof api.rewardList>['items'][number]

const rewardsQuery = () => query(api.rewardList, {})

export async function loader() {
  await queryClient.ensureQueryData(rewardsQuery())
  return null
}

/** What members can have for their points, and how much of each is left. */
export function RewardsPage() {
  const { items } = useSuspenseQuery(rewardsQuery()).data
  const may = useMay()
  const [edited, setEdited] = useState<Reward | 'new' | null>(null)
  const add = may('rewards.manage') && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
      {t('rewards.mall.add')}
    </Button>
  )
  return (
    <Page title={t('rewards.title')} lead={t('rewards.mall.lead')} actions={items.length > 0 && add}>
      <RewardTabs />
      {items.length === 0 ? (
        <div className="rg-card">
          <EmptyState title={t('rewards.mall.none')} action={add}>
            {t('rewards.mall.noneText')}
          </EmptyState>
        </div>
      ) : (
        <RowsTable
          label={t('rewards.mall.title')}
          rows={items}
          columns={columns(may('rewards.manage') ? setEdited : null)}
        />
      )}
      <RewardDrawer key={edited === 'new' ? 'new' : edited?.id} reward={edited} onClose={() => setEdited(null)} />
    </Page>
  )
}

function columns(onEdit: ((reward: Reward) => void) | null): ListColumn<Reward>[] {
  return [
    { key: 'name', title: t('rewards.mall.name'), render: ({ name }) => name },
    { key: 'kind', title: t('rewards.mall.kind'), render: ({ kind }) => t(`rewards.kind.${kind}`) },
    {
      key: 'price',
      title: t('rewards.mall.price'),
      render: ({ points, cashCents, minPurchaseCents }) => (
        <span className="rg-special-name">
          {cashCents > 0
            ? t('rewards.mall.pointsAndCash', { count: points, cash: formatMoney(cashCents) })
            : t('rewards.mall.pointsOnly', { count: points })}
          {minPurchaseCents > 0 && <small>{t('rewards.till.from', { amount: formatMoney(minPurchaseCents) })}</small>}
        </span>
      ),
    },
    {
      key: 'left',
      title: t('rewards.mall.left'),
      align: 'right',
      render: ({ unitsLeft }) => (unitsLeft === null ? t('rewards.mall.endless') : unitsLeft),
    },
    {
      key: 'state',
      title: t('rewards.stateTitle'),
      render: (reward) => <RewardState reward={reward} />,
    },
    {
      key: 'actions',
      title: '',
      align: 'right',
      render: (reward) =>
        onEdit && !reward.isStopped ? (
          <Button size="small" onClick={() => onEdit(reward)}>
            {t('rewards.mall.edit')}
          </Button>
        ) : null,
    },
  ]
}

function RewardState({ reward: { isStopped, unitsLeft, isRescueOnly } }: { reward: Reward }) {
  if (isStopped) return <StatusTag tone="plain">{t('rewards.mall.stopped')}</StatusTag>
  if (unitsLeft === 0) return <StatusTag tone="warn">{t('rewards.mall.soldOut')}</StatusTag>
  if (isRescueOnly) return <StatusTag tone="info">{t('rewards.mall.rescueOnlyShort')}</StatusTag>
  return <StatusTag tone="good">{t('rewards.mall.on')}</StatusTag>
}
