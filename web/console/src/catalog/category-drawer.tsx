import { ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { newId } from '#shared/ids.ts'
import { api, useCommand } from '@staff/api'
import { ConfirmDrawer, RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import type { Category } from './item-words.ts'

type CategoryDrawerProps = { open: boolean; categories: readonly Category[]; onClose: () => void }

/** The shelves of the catalogue: names in the order in which the till shows them, in two levels. */
export function CategoryDrawer({ open, categories, onClose }: CategoryDrawerProps) {
  return (
    <ConfirmDrawer open={open} title={t('catalog.categories')} onClose={onClose}>
      <p className="rg-drawer-text">{t('catalog.category.text')}</p>
      <Editor categories={categories} />
    </ConfirmDrawer>
  )
}

function Editor({ categories }: { categories: readonly Category[] }) {
  const save = useCommand(api.categoriesSave)
  const archive = useCommand(api.categoryArchivalCreate)
  const inOrder = (parentId: string | null) =>
    categories.filter((each) => each.parentId === parentId).sort((a, b) => a.position - b.position)
  const row = (category: Category, before: Category | undefined) => (
    <CategoryRow
      key={category.id}
      category={category}
      onRename={(name) => save.mutate({ categories: [{ ...category, name }] })}
      onUp={before && (() => save.mutate({ categories: swapped(inOrder(category.parentId), before, category) }))}
      onRemove={() => archive.mutate({ categoryId: category.id })}
    />
  )
  return (
    <div className="rg-categories">
      <ul>
        {inOrder(null).map((category, index, siblings) => (
          <li key={category.id}>
            {row(category, siblings[index - 1])}
            {inOrder(category.id).length > 0 && (
              <ul>
                {inOrder(category.id).map((child, at, children) => (
                  <li key={child.id}>{row(child, children[at - 1])}</li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      <CategoryAdder categories={categories} />
      <RefusalText error={save.error ?? archive.error} />
    </div>
  )
}

/** The siblings with two changed about, numbered anew: older ones may share a place. */
function swapped(siblings: readonly Category[], before: Category, category: Category): Category[] {
  const ordered = siblings.map((each) => (each === before ? category : each === category ? before : each))
  return ordered.map((each, position) => ({ ...each, position }))
}

type CategoryRowProps = {
  category: Category
  onRename: (name: string) => void
  /** Absent for the first. */
  onUp: (() => void) | undefined
  onRemove: () => void
}

function CategoryRow({ category: { name }, onRename, onUp, onRemove }: CategoryRowProps) {
  return (
    <div className="rg-category">
      <Input
        key={name}
        variant="borderless"
        defaultValue={name}
        maxLength={50}
        aria-label={t('catalog.category.name', { name })}
        onPressEnter={(event) => event.currentTarget.blur()}
        onBlur={(event) => {
          const next = event.target.value.trim()
          if (next && next !== name) onRename(next)
        }}
      />
      <Button
        type="text"
        icon={<ArrowUpOutlined />}
        disabled={!onUp}
        aria-label={t('catalog.category.up', { name })}
        onClick={onUp}
      />
      <Button
        type="text"
        icon={<DeleteOutlined />}
        aria-label={t('catalog.category.remove', { name })}
        onClick={onRemove}
      />
    </div>
  )
}

function CategoryAdder({ categories }: { categories: readonly Category[] }) {
  const [name, setName] = useState('')
  const [parentId, setParentId] = useState<string | null>(null)
  const save = useCommand(api.categoriesSave, { onSuccess: () => setName('') })
  const add = () => {
    const position = Math.max(-1, ...categories.map((category) => category.position)) + 1
    save.mutate({ categories: [{ id: newId(), name: name.trim(), parentId, position }] })
  }
  return (
    <form
      className="rg-category-add"
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim() !== '') add()
      }}
    >
      <Input
        value={name}
        maxLength={50}
        placeholder={t('catalog.category.new')}
        aria-label={t('catalog.category.new')}
        onChange={(event) => setName(event.target.value)}
      />
      <Select
        allowClear
        value={parentId}
        placeholder={t('catalog.category.top')}
        aria-label={t('catalog.category.parent')}
        options={categories
          .filter((each) => each.parentId === null)
          .map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(id: string | null | undefined) => setParentId(id ?? null)}
      />
      <Button type="primary" icon={<PlusOutlined />} htmlType="submit" loading={save.isPending}>
        {t('catalog.category.add')}
      </Button>
      <RefusalText error={save.error} />
    </form>
  )
}
