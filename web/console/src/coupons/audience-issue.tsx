import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { useDeferredValue, useState } from 'react'
import { Link } from 'react-router'
import { api, send, useCommand, type ResponseOf } from '@staff/api'
import { MoneyText, RefusalText, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { AudienceFields, everybody } from './audience-fields.tsx'
import { Reason } from './issue-reason.tsx'
import { changedByIssuing } from './issuing-changes.ts'

type Quote = ResponseOf<typeof api.couponAudienceQuote>

/** A coupon for everybody of whom something is true: how many they are and what it may cost stands there before it is issued. */
export function AudienceIssue({ couponTemplateId, onClose }: { couponTemplateId: string; onClose: () => void }) {
  const notice = useNotice()
  const [edited, setEdited] = useState(everybody)
  const [reason, setReason] = useState('')
  const audience = useDeferredValue(edited)
  const quote = useQuery({
    queryKey: [api.couponAudienceQuote.path, couponTemplateId, audience],
    queryFn: ({ signal }) => send(api.couponAudienceQuote, { couponTemplateId, audience }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
  const issue = useCommand(api.couponAudienceIssue, {
    changes: changedByIssuing,
    onSuccess: ({ issued, waiting }) => {
      notice.done(
        waiting > 0 ? t('coupons.run.begun', { count: waiting }) : t('coupons.issues.done', { count: issued }),
      )
      onClose()
    },
    // Somebody took one, rose or left meanwhile: the new number is shown, and nothing was issued.
    onRefused: ({ code }) => {
      if (code === 'coupon_audience_changed') void quote.refetch()
    },
  })
  const shown = quote.isError ? undefined : quote.data
  const isStale = quote.isPlaceholderData || audience !== edited
  return (
    <form
      className="rg-terms"
      onSubmit={(event) => {
        event.preventDefault()
        if (shown) issue.mutate({ couponTemplateId, audience, reason: reason.trim(), fingerprint: shown.fingerprint })
      }}
    >
      <AudienceFields audience={edited} onChange={setEdited} />
      <RefusalText error={quote.error} />
      {shown ? <QuoteShown quote={shown} /> : !quote.isError && <Skeleton active />}
      <Reason reason={reason} onChange={setReason} />
      <RefusalText error={issue.error} />
      <Button
        type="primary"
        htmlType="submit"
        block
        loading={issue.isPending}
        disabled={!shown || isStale || shown.given === 0}
      >
        {t('coupons.issues.button', { count: shown?.given ?? 0 })}
      </Button>
    </form>
  )
}

function QuoteShown({ quote }: { quote: Quote }) {
  const { members, given, cost, sample } = quote
  const { mostCents, usualCents, usedBps } = cost
  return (
    <section className="rg-terms-preview" aria-live="polite" aria-label={t('audience.quote.title')}>
      <dl className="rg-terms-figures">
        <div>
          <dt>{t('audience.quote.given')}</dt>
          <dd>{t('audience.quote.people', { count: given })}</dd>
          <dd>
            {members === given
              ? t('audience.quote.all')
              : t('audience.quote.have', { count: members - given, members })}
          </dd>
        </div>
        <div>
          <dt>{t('audience.quote.most')}</dt>
          <dd>{mostCents === null ? t('audience.quote.noMost') : <MoneyText cents={mostCents} />}</dd>
          {mostCents === null && <dd>{t('audience.quote.noMostWhy')}</dd>}
        </div>
        <div>
          <dt>{t('audience.quote.usual')}</dt>
          <dd>{usualCents === null ? '–' : <MoneyText cents={usualCents} />}</dd>
          <dd>
            {usedBps === null
              ? t('audience.quote.noPast')
              : t('audience.quote.past', { percent: Math.round(usedBps / 100) })}
          </dd>
        </div>
      </dl>
      {sample.length > 0 && (
        <p className="rg-audience-sample">
          {sample.map(({ memberId, name }) => (
            <Link key={memberId} to={paths.member({ memberId })} target="_blank">
              {name}
            </Link>
          ))}
          {given > sample.length && (
            <span className="rg-faint">{t('audience.quote.more', { count: given - sample.length })}</span>
          )}
        </p>
      )}
      <p className="rg-faint">{t('audience.quote.asOf')}</p>
    </section>
  )
}
