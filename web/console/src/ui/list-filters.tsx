import { CloseOutlined, FilterOutlined, SearchOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useDeferredValue, useEffect, useRef, useState } from 'react'
import { t } from '#app/i18n.ts'
import { MoneyInput } from './money-input.tsx'

/** `isMore`: asked for less often, so it stays folded away until it is used. An amount is typed in yuan and kept in cents. */
export type ListFilter<Name extends string = string> = { name: Name; label: string; isMore?: boolean } & (
  | { kind: 'search' }
  | { kind: 'choice'; options: readonly { value: string; label: string }[] }
  | { kind: 'day' }
  | { kind: 'amount' }
  | (RecordSource & { kind: 'record' })
)

/** Finds the records that a filter may name: a member, a product. `nameOf` reads the one that the address holds. */
type RecordSource = {
  find: (text: string, signal: AbortSignal) => Promise<{ value: string; label: string }[]>
  nameOf: (id: string, signal: AbortSignal) => Promise<string>
}

type ListFiltersProps = {
  filters: readonly ListFilter[]
  values: Readonly<Record<string, string>>
  onChange: (name: string, value: string | null) => void
  onClear: () => void
}

export function ListFilters({ filters, values, onChange, onClear }: ListFiltersProps) {
  const [isOpen, setOpen] = useState(false)
  const isFolded = ({ name, isMore }: ListFilter) => isMore === true && !isOpen && !values[name]
  return (
    <div className="rg-filters" role="search">
      {together(filters.filter((filter) => !isFolded(filter))).map((group) => (
        <div key={group[0]!.name} className="rg-filter-group">
          {group.map((filter) => (
            <Filter
              key={filter.name}
              filter={filter}
              value={values[filter.name] ?? ''}
              onChange={(value) => onChange(filter.name, value || null)}
            />
          ))}
        </div>
      ))}
      {filters.some(({ isMore }) => isMore) && (
        <Button type="text" icon={<FilterOutlined />} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t(isOpen ? 'ui.list.fewerFilters' : 'ui.list.moreFilters')}
        </Button>
      )}
      {Object.keys(values).length > 0 && (
        <Button type="text" icon={<CloseOutlined />} onClick={onClear}>
          {t('ui.list.clearFilters')}
        </Button>
      )}
    </div>
  )
}

/** "From" and "to" stay on one line: neither says anything without the other. */
function together(filters: readonly ListFilter[]): ListFilter[][] {
  const groups: ListFilter[][] = []
  for (const filter of filters) {
    const last = groups.at(-1)
    if (filter.kind === 'day' && last?.length === 1 && last[0]?.kind === 'day') last.push(filter)
    else groups.push([filter])
  }
  return groups
}

type FilterProps = { filter: ListFilter; value: string; onChange: (value: string) => void }

function Filter({ filter, value, onChange }: FilterProps) {
  if (filter.kind === 'search') return <SearchFilter filter={filter} value={value} onChange={onChange} />
  if (filter.kind === 'choice') {
    return (
      <Select
        allowClear
        className="rg-filter-choice"
        aria-label={filter.label}
        placeholder={filter.label}
        value={value || null}
        onChange={(chosen: string | null | undefined) => onChange(chosen ?? '')}
        options={[...filter.options]}
        popupMatchSelectWidth={false}
      />
    )
  }
  if (filter.kind === 'amount') {
    const cents = /^\d+$/.test(value) ? Number(value) : null
    return (
      <label className="rg-filter-amount">
        <span>{filter.label}</span>
        <MoneyInput
          label={filter.label}
          value={cents}
          onChange={(next) => onChange(next === null ? '' : String(next))}
        />
      </label>
    )
  }
  if (filter.kind === 'record') return <RecordFilter filter={filter} value={value} onChange={onChange} />
  return (
    <label className="rg-filter-day">
      <span>{filter.label}</span>
      <Input type="date" value={value} onChange={(event) => onChange(event.target.value)} />
    </label>
  )
}

const pauseMs = 250

type RecordFilterProps = FilterProps & { filter: Extract<ListFilter, { kind: 'record' }> }

/** One record, found by typing. The address holds its id, the field shows its name. */
function RecordFilter({ filter, value, onChange }: RecordFilterProps) {
  const [typed, setTyped] = useState('')
  const wanted = useDeferredValue(typed.trim())
  const found = useQuery({
    queryKey: ['filter', filter.name, 'find', wanted],
    queryFn: ({ signal }) => filter.find(wanted, signal),
    enabled: wanted !== '',
    placeholderData: (before) => before,
  })
  const chosen = useQuery({
    queryKey: ['filter', filter.name, 'name', value],
    queryFn: ({ signal }) => filter.nameOf(value, signal),
    enabled: value !== '',
    staleTime: 60_000,
  })
  const options = wanted === '' ? [] : (found.data ?? [])
  const named = value ? [{ value, label: chosen.data ?? '…' }] : []
  return (
    <Select
      allowClear
      className="rg-filter-choice"
      aria-label={filter.label}
      placeholder={filter.label}
      value={value || null}
      onChange={(id: string | null | undefined) => onChange(id ?? '')}
      options={[...named, ...options.filter((option) => option.value !== value)]}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      notFoundContent={wanted === '' || found.isFetching ? null : t('ui.list.nothing')}
      popupMatchSelectWidth={false}
    />
  )
}

/** Searches when the typing pauses, and never in the middle of a Chinese word being composed. */
function SearchFilter({ filter, value, onChange }: FilterProps) {
  const [typed, setTyped] = useState(value)
  const isComposing = useRef(false)
  const sent = useRef(value)
  useEffect(() => {
    if (value !== sent.current) setTyped(value)
    sent.current = value
  }, [value])
  useEffect(() => {
    if (typed.trim() === sent.current || isComposing.current) return undefined
    const timer = setTimeout(() => {
      sent.current = typed.trim()
      onChange(typed.trim())
    }, pauseMs)
    return () => clearTimeout(timer)
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- a new callback alone is no reason to search
  }, [typed])

  return (
    <Input
      allowClear
      className="rg-filter-search"
      prefix={<SearchOutlined />}
      aria-label={filter.label}
      placeholder={filter.label}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onCompositionStart={() => {
        isComposing.current = true
      }}
      onCompositionEnd={(event) => {
        isComposing.current = false
        setTyped(`${event.currentTarget.value} `.trimEnd())
      }}
      onPressEnter={() => {
        sent.current = typed.trim()
        onChange(typed.trim())
      }}
    />
  )
}
