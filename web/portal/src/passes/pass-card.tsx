import type { ReactNode } from 'react'
import type { api, ResponseOf } from '@staff/api'
import { formatDay, formatMoney } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { StartRenewal } from './start-renewal.tsx'
import { StopRenewal } from './stop-renewal.tsx'
import './passes.css'

export type Pass = ResponseOf<typeof api.myPassList>['items'][number]

/** One pass: what is left of it, until when, and what is charged next. `children` are what can be done with it. */
export function PassCard({ pass, children }: { pass: Pass; children?: ReactNode }) {
  const { name, state, components, renewal } = pass
  const isOver = state === 'ended' || state === 'expired'
  return (
    <li className="rp-paper rp-pass" data-state={state}>
      <div className="rp-pass-head">
        <h3>{name}</h3>
        <span className="rp-pass-state">{t(`passes.state.${state}`)}</span>
      </div>
      <p className="rp-small">{untilWords(pass)}</p>
      {!pass.isOwn && <p className="rp-small">{t('passes.ofFamily', { name: pass.memberName })}</p>}
      {pass.freezes
        .filter(({ fromDay }) => state !== 'frozen' || fromDay > (pass.frozenUntilDay ?? ''))
        .map(({ freezeId, fromDay, untilDay }) => (
          <p key={freezeId} className="rp-small">
            {t('passes.rest.coming', { from: formatDay(fromDay), until: formatDay(untilDay) })}
          </p>
        ))}
      <ul className="rp-pass-parts">
        {components.map(({ componentId, name: part, units, leftUnits, usedUnits, quotas }) => (
          <li key={componentId}>
            <span>
              {part}
              {quotas.map((quota) => (
                <span key={`${quota.per} ${quota.counting}`} className="rp-row-hint">
                  {' '}
                  {quota.leftUnits !== null && t('passes.quota', { left: quota.leftUnits, units: quota.units })}
                </span>
              ))}
            </span>
            <strong>
              {isOver
                ? t('passes.had', { count: usedUnits })
                : units === null || leftUnits === null
                  ? t('passes.unlimited')
                  : t('passes.left', { left: leftUnits, units })}
            </strong>
            {!isOver && units !== null && leftUnits !== null && (
              <meter className="rp-meter" min={0} max={units} value={leftUnits} aria-label={part} />
            )}
          </li>
        ))}
      </ul>
      {renewal && renewal.state === 'planned' && (
        <div className="rp-renews">
          <p className="rp-small">
            {t('passes.renews', { day: formatDay(renewal.chargeDay), amount: formatMoney(renewal.priceCents) })}
          </p>
          <StopRenewal passId={pass.id} />
        </div>
      )}
      {pass.mayAutoRenew && <StartRenewal passId={pass.id} />}
      {children && <div className="rp-pass-acts">{children}</div>}
    </li>
  )
}

function untilWords({
  state,
  startsDay,
  endsDay,
  endedDay,
  daysLeft,
  frozenUntilDay,
  latestStartDay,
  isCancelAsked,
}: Pass): string {
  if (endedDay) return t('passes.ended', { day: formatDay(endedDay) })
  if (isCancelAsked && endsDay) return t('passes.cancelled', { day: formatDay(endsDay) })
  if (state === 'frozen' && frozenUntilDay) return t('passes.frozen', { day: formatDay(frozenUntilDay) })
  if (state === 'unstarted')
    return latestStartDay ? t('passes.startBy', { day: formatDay(latestStartDay) }) : t('passes.startsWithUse')
  if (state === 'waiting' && startsDay && endsDay)
    return t('passes.shop.days', { from: formatDay(startsDay), until: formatDay(endsDay) })
  if (endsDay === null) return t('passes.noEnd')
  if (state === 'active' && daysLeft !== null) return t('passes.until', { day: formatDay(endsDay), count: daysLeft })
  return t('passes.ended', { day: formatDay(endsDay) })
}
