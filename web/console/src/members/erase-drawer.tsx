import { useQuery } from '@tanstack/react-query'
import { Checkbox, Skeleton } from 'antd'
import { useState } from 'react'
import { api, query, useCommand } from '@staff/api'
import { ConfirmDrawer, DangerButton, Facts, formatDay, RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import type { Member } from './member-words.ts'
import { ValueFacts } from './value-facts.tsx'

/** The wish to be forgotten: says in words what goes, what stays and until when it can be taken back. */
export function EraseDrawer({ member, open, onClose }: { member: Member; open: boolean; onClose: () => void }) {
  return (
    <ConfirmDrawer open={open} title={t('members.erase.action')} onClose={onClose}>
      <EraseForm memberId={member.id} onDone={onClose} />
    </ConfirmDrawer>
  )
}

function EraseForm({ memberId, onDone }: { memberId: string; onDone: () => void }) {
  const { data } = useQuery(query(api.memberErasureGet, { memberId }))
  const [givesUpValue, setGivesUpValue] = useState(false)
  const request = useCommand(api.memberErasureCreate, { onSuccess: onDone })
  if (!data) return <Skeleton active />
  const ownsValue = data.value.length + data.passes.length > 0
  return (
    <>
      <p className="rg-drawer-lead">{t('members.erase.text', { count: data.coolingOffDays })}</p>
      <ul className="rg-plain-list">
        <li>{t('members.erase.goes')}</li>
        <li>{t('members.erase.stays')}</li>
      </ul>
      {ownsValue && (
        <>
          <p className="rg-drawer-lead">{t('members.erase.owns')}</p>
          <ValueFacts value={data.value} />
          {data.passes.length > 0 && (
            <Facts
              rows={data.passes.map(
                ({ name, endsDay }) => [name, endsDay ? formatDay(endsDay) : t('members.erase.noEnd')] as const,
              )}
            />
          )}
          <Checkbox checked={givesUpValue} onChange={(event) => setGivesUpValue(event.target.checked)}>
            {t('members.erase.givesUp')}
          </Checkbox>
        </>
      )}
      <div className="rg-drawer-foot">
        <DangerButton
          block
          disabled={ownsValue && !givesUpValue}
          isBusy={request.isPending}
          onClick={() => request.mutate({ memberId, givesUpValue })}
        >
          {t('members.erase.request')}
        </DangerButton>
        <RefusalText error={request.error} />
      </div>
    </>
  )
}
