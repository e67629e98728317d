import { SearchOutlined, UserOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Input, type InputRef } from 'antd'
import { useDeferredValue, useEffect, useMemo, useRef, useState, type RefObject } from 'react'
import { api, query } from '@staff/api'
import { Avatar, formatMoney, formatPhone, KeyHint } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { findItems, type TillCatalog, type TillItem } from './till-data.ts'

type CatalogPanelProps = {
  catalog: TillCatalog
  typed: string
  trouble: string | null
  onType: (text: string) => void
  /** Enter: the typed text, with what it finds in the catalogue. */
  onConfirm: (found: readonly TillItem[]) => void
  onAdd: (item: TillItem) => void
  onAttach: (memberId: string) => void
  inputRef: RefObject<HTMLInputElement | null>
}

/** The right side: one input for everything, categories, and goods as tiles that a finger hits. */
export function CatalogPanel({
  catalog,
  typed,
  trouble,
  onType,
  onConfirm,
  onAdd,
  onAttach,
  inputRef,
}: CatalogPanelProps) {
  const [categoryId, setCategoryId] = useState<string | null>(null)
  const wanted = useDeferredValue(typed)
  const found = useMemo(() => findItems(catalog, wanted, wanted ? null : categoryId), [catalog, wanted, categoryId])
  const antInput = useRef<InputRef>(null)
  useEffect(() => {
    inputRef.current = antInput.current?.input ?? null
  }, [inputRef])
  const quick = quickItems(catalog)
  return (
    <section className="rg-till-catalog" aria-label={t('till.catalog')}>
      <div className="rg-till-search">
        <Input
          ref={antInput}
          size="large"
          autoFocus
          allowClear
          autoComplete="off"
          prefix={<SearchOutlined />}
          suffix={<KeyHint keys={['Enter']} />}
          placeholder={t('till.search')}
          aria-label={t('till.search')}
          value={typed}
          onChange={(event) => onType(event.target.value)}
          onPressEnter={() => typed.trim() && onConfirm(findItems(catalog, typed, null))}
        />
        {trouble && (
          <p className="rg-refusal" role="alert">
            {trouble}
          </p>
        )}
      </div>
      {wanted.trim().length >= 2 && <MemberHits typed={wanted} onAttach={onAttach} />}
      {!wanted && (
        <Categories catalog={catalog} chosen={categoryId} onChoose={setCategoryId} hasQuick={quick.length > 0} />
      )}
      <div className="rg-till-tiles">
        {(!wanted && !categoryId && quick.length > 0 ? quick : found).map((item) => (
          <ItemTile key={item.id} item={item} onAdd={onAdd} />
        ))}
        {found.length === 0 && <p className="rg-till-none">{t(wanted ? 'till.noItems' : 'till.emptyCatalog')}</p>}
      </div>
    </section>
  )
}

function quickItems(catalog: TillCatalog): TillItem[] {
  return catalog.shelf.quickKeys.flatMap(({ itemId }) => catalog.items.get(itemId) ?? [])
}

function Categories(props: {
  catalog: TillCatalog
  chosen: string | null
  onChoose: (categoryId: string | null) => void
  hasQuick: boolean
}) {
  const { catalog, chosen, onChoose, hasQuick } = props
  const used = useMemo(() => new Set([...catalog.items.values()].map((item) => item.categoryId)), [catalog])
  const shown = catalog.shelf.categories.filter(({ id }) => used.has(id))
  if (shown.length === 0) return null
  const options = [{ id: null, name: t(hasQuick ? 'till.favourites' : 'till.all') }, ...shown]
  return (
    <div className="rg-till-categories" role="group" aria-label={t('till.categories')}>
      {options.map(({ id, name }) => (
        <button key={id ?? 'all'} type="button" aria-pressed={chosen === id} onClick={() => onChoose(id)}>
          {name}
        </button>
      ))}
    </div>
  )
}

function ItemTile({ item, onAdd }: { item: TillItem; onAdd: (item: TillItem) => void }) {
  const { name, spec, listPriceCents, unit, kind, durationMinutes } = item
  return (
    <button type="button" className={`rg-till-tile rg-till-tile-${kind}`} onClick={() => onAdd(item)}>
      <span className="rg-till-tile-name">{name}</span>
      <span className="rg-till-tile-note">
        {[spec, durationMinutes ? t('till.minutes', { count: durationMinutes }) : null].filter(Boolean).join(' · ')}
      </span>
      <span className="rg-till-tile-price">
        {listPriceCents === null ? t('till.unpriced') : formatMoney(listPriceCents)}
        <small>/{unit}</small>
      </span>
    </button>
  )
}

/** Members that the typed words fit, above the goods: the same input finds both. */
function MemberHits({ typed, onAttach }: { typed: string; onAttach: (memberId: string) => void }) {
  const { data } = useQuery({
    ...query(api.memberList, { search: typed.trim(), limit: 4 }),
    placeholderData: (before) => before,
    staleTime: 10_000,
  })
  if (!data || data.items.length === 0) return null
  return (
    <div className="rg-till-hits" role="group" aria-label={t('till.members')}>
      <UserOutlined />
      {data.items.map(({ id, name, phone, number }) => (
        <button key={id} type="button" onClick={() => onAttach(id)}>
          <Avatar name={name} seed={id} size={24} />
          <strong>{name}</strong>
          <span>{phone ? formatPhone(phone) : number}</span>
        </button>
      ))}
    </div>
  )
}
