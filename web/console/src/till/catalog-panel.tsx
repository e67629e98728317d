import { QuestionCircleOutlined, SearchOutlined, TagOutlined, UserOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Input, type InputRef } from 'antd'
import { memo, useDeferredValue, useEffect, useMemo, useRef, useState, type RefObject } from 'react'
import { shopTime } from '#console/offline/line-state.ts'
import { tillMemberSearch } from '#console/offline/till-member-queries.ts'
import { Avatar, EmptyState, formatInstant, formatMoney, formatPhone, KeyHint, NextStep } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { hasOpened } from '#shared/early-hours.ts'
import { findItems, type TillCatalog, type TillItem } from './till-data.ts'
import { useScan, type AddItem } from './use-scan.ts'

type CatalogPanelProps = {
  catalog: TillCatalog
  onAdd: AddItem
  onAttach: (memberId: string) => void
  onReceipt: (text: string) => void
  onCheck: () => void
  onHelp: () => void
  inputRef: RefObject<HTMLInputElement | null>
}

/**
 * The right side: one input for everything, categories, and goods as tiles that a finger hits. It holds what is typed, and
 * knows nothing of the cart: a tap there draws nothing here.
 */
export const CatalogPanel = memo(function CatalogPanel(props: CatalogPanelProps) {
  const { catalog, onAdd, onAttach, onReceipt, onCheck, onHelp, inputRef } = props
  const [categoryId, setCategoryId] = useState<string | null>(null)
  const scan = useScan({ catalog, input: inputRef, onAdd, onAttach, onReceipt })
  const { typed, setTyped } = scan
  const wanted = useDeferredValue(typed)
  const found = useMemo(() => findItems(catalog, wanted, wanted ? null : categoryId), [catalog, wanted, categoryId])
  const antInput = useRef<InputRef>(null)
  useEffect(() => {
    inputRef.current = antInput.current?.input ?? null
  }, [inputRef])
  const quick = useMemo(() => quickItems(catalog), [catalog])
  const shown = !wanted && !categoryId && quick.length > 0 ? quick : found
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
          onChange={(event) => setTyped(event.target.value)}
          onPressEnter={() => void scan.confirm()}
        />
        <button type="button" className="rg-till-tool" onClick={onCheck}>
          <TagOutlined />
          <span>{t('till.check.open')}</span>
          <KeyHint keys={['F6']} />
        </button>
        <button type="button" className="rg-till-tool" aria-label={t('till.keys.title')} onClick={onHelp}>
          <QuestionCircleOutlined />
          <KeyHint keys={['F1']} />
        </button>
        {scan.trouble && (
          <p className="rg-refusal" role="alert">
            {scan.trouble}
          </p>
        )}
      </div>
      {wanted.trim().length >= 2 && <MemberHits typed={wanted} onAttach={scan.attach} />}
      {!wanted && (
        <Categories catalog={catalog} chosen={categoryId} onChoose={setCategoryId} hasQuick={quick.length > 0} />
      )}
      <div className="rg-till-tiles">
        {shown.map((item) => (
          <ItemTile key={item.id} item={item} onAdd={scan.add} />
        ))}
        {found.length === 0 && (wanted ? <p className="rg-till-none">{t('till.noItems')}</p> : <EmptyCatalog />)}
      </div>
    </section>
  )
})

/** A shop on its first day: what belongs here, and the way to the first of it. */
function EmptyCatalog() {
  return (
    <div className="rg-till-none">
      <EmptyState
        title={t('till.emptyCatalog.title')}
        action={
          <NextStep to={paths.products()} permission="catalog.edit">
            {t('catalog.add')}
          </NextStep>
        }
      >
        {t('till.emptyCatalog.text')}
      </EmptyState>
    </div>
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
  const { name, spec, listPriceCents, unit, kind, durationMinutes, opensAt } = item
  const waits = opensAt && !hasOpened(opensAt, shopTime()) ? t('till.opensAt', { at: formatInstant(opensAt) }) : null
  return (
    <button type="button" className={`rg-till-tile rg-till-tile-${kind}`} onClick={() => onAdd(item)}>
      <span className="rg-till-tile-name">{name}</span>
      <span className="rg-till-tile-note">
        {[waits, spec, durationMinutes ? t('till.minutes', { count: durationMinutes }) : null]
          .filter(Boolean)
          .join(' · ')}
      </span>
      <span className="rg-till-tile-price">
        {listPriceCents === null ? t('till.unpriced') : formatMoney(listPriceCents)}
        <small>/{unit}</small>
      </span>
    </button>
  )
}

/**
 * Members that the typed words fit, above the goods: the same input finds both. It stands there before it is known whom they fit: goods that
 * jump down are missed by the finger.
 */
function MemberHits({ typed, onAttach }: { typed: string; onAttach: (memberId: string) => void }) {
  const { data, isError } = useQuery({
    ...tillMemberSearch(typed.trim(), 4),
    placeholderData: (before) => before,
    staleTime: 10_000,
  })
  if (isError) return null
  return (
    <div className="rg-till-hits" role="group" aria-label={t('till.members')}>
      <UserOutlined />
      {data?.items.length === 0 && <span>{t('till.noMembers')}</span>}
      {data?.items.map(({ id, name, phone, number }) => (
        <button key={id} type="button" onClick={() => onAttach(id)}>
          <Avatar name={name} seed={id} size={24} />
          <strong>{name}</strong>
          <span>{phone ? formatPhone(phone) : number}</span>
        </button>
      ))}
    </div>
  )
}
