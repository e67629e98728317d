import { keepPreviousData, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Navigate, useNavigate, useParams } from 'react-router'
import { api, query, useCommand } from '@staff/api'
import { formatDay, formatMoney, Page, RefusalText, Row, Rows, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { useShop } from '#portal/app/session.ts'
import { addDays, localDay } from '#shared/business-day.ts'
import { myPassesQuery } from './my-passes.ts'
import type { Pass } from './pass-card.tsx'
import { EndRest } from './end-rest.tsx'
import './passes.css'

/** A pass rests for days that the member names: when it ends then, what it costs, and the rests that are planned or run. */
export function RestPage() {
  const { passId = '' } = useParams()
  const pass = useSuspenseQuery(myPassesQuery()).data.items.find(({ id }) => id === passId)
  if (!pass || (pass.freeze === null && pass.freezes.length === 0)) return <Navigate to={paths.benefits()} replace />
  return (
    <Page title={t('passes.rest.title')} backTo={paths.benefits()}>
      <h2 className="rp-pass-name">{pass.name}</h2>
      {pass.freezes.length > 0 && (
        <Section title={t('passes.rest.planned')}>
          <Rows>
            {pass.freezes.map(({ freezeId, fromDay, untilDay }) => (
              <Row
                key={freezeId}
                icon="calendar"
                title={t('passes.shop.days', { from: formatDay(fromDay), until: formatDay(untilDay) })}
              >
                <EndRest passId={pass.id} freezeId={freezeId} />
              </Row>
            ))}
          </Rows>
        </Section>
      )}
      {pass.freeze && (
        <Section {...(pass.freezes.length > 0 ? { title: t('passes.rest.another') } : {})}>
          <RestForm key={pass.freezes.length} pass={pass} freeze={pass.freeze} />
        </Section>
      )}
    </Page>
  )
}

type Freeze = NonNullable<Pass['freeze']>

function RestForm({ pass, freeze }: { pass: Pass; freeze: Freeze }) {
  const navigate = useNavigate()
  const { merchant } = useShop()
  const { minDays, leftDays, leftTimes, feeCents } = freeze
  const tomorrow = addDays(localDay(new Date(), merchant.timeZone), 1)
  const [fromDay, setFrom] = useState(pass.startsDay !== null && pass.startsDay > tomorrow ? pass.startsDay : tomorrow)
  const [chosenUntil, setUntil] = useState<string | null>(null)
  const untilDay = chosenUntil ?? (fromDay === '' ? '' : addDays(fromDay, Math.min(leftDays, Math.max(minDays, 7)) - 1))
  const isWhole = fromDay !== '' && untilDay !== ''
  const { data, error, isPlaceholderData } = useQuery({
    ...query(api.myPassFreezeQuote, { passId: pass.id, fromDay, untilDay }),
    enabled: isWhole,
    placeholderData: keepPreviousData,
    staleTime: 0,
    retry: false,
  })
  const quote = isWhole && !error ? data : undefined
  const rest = useCommand(api.myPassFreezeCreate, {
    changes: [api.myPassList, api.myBookingList, api.myPassFreezeQuote],
    onSuccess: () => void navigate(paths.benefits()),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (quote && !isPlaceholderData) rest.mutate({ passId: pass.id, fromDay, untilDay, fingerprint: quote.fingerprint })
  }
  return (
    <form className="rp-form" onSubmit={submit}>
      <p className="rp-small">
        {[
          t('passes.rest.left', { days: leftDays, times: leftTimes, least: minDays }),
          feeCents > 0 ? t('passes.rest.feeEach', { amount: formatMoney(feeCents) }) : t('passes.rest.free'),
        ].join(' ')}
      </p>
      <div className="rp-rest-when">
        <label className="rp-field">
          <span>{t('passes.rest.from')}</span>
          <input
            className="rp-input"
            type="date"
            required
            min={localDay(new Date(), merchant.timeZone)}
            value={fromDay}
            onChange={(event) => setFrom(event.target.value)}
          />
        </label>
        <label className="rp-field">
          <span>{t('passes.rest.until')}</span>
          <input
            className="rp-input"
            type="date"
            required
            min={fromDay}
            value={untilDay}
            onChange={(event) => setUntil(event.target.value)}
          />
        </label>
      </div>
      {quote && (
        <Rows>
          <Row title={t('passes.rest.days')} value={<strong>{t('passes.rest.count', { count: quote.days })}</strong>} />
          <Row
            title={t('passes.rest.ends')}
            hint={t('passes.rest.endedBefore', { day: formatDay(quote.endsDayBefore) })}
            value={<strong>{formatDay(quote.endsDay)}</strong>}
          />
          {quote.bookingIds.length > 0 && <Row title={t('passes.rest.bookings', { count: quote.bookingIds.length })} />}
          {quote.feeCents > 0 && (
            <Row
              title={t('passes.rest.fee')}
              hint={t('passes.rest.fromStored')}
              value={<strong>{formatMoney(quote.feeCents)}</strong>}
            />
          )}
        </Rows>
      )}
      <p className="rp-small">{t('passes.rest.text')}</p>
      <RefusalText error={rest.error ?? (isWhole ? error : null)} />
      <button className="rp-button" type="submit" disabled={!quote || isPlaceholderData || rest.isPending}>
        {quote && quote.feeCents > 0
          ? t('passes.rest.confirmFor', { amount: formatMoney(quote.feeCents) })
          : t('passes.rest.confirm')}
      </button>
    </form>
  )
}
