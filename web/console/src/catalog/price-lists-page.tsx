import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useSearchParams } from 'react-router'
import { api, query } from '@staff/api'
import { EmptyState, Page, StatusTag, type ListColumn } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay, useSession, useStore } from '#app/session.ts'
import { RowsTable } from '#console/settings/rows-table.tsx'
import { CatalogTabs } from './catalog-tabs.tsx'
import './catalog.css'
import { PriceListDrawer } from './price-list-drawer.tsx'
import { listKindWords, rateInWords, stateOf, windowInWords, type PriceList } from './price-list-words.ts'

const priceListsQuery = () => query(api.priceListList, {})

export async function loader() {
  await queryClient.ensureQueryData(priceListsQuery())
  return null
}

/** Prices other than the usual ones: for members, for a time, for one store. */
export function PriceListsPage() {
  const may = useMay()
  const { stores } = useSession()
  const { timeZone } = useStore()
  const { items } = useSuspenseQuery(priceListsQuery()).data
  const [params, setParams] = useSearchParams()
  const add = may('catalog.price') && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setParams({ new: '1' })}>
      {t('catalog.lists.add')}
    </Button>
  )
  return (
    <Page title={t('catalog.lists.title')} actions={add}>
      <CatalogTabs />
      {items.length === 0 ? (
        <div className="rg-card">
          <EmptyState title={t('catalog.lists.empty')} action={add}>
            {t('catalog.lists.emptyText')}
          </EmptyState>
        </div>
      ) : (
        <RowsTable
          label={t('catalog.lists.title')}
          rows={items}
          columns={columnsOf(timeZone, new Map(stores.map(({ id, name }) => [id, name])))}
          rowHref={({ id }) => paths.priceList({ priceListId: id })}
        />
      )}
      <PriceListDrawer open={params.has('new')} list={null} onClose={() => setParams({})} />
    </Page>
  )
}

function columnsOf(timeZone: string, storeNames: ReadonlyMap<string, string>): ListColumn<PriceList>[] {
  return [
    { key: 'name', title: t('catalog.lists.field.name'), render: ({ name }) => name },
    { key: 'kind', title: t('catalog.lists.field.kind'), render: ({ kind }) => t(listKindWords[kind].label) },
    {
      key: 'store',
      title: t('catalog.lists.field.store'),
      render: ({ storeId }) => (storeId ? (storeNames.get(storeId) ?? '–') : t('catalog.lists.allStores')),
    },
    { key: 'rate', title: t('catalog.lists.field.rate'), render: (list) => rateInWords(list) },
    { key: 'window', title: t('catalog.lists.field.window'), render: (list) => windowInWords(list, timeZone) },
    {
      key: 'state',
      title: t('catalog.lists.field.state'),
      render: (list) => {
        const { label, tone } = stateOf(list, new Date())
        return <StatusTag tone={tone}>{t(label)}</StatusTag>
      },
    },
  ]
}
