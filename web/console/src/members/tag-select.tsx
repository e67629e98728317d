import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useEffect, useState } from 'react'
import { api, useCommand } from '@staff/api'
import { RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'
import { tagsQuery } from './tags-query.ts'

type TagSelectProps = {
  label: string
  value: readonly string[]
  onChange: (tagIds: string[]) => void
  placeholder?: string
  /** A name that no tag has can be made one on the spot. */
  mayAdd?: boolean
  /** Told while a new tag is on its way: what is handed in meanwhile would miss it. */
  onAdding?: (isAdding: boolean) => void
  autoFocus?: boolean
  onBlur?: () => void
}

/** What stands for the tag that is not there yet. */
const fresh = 'new'

/** Some of the shop's tags, found by typing; a new one is made where it is missed. */
export function TagSelect({ label, value, onChange, mayAdd = false, onAdding, ...rest }: TagSelectProps) {
  const { data } = useQuery(tagsQuery)
  const [typed, setTyped] = useState('')
  const isEditor = useMay()('members.edit')
  const create = useCommand(api.memberTagCreate, {
    changes: [api.memberTagList],
    isPendingUntilRead: true, // chosen once the list knows its name
    onSuccess: ({ tagId }) => onChange([...value, tagId]),
  })
  const { isPending: isAdding, variables: added } = create
  useEffect(() => onAdding?.(isAdding), [isAdding, onAdding])
  const tags = data?.items ?? []
  const name = typed.trim().slice(0, 20)
  const isKnown = tags.some((tag) => tag.name.toLowerCase() === name.toLowerCase())
  const canAdd = mayAdd && isEditor && !isAdding && name !== '' && !isKnown
  const options = [
    ...tags.map((tag) => ({ value: tag.tagId, label: tag.name })),
    ...(canAdd ? [{ value: fresh, label: t('members.tags.addNamed', { name }) }] : []),
    ...(isAdding ? [{ value: fresh, label: added.name }] : []),
  ]
  return (
    <>
      <Select<string[]>
        mode="multiple"
        allowClear
        aria-label={label}
        value={isAdding ? [...value, fresh] : [...value]}
        options={options}
        loading={isAdding}
        showSearch={{
          searchValue: typed,
          onSearch: setTyped,
          filterOption: (text, option) =>
            option?.value === fresh || String(option?.label).toLowerCase().includes(text.trim().toLowerCase()),
        }}
        notFoundContent={t(mayAdd ? 'members.tags.noneYet' : 'members.tags.none')}
        onChange={(chosen) => {
          setTyped('')
          if (chosen.includes(fresh) && !isAdding) create.mutate({ name })
          else onChange(chosen.filter((tagId) => tagId !== fresh))
        }}
        {...rest}
      />
      <RefusalText error={create.error} />
    </>
  )
}
