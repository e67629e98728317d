import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useEffect, useState } from 'react'
import { api, query } from '@staff/api'
import { Avatar, formatPhone } from '@staff/ui'
import { t } from '#app/i18n.ts'

type MemberPickerProps = {
  value?: string | null
  onChange?: (memberId: string | null) => void
  /** Not offered: the member this is about. */
  exceptId?: string
  /** Who is chosen already, to be named before anything is typed. */
  known?: { id: string; name: string }
  id?: string
  'aria-label'?: string
}

const pauseMs = 200

type Found = { id: string; name: string; phone: string | null; number: string }

function missing(known: { id: string; name: string } | undefined, found: readonly Found[]): Found[] {
  return known && !found.some(({ id }) => id === known.id) ? [{ ...known, phone: null, number: '' }] : []
}

/** Finds one member by anything that identifies a person. */
export function MemberPicker({ value, onChange, exceptId, known, ...rest }: MemberPickerProps) {
  const [typed, setTyped] = useState('')
  const [search, setSearch] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed.trim()), pauseMs)
    return () => clearTimeout(timer)
  }, [typed])
  const { data, isFetching } = useQuery({
    ...query(api.memberList, { limit: 10, ...(search && { search }) }),
    placeholderData: keepPreviousData,
  })
  const found = (data?.items ?? []).filter(({ id }) => id !== exceptId)
  return (
    <Select
      {...rest}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      allowClear
      placeholder={t('members.filter.search')}
      loading={isFetching}
      value={value ?? null}
      onChange={(chosen: string | null | undefined) => onChange?.(chosen ?? null)}
      notFoundContent={search ? t('ui.list.nothing') : null}
      options={[...missing(known, found), ...found].map(({ id, name, phone, number }) => ({
        value: id,
        label: (
          <span className="rg-person">
            <Avatar name={name} seed={id} size={24} />
            {name}
            <span className="rg-faint rg-tabular">
              {phone ? (phone.includes('*') ? phone : formatPhone(phone)) : number}
            </span>
          </span>
        ),
      }))}
    />
  )
}
