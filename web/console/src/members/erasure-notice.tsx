import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { api, query, useCommand } from '@staff/api'
import { formatInstant, RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'

/** Tells that a member asked to be forgotten, until when it can be taken back, and takes it back. */
export function ErasureNotice({ memberId }: { memberId: string }) {
  const may = useMay()
  const { data } = useQuery(query(api.memberErasureGet, { memberId }))
  const withdraw = useCommand(api.memberErasureWithdraw)
  const erasure = data?.erasure
  if (!erasure || erasure.doneAt || erasure.withdrawnAt) return null
  return (
    <p className="rg-banner rg-banner-warn" role="note">
      <span>{t('members.erase.pending', { at: formatInstant(erasure.dueAt) })}</span>
      {may('members.erase') && (
        <Button size="small" loading={withdraw.isPending} onClick={() => withdraw.mutate({ memberId })}>
          {t('members.erase.withdraw')}
        </Button>
      )}
      <RefusalText error={withdraw.error} />
    </p>
  )
}
