import { TagsOutlined } from '@ant-design/icons'
import { useState } from 'react'
import type { api, ResponseOf } from '@staff/api'
import { ModalDialog, RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'
import { TagList } from '#console/members/tag-list.tsx'
import { TagSelect } from '#console/members/tag-select.tsx'
import { useMemberTags } from '#console/members/use-member-tags.ts'

type TillTagsProps = { member: ResponseOf<typeof api.memberGet>; isCutOff: boolean }

/** What the shop calls this member; who may edit members puts tags on and takes them off at the till, where there is a line. */
export function TillTags({ member: { id, name, tagIds }, isCutOff }: TillTagsProps) {
  const [isOpen, setOpen] = useState(false)
  const mayEdit = useMay()('members.edit') && !isCutOff
  if (tagIds.length === 0 && !mayEdit) return null
  return (
    <div className="rg-till-tags">
      <TagList tagIds={tagIds} most={4} />
      {mayEdit && (
        <button type="button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
          <TagsOutlined /> {t(tagIds.length === 0 ? 'members.tags.give' : 'members.tags.change')}
        </button>
      )}
      <ModalDialog
        open={isOpen}
        title={t('members.tags.ofMember', { name })}
        footer={null}
        width={480}
        destroyOnHidden
        onCancel={() => setOpen(false)}
      >
        <EditTags id={id} tagIds={tagIds} />
      </ModalDialog>
    </div>
  )
}

function EditTags(member: { id: string; tagIds: readonly string[] }) {
  const { tagIds, save, error } = useMemberTags(member)
  return (
    <div className="rg-till-tags-edit">
      <TagSelect
        label={t('members.tags.title')}
        value={tagIds}
        mayAdd
        autoFocus
        placeholder={t('members.tags.placeholder')}
        onChange={save}
      />
      <RefusalText error={error} />
    </div>
  )
}
