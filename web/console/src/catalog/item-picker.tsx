import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useEffect, useState } from 'react'
import { api, query } from '@staff/api'
import { MoneyText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import type { Item } from './item-words.ts'
import './item-parts.css'

type ItemPickerProps = {
  onPick: (item: Item) => void
  label: string
  /** Not offered: what is chosen already. */
  exceptIds?: readonly string[]
  /** Which of the found items may be chosen here. */
  fits?: (item: Item) => boolean
  autoFocus?: boolean
}

const pauseMs = 200

/** Finds an item by name, pinyin, barcode or number and hands it on; the field is empty again for the next. */
export function ItemPicker({ onPick, label, exceptIds = [], fits = () => true, autoFocus = false }: ItemPickerProps) {
  const [typed, setTyped] = useState('')
  const [text, setText] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setText(typed.trim()), pauseMs)
    return () => clearTimeout(timer)
  }, [typed])
  const { data, isFetching } = useQuery({
    ...query(api.itemList, { limit: 30, ...(text && { text }) }),
    placeholderData: keepPreviousData,
  })
  const found = (data?.items ?? []).filter((item) => !exceptIds.includes(item.id) && fits(item))
  return (
    <Select
      className="rg-item-picker"
      showSearch={{ filterOption: false, onSearch: setTyped, searchValue: typed }}
      autoFocus={autoFocus}
      value={null}
      placeholder={label}
      aria-label={label}
      loading={isFetching}
      notFoundContent={isFetching ? null : t('ui.list.nothing')}
      options={found.map((item) => ({
        value: item.id,
        label: (
          <span className="rg-item-option">
            <span>
              {item.name}
              {item.spec && <small>{item.spec}</small>}
            </span>
            {item.listPriceCents !== null && <MoneyText cents={item.listPriceCents} />}
          </span>
        ),
      }))}
      onChange={(id: string | null) => {
        const item = found.find((each) => each.id === id)
        if (item) onPick(item)
        setTyped('')
      }}
    />
  )
}
