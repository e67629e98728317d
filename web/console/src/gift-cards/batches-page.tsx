import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { api, query } from '@staff/api'
import { EmptyState, InstantText, listText, Page, type ListColumn } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay } from '#app/session.ts'
import { useStoreNames } from '#console/members/use-store-names.ts'
import { RowsTable } from '#console/settings/rows-table.tsx'
import { CodesDrawer, MakeBatchDrawer } from './batch-drawers.tsx'
import { type Batch, isCodeShown } from './gift-card-words.ts'
import { GiftCardTabs } from './gift-card-tabs.tsx'
import './gift-cards.css'

const batchesQuery = () => query(api.giftCardBatchList, {})

export async function loader() {
  await queryClient.ensureQueryData(batchesQuery())
  return null
}

/** Blanks made to be printed, batch by batch: how many were sold, and their codes while they can be shown. */
export function BatchesPage() {
  const { items } = useSuspenseQuery(batchesQuery()).data
  const may = useMay()
  const [isMaking, setMaking] = useState(false)
  const [shownId, setShownId] = useState<string | null>(null)
  const make = may('giftcard.manage') && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
      {t('gift-cards.batches.make')}
    </Button>
  )
  const columns = useBatchColumns(may('giftcard.manage') ? setShownId : null)
  return (
    <Page title={t('gift-cards.title')} lead={t('gift-cards.batches.lead')} actions={items.length > 0 && make}>
      <GiftCardTabs />
      {items.length === 0 ? (
        <div className="rg-card">
          <EmptyState title={t('gift-cards.batches.none')} action={make}>
            {t('gift-cards.batches.noneText')}
          </EmptyState>
        </div>
      ) : (
        <RowsTable
          label={t('gift-cards.batches.title')}
          rows={items.map((batch) => ({ ...batch, id: batch.batchId }))}
          columns={columns}
        />
      )}
      <MakeBatchDrawer
        open={isMaking}
        onClose={() => setMaking(false)}
        onMade={(batchId) => {
          setMaking(false)
          setShownId(batchId)
        }}
      />
      <CodesDrawer batch={items.find(({ batchId }) => batchId === shownId) ?? null} onClose={() => setShownId(null)} />
    </Page>
  )
}

/** `onShow`: null for whoever may not see codes. */
function useBatchColumns(onShow: ((batchId: string) => void) | null): ListColumn<Batch & { id: string }>[] {
  const stores = useStoreNames()
  return [
    {
      key: 'name',
      title: t('gift-cards.batches.name'),
      render: ({ batchId, name }) => <Link to={paths.giftCards({ batchId })}>{name}</Link>,
    },
    { key: 'quantity', title: t('gift-cards.batches.quantity'), align: 'right', render: ({ quantity }) => quantity },
    { key: 'sold', title: t('gift-cards.batches.sold'), align: 'right', render: ({ soldCount }) => soldCount },
    {
      key: 'stores',
      title: t('gift-cards.stores'),
      render: ({ storeIds }) =>
        storeIds === null ? t('gift-cards.everyStore') : listText(storeIds.map((id) => stores.get(id) ?? '…')),
    },
    { key: 'made', title: t('gift-cards.madeAt'), render: ({ madeAt }) => <InstantText at={madeAt} /> },
    {
      key: 'codes',
      title: t('gift-cards.batches.codes'),
      render: ({ batchId, madeAt }) =>
        onShow && isCodeShown(madeAt, Date.now()) ? (
          <Button onClick={() => onShow(batchId)}>{t('gift-cards.batches.show')}</Button>
        ) : (
          <span className="rg-faint">{t('gift-cards.batches.gone')}</span>
        ),
    },
  ]
}
