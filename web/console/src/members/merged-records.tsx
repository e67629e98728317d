import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Link } from 'react-router'
import { api, query, useCommand } from '@staff/api'
import { InstantText, RefusalText, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay } from '#app/session.ts'

/** Records that were merged into this one, each with the way back. */
export function MergedRecords({ memberId }: { memberId: string }) {
  const may = useMay()
  const notice = useNotice()
  const { data } = useQuery(query(api.memberMergeList, { memberId }))
  const undo = useCommand(api.memberMergeUndo, { onSuccess: () => notice.done(t('members.merge.undone')) })
  const standing = (data?.items ?? []).filter(({ undoneAt }) => undoneAt === null)
  if (standing.length === 0) return null
  return (
    <div className="rg-member-part">
      <h2>{t('members.merge.records')}</h2>
      <ul className="rg-relatives">
        {standing.map(({ id, absorbedId, at }) => (
          <li key={id}>
            <Link to={paths.member({ memberId: absorbedId })}>
              <InstantText at={at} />
            </Link>
            {may('members.merge') && (
              <Button size="small" loading={undo.isPending} onClick={() => undo.mutate({ mergeId: id })}>
                {t('members.merge.undo')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <RefusalText error={undo.error} />
    </div>
  )
}
