import { useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { useSearchParams } from 'react-router'
import { api, query, useCommand } from '@staff/api'
import {
  DataList,
  EmptyState,
  NextStep,
  Page,
  RefusalText,
  Section,
  StatusTag,
  type ListColumn,
  type ListFilter,
  type ListPage,
} from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay, useStore } from '#app/session.ts'
import { ItemFace } from '#console/catalog/item-face.tsx'
import { QuantityText } from './quantity-text.tsx'
import { StockDrawer } from './stock-drawer.tsx'
import { readStock, type StockRow } from './stock-rows.ts'
import './stock.css'

type FilterName = 'text' | 'show'

/** What the store at hand has on its shelves, and where the books say less than nothing. */
export function StockPage() {
  const store = useStore()
  const [params, setParams] = useSearchParams()
  const shown = Object.fromEntries(params)
  const close = () =>
    setParams((before) => {
      const next = new URLSearchParams(before)
      next.delete('item')
      return next
    })
  return (
    <Page title={t('stock.title')} lead={t('stock.lead', { store: store.name })}>
      <DataList<StockRow, FilterName>
        key={store.id}
        id="stock"
        label={t('stock.title')}
        columns={columns()}
        filters={filters()}
        source={(request) => ({
          queryKey: [api.stockList.path, 'rows', store.id, request] as readonly unknown[],
          queryFn: ({ signal }): Promise<ListPage<StockRow>> => readStock({ ...request, storeId: store.id }, signal),
        })}
        rowHref={({ id }) => paths.stock({ ...shown, item: id })}
        empty={
          <EmptyState
            title={t('stock.empty')}
            action={
              <NextStep to={paths.products()} permission="catalog.edit">
                {t('stock.toProducts')}
              </NextStep>
            }
          >
            {t('stock.emptyText')}
          </EmptyState>
        }
      />
      <Policy storeId={store.id} />
      <StockDrawer itemId={params.get('item')} store={store} onClose={close} />
    </Page>
  )
}

function columns(): ListColumn<StockRow>[] {
  return [
    {
      key: 'name',
      title: t('stock.column.name'),
      render: ({ item: { id, name, spec, pictureId } }) => (
        <span className="rg-stock-item">
          <ItemFace name={name} seed={id} pictureId={pictureId} />
          {name}
          {spec && <small className="rg-faint">{spec}</small>}
        </span>
      ),
    },
    {
      key: 'barcode',
      title: t('stock.column.barcode'),
      render: ({ item }) => <span className="rg-tabular">{item.barcodes[0] ?? '–'}</span>,
    },
    {
      key: 'state',
      title: t('stock.column.state'),
      render: ({ quantityMilli }) =>
        quantityMilli < 0 ? (
          <StatusTag tone="bad">{t('stock.state.belowZero')}</StatusTag>
        ) : quantityMilli === 0 ? (
          <StatusTag tone="warn">{t('stock.state.none')}</StatusTag>
        ) : (
          <StatusTag tone="good">{t('stock.state.some')}</StatusTag>
        ),
    },
    {
      key: 'onHand',
      title: t('stock.column.onHand'),
      align: 'right',
      render: ({ item, quantityMilli }) => <QuantityText milli={quantityMilli} unit={item.unit} />,
    },
  ]
}

function filters(): ListFilter<FilterName>[] {
  return [
    { name: 'text', kind: 'search', label: t('stock.filter.text') },
    {
      name: 'show',
      kind: 'choice',
      label: t('stock.filter.all'),
      options: [{ value: 'below-zero', label: t('stock.state.belowZero') }],
    },
  ]
}

/** Whether this store sells what it does not have, for items that do not say themselves. */
function Policy({ storeId }: { storeId: string }) {
  const may = useMay()
  const { data } = useQuery(query(api.stockPolicyGet, { storeId }))
  const set = useCommand(api.stockPolicySet)
  if (!data) return null
  const value = data.maySellBelowZero ? 'yes' : 'no'
  return (
    <Section title={t('stock.policy.title')}>
      <div className="rg-stock-policy">
        <Segmented
          aria-label={t('stock.policy.title')}
          disabled={!may('stock.adjust') || set.isPending}
          value={value}
          options={(['yes', 'no'] as const).map((each) => ({ value: each, label: t(`stock.policy.${each}`) }))}
          onChange={(next) => set.mutate({ storeId, maySellBelowZero: next === 'yes' })}
        />
        <span>{t(`stock.policy.${value}Text`)}</span>
        <RefusalText error={set.error} />
      </div>
    </Section>
  )
}
