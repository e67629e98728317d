import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api, type InputOf, query, useCommand } from '@staff/api'
import { ConfirmDrawer, RefusalText, useNotice } from '@staff/ui'
import { language, t } from '#app/i18n.ts'
import { TagRuns } from './tag-runs.tsx'
import { TagSelect } from './tag-select.tsx'

/** Those who are ticked in the list, or everybody whom its filters let through. */
export type TaggedOnes = { memberIds: string[] } | { filter: InputOf<typeof api.memberTagRunCreate>['filter'] }

type BulkTagsDrawerProps = { whom: TaggedOnes | null; onClose: () => void; onDone: () => void }

/** Tags for many at once, and off them. More than a thousand are changed behind the scenes: how far, is shown here. */
export function BulkTagsDrawer({ whom, onClose, onDone }: BulkTagsDrawerProps) {
  const title =
    whom && 'memberIds' in whom ? t('members.tags.bulk', { count: whom.memberIds.length }) : t('members.tags.many')
  return (
    <ConfirmDrawer open={whom !== null} title={title} onClose={onClose}>
      {whom && <BulkTagsForm whom={whom} onDone={onDone} />}
    </ConfirmDrawer>
  )
}

const changes = [api.memberList, api.memberGet, api.memberTagList, api.memberTagRunList]

function BulkTagsForm({ whom, onDone }: { whom: TaggedOnes; onDone: () => void }) {
  const notice = useNotice()
  const [addIds, setAddIds] = useState<string[]>([])
  const [removeIds, setRemoveIds] = useState<string[]>([])
  const [isAdding, setAdding] = useState(false)
  const isAll = 'filter' in whom
  const counted = useQuery({ ...query(api.memberCount, isAll ? whom.filter : {}), enabled: isAll })
  const tellDone = (count: number) => {
    notice.done(t('members.tags.bulkDone', { count }))
    onDone()
  }
  const put = useCommand(api.memberTagsPut, { changes, onSuccess: ({ changed }) => tellDone(changed) })
  const run = useCommand(api.memberTagRunCreate, {
    changes,
    onSuccess: ({ changed, waiting }) => {
      if (waiting === 0) tellDone(changed)
    },
  })
  if (run.data && run.data.waiting > 0) return <TagRuns />
  const count = isAll ? (counted.data?.members ?? 0) : whom.memberIds.length
  const title =
    isAll && counted.data?.isMore
      ? t('members.tags.bulkMore', { count, most: count.toLocaleString(language()) })
      : t('members.tags.bulk', { count })
  return (
    <form
      className="rg-tag-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (isAll) run.mutate({ filter: whom.filter, addIds, removeIds })
        else put.mutate({ memberIds: whom.memberIds, addIds, removeIds })
      }}
    >
      {isAll && <p className="rg-drawer-lead">{t('members.tags.allLead')}</p>}
      <div className="rg-tag-field">
        <span>{t('members.tags.add')}</span>
        <TagSelect
          label={t('members.tags.add')}
          value={addIds}
          onChange={setAddIds}
          mayAdd
          onAdding={setAdding}
          autoFocus
          placeholder={t('members.tags.placeholder')}
        />
      </div>
      <div className="rg-tag-field">
        <span>{t('members.tags.remove')}</span>
        <TagSelect label={t('members.tags.remove')} value={removeIds} onChange={setRemoveIds} />
      </div>
      <RefusalText error={put.error ?? run.error} />
      <Button
        type="primary"
        htmlType="submit"
        block
        loading={put.isPending || run.isPending || (isAll && counted.isPending)}
        disabled={isAdding || addIds.length + removeIds.length === 0 || count === 0}
      >
        {title}
      </Button>
    </form>
  )
}
