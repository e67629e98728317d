import { EditOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'
import type { Member } from './member-words.ts'
import { TagList } from './tag-list.tsx'
import { TagSelect } from './tag-select.tsx'
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
