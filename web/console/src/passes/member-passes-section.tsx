import { useQuery } from '@tanstack/react-query'
import { Segmented, Select, Skeleton } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { api, query } from '@staff/api'
import { EmptyState, formatMoney, RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { PassFace } from './pass-face.tsx'
import { isLive } from './pass-words.ts'
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
      {shown === 'live' && <Advice memberId={memberId} />}
    </>
  )
}

/** Whether a plan is worth it for this member, from what they did in the last half year. */
function Advice({ memberId }: { memberId: string }) {
  const [planId, setPlanId] = useState<string | null>(null)
  const plans = useQuery({ ...query(api.planList, {}), staleTime: 60_000 }).data?.items ?? []
  const onSale = plans.filter(({ isStopped }) => !isStopped)
  const advice = useQuery({ ...query(api.passAdviceGet, { memberId, planId: planId ?? '' }), enabled: planId !== null })
  if (onSale.length === 0) return null
  const { data } = advice
  return (
    <section className="rg-pass-advice">
      <h3>{t('passes.advice.title')}</h3>
      <Select
        value={planId}
        placeholder={t('passes.advice.choose')}
        aria-label={t('passes.advice.choose')}
        options={onSale.map((plan) => ({
          value: plan.planId,
          label: `${plan.name} · ${formatMoney(plan.priceCents)}`,
        }))}
        onChange={(id: string) => setPlanId(id)}
      />
      <RefusalText error={advice.error} />
      {data && (
        <p aria-live="polite">
          <strong>{t(`passes.advice.${data.verdict}`)}</strong>{' '}
          {t('passes.advice.habit', { visits: data.visits, days: data.days, paid: formatMoney(data.paidCents) })}{' '}
          {data.breakEvenVisits !== null && t('passes.advice.breakEven', { count: data.breakEvenVisits })}{' '}
          {data.verdict !== 'too_little_known' &&
            t(data.savedCents >= 0 ? 'passes.advice.saves' : 'passes.advice.costs', {
              visits: data.expectedVisits,
              amount: formatMoney(Math.abs(data.savedCents)),
            })}
        </p>
      )}
    </section>
  )
}
