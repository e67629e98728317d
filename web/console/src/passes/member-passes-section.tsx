import { useQuery } from '@tanstack/react-query'
import { Segmented, Skeleton } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { api, query } from '@staff/api'
import { EmptyState, RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { PassFace } from './pass-face.tsx'
import { isLive } from './pass-words.ts'
import { PinSetting } from './pin-setting.tsx'
import { PlanAdvice } from './plan-advice.tsx'
import './passes.css'

/** A member's passes: what is good now, what is over, and which plan their own visits speak for. */
export function MemberPassesSection({ memberId }: { memberId: string }) {
  const [shown, setShown] = useState<'live' | 'over'>('live')
  const { data, error, isPending } = useQuery(query(api.memberPassList, { memberId, isAll: true }))
  const rows = (data?.items ?? []).filter((pass) => isLive(pass) === (shown === 'live'))
  return (
    <>
      <p>
        <Segmented
          options={(['live', 'over'] as const).map((value) => ({ value, label: t(`passes.filter.${value}`) }))}
          value={shown}
          onChange={setShown}
        />
      </p>
      {isPending && <Skeleton active />}
      <RefusalText error={error} />
      {data && rows.length === 0 && (
        <EmptyState title={t(`passes.memberNone.${shown}`)}>{t('passes.memberNoneText')}</EmptyState>
      )}
      <ul className="rg-passes">
        {rows.map((pass) => (
          <li key={pass.id}>
            <Link to={paths.pass({ passId: pass.id })} className="rg-pass-link">
              <PassFace pass={pass} />
            </Link>
          </li>
        ))}
      </ul>
      {shown === 'live' && <PlanAdvice memberId={memberId} />}
      {shown === 'live' && <PinSetting memberId={memberId} />}
    </>
  )
}
