import { useQuery } from '@tanstack/react-query'
import { Button, Segmented, Skeleton } from 'antd'
import { useState } from 'react'
import { api, query, useCommand } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  Facts,
  formatInstant,
  listText,
  MoneyText,
  RefusalText,
  StatusTag,
  SubmitButton,
  useNotice,
} from '@staff/ui'
import { t } from '#app/i18n.ts'
import { hasOpened } from '#shared/early-hours.ts'
import { useMay } from '#app/session.ts'
import { formOf, ItemFields, itemOf, type ItemFormValues } from './item-fields.tsx'
import { categoryName, isItemKind, itemKinds, kindWords, type Category, type Item } from './item-words.ts'

type ItemDrawerProps = {
  itemId: string | null
  /** The kind of an item to be added; null: none is. */
  newKind: string | null
  categories: readonly Category[]
  onClose: () => void
}

/** Adds an item, or shows and changes one, beside the list. */
export function ItemDrawer({ itemId, newKind, categories, onClose }: ItemDrawerProps) {
  const may = useMay()
  const title = !itemId ? 'catalog.add' : may('catalog.edit') ? 'catalog.edit' : 'catalog.look'
  return (
    <ConfirmDrawer open={itemId !== null || newKind !== null} title={t(title)} onClose={onClose} size="large">
      {itemId ? (
        <ItemLoader key={itemId} itemId={itemId} categories={categories} onClose={onClose} />
      ) : (
        <ItemAdder newKind={newKind} categories={categories} onClose={onClose} />
      )}
    </ConfirmDrawer>
  )
}

type AdderProps = Pick<ItemDrawerProps, 'newKind' | 'categories' | 'onClose'>

function ItemAdder({ newKind, categories, onClose }: AdderProps) {
  const [kind, setKind] = useState(isItemKind(newKind) ? newKind : 'product')
  const notice = useNotice()
  const create = useCommand(api.itemCreate, {
    onSuccess: (_, { name }) => {
      notice.done(t('catalog.added', { name }))
      onClose()
    },
  })
  return (
    <div className="rg-item-form">
      <Segmented
        block
        className="rg-item-kinds"
        aria-label={t('catalog.field.kind')}
        value={kind}
        onChange={setKind}
        options={itemKinds.map((value) => ({ value, label: t(kindWords[value].label) }))}
      />
      <p className="rg-item-kind-text">{t(kindWords[kind].hint)}</p>
      <CommandForm
        command={create}
        draft="catalog.add"
        initial={{ isDiscountable: true, earnsPoints: true, tracksStock: true, isWeighed: false }}
        onSubmit={(values: ItemFormValues) => create.mutate({ ...itemOf(values, kind), kind })}
      >
        <ItemFields kind={kind} categories={categories} />
        <SubmitButton block>{t('catalog.add')}</SubmitButton>
      </CommandForm>
    </div>
  )
}

type LoaderProps = { itemId: string } & Pick<ItemDrawerProps, 'categories' | 'onClose'>

function ItemLoader({ itemId, categories, onClose }: LoaderProps) {
  const may = useMay()
  const { data: item, error } = useQuery(query(api.itemGet, { itemId }))
  if (error) return <RefusalText error={error} />
  if (!item) return <Skeleton active paragraph={{ rows: 8 }} />
  if (!may('catalog.edit')) return <ItemFacts item={item} categories={categories} />
  return <ItemEditor key={item.version} item={item} categories={categories} onClose={onClose} />
}

type EditorProps = { item: Item } & Pick<ItemDrawerProps, 'categories' | 'onClose'>

function ItemEditor({ item, categories, onClose }: EditorProps) {
  const { id: itemId, version, kind, name } = item
  const notice = useNotice()
  const change = useCommand(api.itemChange, {
    onSuccess: () => {
      notice.done(t('catalog.saved', { name }))
      onClose()
    },
  })
  return (
    <div className="rg-item-form">
      <div className="rg-item-state">
        <StatusTag tone={kindWords[kind].tone}>{t(kindWords[kind].label)}</StatusTag>
        {!hasOpened(item.opensAt, new Date()) && <StatusTag tone="warn">{t('catalog.notOpen')}</StatusTag>}
        <Archival item={item} onClose={onClose} />
      </div>
      <CommandForm
        command={change}
        initial={formOf(item)}
        onSubmit={(values: ItemFormValues) => change.mutate({ ...itemOf(values, kind), itemId, version })}
      >
        <ItemFields kind={kind} categories={categories} />
        <SubmitButton block>{t('catalog.save')}</SubmitButton>
      </CommandForm>
    </div>
  )
}

/** Taking an item out of sale is undone by one press, so it asks nothing. */
function Archival({ item, onClose }: Pick<EditorProps, 'item' | 'onClose'>) {
  const notice = useNotice()
  const { id: itemId, name, archivedAt } = item
  const done = (key: 'catalog.archived' | 'catalog.restored') => () => {
    notice.done(t(key, { name }))
    onClose()
  }
  const archive = useCommand(api.itemArchivalCreate, { onSuccess: done('catalog.archived') })
  const restore = useCommand(api.itemArchivalDelete, { onSuccess: done('catalog.restored') })
  return (
    <>
      {archivedAt && <StatusTag tone="warn">{t('catalog.offSale')}</StatusTag>}
      <Button
        size="small"
        danger={!archivedAt}
        loading={archive.isPending || restore.isPending}
        onClick={() => (archivedAt ? restore : archive).mutate({ itemId })}
      >
        {t(archivedAt ? 'catalog.restore' : 'catalog.archive')}
      </Button>
      <RefusalText error={archive.error ?? restore.error} />
    </>
  )
}

/** The same item for those who may look but not change. */
function ItemFacts({ item, categories }: Pick<EditorProps, 'item' | 'categories'>) {
  return (
    <Facts
      rows={[
        [t('catalog.field.name'), item.name],
        [t('catalog.field.kind'), t(kindWords[item.kind].label)],
        [t('catalog.field.spec'), item.spec || null],
        [t('catalog.field.price'), item.listPriceCents === null ? null : <MoneyText cents={item.listPriceCents} />],
        [t('catalog.field.unit'), item.unit],
        [t('catalog.field.category'), categoryName(categories, item.categoryId)],
        [t('catalog.field.barcodes'), listText(item.barcodes) || null],
        [t('catalog.field.code'), item.code],
        [t('catalog.field.tax'), `${item.taxRateBps / 100}%`],
        [t('catalog.field.opensAt'), item.opensAt && formatInstant(item.opensAt)],
        [t('catalog.field.note'), item.note || null],
      ]}
    />
  )
}
