import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from 'react-router'
import { api, query, type ResponseOf, useCommand } from '@staff/api'
import { EmptyState, formatInstant, formatMoney, Page, RefusalText } from '@portal/ui'
import { hasOpened } from '#shared/early-hours.ts'
import { language, t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { isSignedOut } from '#portal/app/query-client.ts'

type View = ResponseOf<typeof api.couponLinkGet>

/** Behind a link or a code in the shop: what the coupon is, every limit in words, and one button to take it. */
export function CouponLinkPage() {
  const { token = '' } = useParams()
  const { data, isError, error } = useQuery({ ...query(api.couponLinkGet, { token }), retry: false })
  return (
    <main className="rp-page">
      <Page title={data?.merchantName ?? t('coupons.title')}>
        {isError && <RefusalText error={error} />}
        {data && <Offer token={token} view={data} />}
      </Page>
    </main>
  )
}

function Offer({ token, view }: { token: string; view: View }) {
  const { kind, name, note, benefit, giftName, restrictions, state, opensAt } = view
  const face =
    benefit.kind === 'amount'
      ? formatMoney(benefit.offCents)
      : benefit.kind === 'percent'
        ? t('coupons.rate', { rate: language() === 'zh' ? (10_000 - benefit.offBps) / 1_000 : benefit.offBps / 100 })
        : t('coupons.gift', { name: giftName ?? '–', quantity: benefit.quantity })
  return (
    <>
      <ul className="rp-tickets">
        <li className="rp-ticket" data-over={state === 'over' || state === 'gone'}>
          <div className="rp-ticket-face" data-long={benefit.kind === 'gift'}>
            <strong>{face}</strong>
          </div>
          <div className="rp-ticket-text">
            <h2>{name}</h2>
            {note && <p className="rp-small">{note}</p>}
            <ul>
              {restrictions[language()].map((words) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
          </div>
        </li>
      </ul>
      {state === 'soon' && opensAt && <Soon opensAt={opensAt} token={token} kind={kind} />}
      {state === 'open' && <Take token={token} kind={kind} />}
      {(state === 'gone' || state === 'over') && (
        <EmptyState icon="ticket" title={t(state === 'gone' ? 'coupons.link.gone' : 'coupons.link.over')} />
      )}
    </>
  )
}

/** What cannot be taken by everybody yet: whoever comes earlier may take it now, everybody else reads when. */
function Soon({ opensAt, token, kind }: { opensAt: string; token: string; kind: View['kind'] }) {
  const early = useQuery({ ...query(api.myEarlyAccessGet, {}), retry: false, meta: { decidesItself: true } })
  const isMine = early.data !== undefined && hasOpened(opensAt, new Date(), early.data.hours)
  return isMine ? (
    <>
      <p className="rp-small">{t('coupons.link.early', { hours: early.data.hours })}</p>
      <Take token={token} kind={kind} />
    </>
  ) : (
    <EmptyState icon="ticket" title={t('coupons.link.soon', { at: formatInstant(opensAt) })} />
  )
}

function Take({ token, kind }: { token: string; kind: View['kind'] }) {
  const navigate = useNavigate()
  const take = useCommand(kind === 'claim' ? api.myCouponClaim : api.myCouponGiftAccept, {
    onSuccess: () => navigate(paths.coupons()),
    onRefused: (refusal) => {
      if (isSignedOut(refusal)) void navigate(paths.signIn(paths.couponLink(token)))
    },
  })
  return (
    <>
      {!isSignedOut(take.error) && <RefusalText error={take.error} />}
      <button type="button" className="rp-button" disabled={take.isPending} onClick={() => take.mutate({ token })}>
        {t(kind === 'claim' ? 'coupons.link.claim' : 'coupons.link.accept')}
      </button>
    </>
  )
}
