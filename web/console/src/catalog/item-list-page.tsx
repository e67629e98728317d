import { PlusOutlined, TagsOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useSearchParams } from 'react-router'
import { api, hrefOf, query } from '@staff/api'
import {
  DataList,
  EmptyState,
  ExportButton,
  MoneyText,
  Page,
  StatusTag,
  type ListColumn,
  type ListFilter,
} from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay } from '#app/session.ts'
import { CatalogTabs } from './catalog-tabs.tsx'
import { CategoryDrawer } from './category-drawer.tsx'
import { ItemDrawer } from './item-drawer.tsx'
import { ItemFace } from './item-face.tsx'
import { categoryName, isItemKind, itemKinds, kindWords, type Category, type Item } from './item-words.ts'
import './catalog.css'

type FilterName = 'text' | 'kind' | 'categoryId' | 'archived'

const categoriesQuery = () => query(api.categoryList, {})

export async function loader() {
  await queryClient.ensureQueryData(categoriesQuery())
  return null
}

/** Everything the shop sells: products, services and bundles, with their prices. */
export function ItemListPage() {
  const may = useMay()
  const { items: categories } = useSuspenseQuery(categoriesQuery()).data
  const [params, setParams] = useSearchParams()
  const shown = Object.fromEntries(params)
  const open = (name: 'item' | 'new' | 'categories' | null, value = '1') =>
    setParams((before) => {
      const next = new URLSearchParams(before)
      for (const each of ['item', 'new', 'categories']) next.delete(each)
      if (name) next.set(name, value)
      return next
    })
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => open('new', 'product')}>
      {t('catalog.add')}
    </Button>
  )
  return (
    <Page
      title={t('catalog.title')}
      actions={
        may('catalog.edit') && (
          <>
            <ExportButton hrefOf={(format) => hrefOf(api.productExport, { ...filterOf(shown), format })} />
            <Button icon={<TagsOutlined />} onClick={() => open('categories')}>
              {t('catalog.categories')}
            </Button>
            {add}
          </>
        )
      }
    >
      <CatalogTabs />
      <DataList<Item, FilterName>
        id="products"
        label={t('catalog.title')}
        columns={columnsOf(categories)}
        filters={filtersOf(categories)}
        source={({ cursor, limit, ...filters }) =>
          query(api.itemList, { ...(cursor ? { cursor } : {}), ...(limit ? { limit } : {}), ...filterOf(filters) })
        }
        rowHref={({ id }) => paths.products({ ...shown, item: id })}
        empty={
          <EmptyState title={t('catalog.empty')} action={may('catalog.edit') && add}>
            {t('catalog.emptyText')}
          </EmptyState>
        }
      />
      <ItemDrawer
        itemId={params.get('item')}
        newKind={params.get('new')}
        categories={categories}
        onClose={() => open(null)}
      />
      <CategoryDrawer open={params.has('categories')} categories={categories} onClose={() => open(null)} />
    </Page>
  )
}

/** The address's filters as the list and its export take them: the file holds what the list shows. */
function filterOf({ text, kind, categoryId, archived }: { [Name in FilterName]?: string }) {
  return {
    ...(text ? { text } : {}),
    ...(isItemKind(kind ?? null) ? { kind: kind as (typeof itemKinds)[number] } : {}),
    ...(categoryId ? { categoryId } : {}),
    isArchived: archived === 'yes',
  }
}

function columnsOf(categories: readonly Category[]): ListColumn<Item>[] {
  return [
    {
      key: 'name',
      title: t('catalog.field.name'),
      render: ({ id, name, spec, pictureId, archivedAt }) => (
        <span className="rg-item-name">
          <ItemFace name={name} seed={id} pictureId={pictureId} />
          {name}
          {spec && <small>{spec}</small>}
          {archivedAt && <StatusTag>{t('catalog.offSale')}</StatusTag>}
        </span>
      ),
    },
    {
      key: 'kind',
      title: t('catalog.field.kind'),
      render: ({ kind }) => <StatusTag tone={kindWords[kind].tone}>{t(kindWords[kind].label)}</StatusTag>,
    },
    {
      key: 'category',
      title: t('catalog.field.category'),
      render: ({ categoryId }) => categoryName(categories, categoryId) ?? <span className="rg-faint">–</span>,
    },
    {
      key: 'price',
      title: t('catalog.field.price'),
      align: 'right',
      render: ({ listPriceCents, unit }) =>
        listPriceCents === null ? (
          <StatusTag tone="warn">{t('catalog.unpriced')}</StatusTag>
        ) : (
          <span>
            <MoneyText cents={listPriceCents} strong />
            <small className="rg-faint">/{unit}</small>
          </span>
        ),
    },
    {
      key: 'barcodes',
      title: t('catalog.field.barcodes'),
      render: ({ barcodes: [first, ...others] }) => (
        <span className="rg-tabular">
          {first ?? '–'}
          {others.length > 0 && <small className="rg-faint"> +{others.length}</small>}
        </span>
      ),
    },
    { key: 'code', title: t('catalog.field.code'), isHidden: true, render: ({ code }) => code ?? '–' },
    {
      key: 'cost',
      title: t('catalog.field.cost'),
      align: 'right',
      isHidden: true,
      render: ({ costCents }) => (costCents === null ? '–' : <MoneyText cents={costCents} />),
    },
    {
      key: 'tax',
      title: t('catalog.field.tax'),
      align: 'right',
      isHidden: true,
      render: ({ taxRateBps }) => `${taxRateBps / 100}%`,
    },
  ]
}

function filtersOf(categories: readonly Category[]): ListFilter<FilterName>[] {
  return [
    { name: 'text', kind: 'search', label: t('catalog.filter.text') },
    {
      name: 'kind',
      kind: 'choice',
      label: t('catalog.field.kind'),
      options: itemKinds.map((kind) => ({ value: kind, label: t(kindWords[kind].label) })),
    },
    {
      name: 'categoryId',
      kind: 'choice',
      label: t('catalog.field.category'),
      options: categories.map(({ id }) => ({ value: id, label: categoryName(categories, id) ?? '' })),
    },
    {
      name: 'archived',
      kind: 'choice',
      label: t('catalog.filter.onSale'),
      options: [{ value: 'yes', label: t('catalog.offSale') }],
    },
  ]
}
