import { EditOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { RefusalText, StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'
import type { Member } from './member-words.ts'
import { TagSelect } from './tag-select.tsx'
import { tagsQuery } from './tags-query.ts'
import { useMemberTags } from './use-member-tags.ts'

/** The tags of one member; who may edit members changes them here, each change saved at once. */
export function MemberTags({ member }: { member: Member }) {
  const may = useMay()
  const [isEditing, setEditing] = useState(false)
  const { tagIds, save, error } = useMemberTags(member)
  if (tagIds.length === 0 && !may('members.edit')) return null
  return (
    <section className="rg-member-part rg-member-tags" aria-label={t('members.tags.title')}>
      <h2>{t('members.tags.title')}</h2>
      {isEditing ? (
        <TagSelect
          label={t('members.tags.title')}
          value={tagIds}
          mayAdd
          autoFocus
          placeholder={t('members.tags.placeholder')}
          onChange={save}
          onBlur={() => setEditing(false)}
        />
      ) : (
        <div className="rg-tags">
          <TagList tagIds={tagIds} />
          {may('members.edit') && (
            <Button
              size="small"
              type={tagIds.length === 0 ? 'dashed' : 'text'}
              icon={<EditOutlined />}
              onClick={() => setEditing(true)}
            >
              {t(tagIds.length === 0 ? 'members.tags.give' : 'members.tags.change')}
            </Button>
          )}
        </div>
      )}
      <RefusalText error={error} />
    </section>
  )
}

/** Tags in words; with `most`, how many more there are stands for the rest. */
export function TagList({ tagIds, most = tagIds.length }: { tagIds: readonly string[]; most?: number }) {
  const { data } = useQuery({ ...tagsQuery, enabled: tagIds.length > 0 })
  const names = tagIds.flatMap((tagId) => data?.items.find((tag) => tag.tagId === tagId)?.name ?? [])
  return (
    <>
      {names.slice(0, most).map((name) => (
        <StatusTag key={name}>{name}</StatusTag>
      ))}
      {names.length > most && <span className="rg-faint">+{names.length - most}</span>}
    </>
  )
}
