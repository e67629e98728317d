import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Input, Popconfirm, Skeleton, Space } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { api, useCommand } from '@staff/api'
import { ConfirmDrawer, RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { TagRuns } from './tag-runs.tsx'
import { type MemberTag, tagsQuery } from './tags-query.ts'

/** All tags of the shop: how many have each, another name, away with it. */
export function TagsDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <ConfirmDrawer open={open} title={t('members.tags.manage')} onClose={onClose}>
      <TagRows onLeave={onClose} />
    </ConfirmDrawer>
  )
}

function TagRows({ onLeave }: { onLeave: () => void }) {
  const { data } = useQuery(tagsQuery)
  const [name, setName] = useState('')
  const create = useCommand(api.memberTagCreate, { changes: [api.memberTagList], onSuccess: () => setName('') })
  if (!data) return <Skeleton active />
  return (
    <>
      <p className="rg-drawer-lead">{t('members.tags.lead')}</p>
      <TagRuns />
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim()) create.mutate({ name: name.trim() })
        }}
      >
        <Space.Compact block>
          <Input
            aria-label={t('members.tags.name')}
            value={name}
            maxLength={20}
            placeholder={t('members.tags.example')}
            onChange={(event) => setName(event.target.value)}
          />
          <Button htmlType="submit" icon={<PlusOutlined />} loading={create.isPending} disabled={!name.trim()}>
            {t('members.tags.new')}
          </Button>
        </Space.Compact>
        <RefusalText error={create.error} />
      </form>
      {data.items.length === 0 && <p className="rg-faint">{t('members.tags.none')}</p>}
      <ul className="rg-tag-rows">
        {data.items.map((tag) => (
          <TagRow key={tag.tagId} tag={tag} onLeave={onLeave} />
        ))}
      </ul>
    </>
  )
}

function TagRow({ tag: { tagId, name, members }, onLeave }: { tag: MemberTag; onLeave: () => void }) {
  const [edited, setEdited] = useState<string | null>(null)
  const changes = [api.memberTagList, api.memberList, api.memberGet]
  const rename = useCommand(api.memberTagChange, { changes, onSuccess: () => setEdited(null) })
  const archive = useCommand(api.memberTagArchive, { changes })
  const save = () => {
    const next = edited?.trim()
    if (next && next !== name) rename.mutate({ tagId, name: next })
    else setEdited(null)
  }
  return (
    <li>
      {edited === null ? (
        <button type="button" className="rg-tag-name" onClick={() => setEdited(name)}>
          {name}
        </button>
      ) : (
        <Input
          autoFocus
          aria-label={t('members.tags.name')}
          value={edited}
          maxLength={20}
          onChange={(event) => setEdited(event.target.value)}
          onPressEnter={save}
          onBlur={save}
        />
      )}
      <Link className="rg-faint" to={`${paths.members()}?tagId=${tagId}`} onClick={onLeave}>
        {t('members.tags.count', { count: members })}
      </Link>
      <Popconfirm
        title={t('members.tags.removeTitle', { name })}
        description={t('members.tags.removeText', { count: members })}
        okText={t('members.tags.removeButton')}
        cancelText={t('members.tags.keep')}
        onConfirm={() => archive.mutate({ tagId })}
      >
        <Button
          type="text"
          icon={<DeleteOutlined />}
          loading={archive.isPending}
          aria-label={t('members.tags.removeTitle', { name })}
        />
      </Popconfirm>
      <RefusalText error={rename.error ?? archive.error} />
    </li>
  )
}
