import { useQuery } from '@tanstack/react-query'
import { Button, Progress, Skeleton } from 'antd'
import { useState } from 'react'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  DayText,
  Facts,
  formatDay,
  ReasonField,
  RefusalText,
  SelectField,
  SubmitButton,
  TextField,
  TierBadge,
  Timeline,
} from '@staff/ui'
import { addMonths, businessDay } from '#shared/business-day.ts'
import { t } from '#app/i18n.ts'
import { useMay, useStore } from '#app/session.ts'
import { tiersQuery } from './tiers-query.ts'
import { benefitWords, unitsWords } from './tier-words.ts'
import './tiers.css'
import { useTierNames } from './use-tier-names.ts'

type MemberTierView = ResponseOf<typeof api.memberTierGet>

/** A member's level: what it gives, what is missing for the next one and to keep it, and how it came about. */
export function TierSection({ memberId, isGone }: { memberId: string; isGone: boolean }) {
  const answer = useQuery(query(api.memberTierGet, { memberId }))
  const [isGranting, setGranting] = useState(false)
  const mayGrant = useMay()('tiers.grant') && !isGone
  if (!answer.data) return answer.isError ? <RefusalText error={answer.error} /> : <Skeleton active />
  const tier = answer.data
  if (tier.version === null) return <p className="rg-faint">{t('tiers.member.none')}</p>
  return (
    <div className="rg-tiers-member">
      <div className="rg-tiers-member-head">
        <TierBadge name={tier.name} level={tier.colour} />
        {tier.grant && <span>{t('tiers.member.grantedUntil', { day: formatDay(tier.grant.untilDay) })}</span>}
        {mayGrant && <Button onClick={() => setGranting(true)}>{t('tiers.member.grant')}</Button>}
        {mayGrant && tier.grant && <EndGrant memberId={memberId} />}
      </div>
      <ProgressRows tier={tier} />
      <Given tier={tier} />
      <History memberId={memberId} />
      <ConfirmDrawer open={isGranting} title={t('tiers.member.grant')} onClose={() => setGranting(false)}>
        <GrantForm memberId={memberId} onDone={() => setGranting(false)} />
      </ConfirmDrawer>
    </div>
  )
}

function useTierName() {
  const { data } = useQuery(tiersQuery)
  return (tierId: string | null) =>
    tierId === null ? (data?.base.name ?? '') : (data?.items.find((each) => each.tierId === tierId)?.name ?? '–')
}

function ProgressRows({ tier }: { tier: MemberTierView }) {
  const nameOf = useTierName()
  const { measure, progress, reachedDay } = tier
  const { units, next, keep } = progress
  return (
    <>
      <Facts
        rows={[
          [t(`tiers.measure.${measure}`), unitsWords(measure, units)],
          [t('tiers.member.since'), reachedDay ? <DayText day={reachedDay} /> : '–'],
        ]}
      />
      {next && (
        <div>
          <p>
            {next.missingUnits === 0
              ? t('tiers.member.reached', { name: nameOf(next.tierId) })
              : t('tiers.member.missing', {
                  name: nameOf(next.tierId),
                  units: unitsWords(measure, next.missingUnits),
                })}
          </p>
          <Progress
            aria-label={t(`tiers.measure.${measure}`)}
            percent={Math.min(100, Math.floor((units * 100) / next.neededUnits))}
          />
        </div>
      )}
      {keep && (
        <p className={keep.isGrace ? 'rg-banner' : ''}>
          {keep.missingUnits === 0
            ? t('tiers.member.kept', { day: formatDay(keep.byDay) })
            : t(keep.isGrace ? 'tiers.member.grace' : 'tiers.member.keep', {
                day: formatDay(keep.byDay),
                units: unitsWords(measure, keep.missingUnits),
              })}
        </p>
      )}
    </>
  )
}

function Given({ tier }: { tier: MemberTierView }) {
  const names = useTierNames()
  if (tier.benefits.length === 0) return null
  return (
    <section>
      <h3>{t('tiers.member.benefits')}</h3>
      <ul className="rg-tiers-given">
        {tier.benefits.map((benefit) => {
          const gift = tier.gifts.find(({ benefitId }) => benefitId === benefit.benefitId)
          return (
            <li key={benefit.benefitId}>
              <span>{benefitWords(benefit, names)}</span>
              {gift && (
                <small>
                  {t('tiers.member.taken', {
                    taken: gift.taken,
                    quantity: gift.quantity,
                    day: formatDay(gift.renewsOn),
                  })}
                </small>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function History({ memberId }: { memberId: string }) {
  const nameOf = useTierName()
  const { timeZone } = useStore()
  const { data } = useQuery(query(api.memberTierChangeList, { memberId }))
  if (!data || data.items.length === 0) return null
  return (
    <section>
      <h3>{t('tiers.member.history')}</h3>
      <Timeline
        timeZone={timeZone}
        items={data.items.map(({ id, at, fromTierId, toTierId, cause, actorName, reason }) => ({
          id,
          at,
          title: t('tiers.member.change', { from: nameOf(fromTierId), to: nameOf(toTierId) }),
          detail: [t(`tiers.cause.${cause}`), actorName, reason].filter(Boolean).join(' · '),
        }))}
      />
    </section>
  )
}

type GrantFields = { tierId: string; untilDay: string; reason: string }

function GrantForm({ memberId, onDone }: { memberId: string; onDone: () => void }) {
  const { data } = useQuery(tiersQuery)
  const { timeZone, cutoffHour } = useStore()
  const today = businessDay(new Date(), timeZone, cutoffHour)
  const grant = useCommand(api.tierGrantCreate, { onSuccess: onDone })
  const levels = (data?.items ?? []).filter(({ isArchived }) => !isArchived)
  return (
    <CommandForm<Parameters<typeof grant.mutate>[0], unknown, GrantFields>
      command={grant}
      initial={{ untilDay: addMonths(today, 3) }}
      onSubmit={({ tierId, untilDay, reason }) => grant.mutate({ memberId, tierId, untilDay, reason })}
    >
      <SelectField
        name="tierId"
        label={t('tiers.level')}
        options={levels.map(({ tierId, name }) => ({ value: tierId, label: name }))}
      />
      <TextField name="untilDay" label={t('tiers.member.until')} placeholder="2026-12-31" />
      <ReasonField name="reason" label={t('tiers.member.reason')} />
      <SubmitButton>{t('tiers.member.grant')}</SubmitButton>
    </CommandForm>
  )
}

function EndGrant({ memberId }: { memberId: string }) {
  const [isOpen, setOpen] = useState(false)
  const end = useCommand(api.tierGrantEnd, { onSuccess: () => setOpen(false) })
  return (
    <>
      <Button danger onClick={() => setOpen(true)}>
        {t('tiers.member.endGrant')}
      </Button>
      <ConfirmDrawer open={isOpen} title={t('tiers.member.endGrant')} onClose={() => setOpen(false)}>
        <CommandForm<Parameters<typeof end.mutate>[0], unknown, { reason: string }>
          command={end}
          onSubmit={({ reason }) => end.mutate({ memberId, reason })}
        >
          <ReasonField name="reason" label={t('tiers.member.reason')} />
          <SubmitButton>{t('tiers.member.endGrant')}</SubmitButton>
        </CommandForm>
      </ConfirmDrawer>
    </>
  )
}
