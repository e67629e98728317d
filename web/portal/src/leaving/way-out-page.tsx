import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { api, ApiUnreachable, query, type ResponseOf, useCommand } from '@staff/api'
import { Page, RefusalText, Section } from '@portal/ui'
import { newId } from '#shared/ids.ts'
import { language, t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { firstTime, LeavingQuote, type LeavingTime, quoteAt, type WayOut } from './leaving-quote.tsx'
import { OfferCard } from './offer-card.tsx'
import { keepWaiting } from './waiting-leaving.ts'
import './leaving.css'

type Offers = ResponseOf<typeof api.myLeavingCreate>['offers']
type Begun = { leavingId: string; reasonCode: string | null; offers: Offers }

/** The way out of a pass: what goes and what comes back, why if one likes, and out. Finishing is in sight from the first moment. */
export function WayOutPage() {
  const { passId = '' } = useParams()
  const way = useSuspenseQuery({ ...query(api.myWayOutGet, { passId }), staleTime: 0 }).data
  const [time, setTime] = useState(() => firstTime(way))
  return (
    <Page title={way.buttons?.open ?? t('leaving.title', { pass: way.passName })} backTo={paths.benefits()}>
      <LeavingQuote way={way} time={time} onTime={setTime} />
      <Finish way={way} time={time} fingerprint={quoteAt(way, time).fingerprint} />
    </Page>
  )
}

/** Why, offers if there are any, and out: the button stands from the first moment, whatever is answered. */
function Finish({ way, time, fingerprint }: { way: WayOut; time: LeavingTime; fingerprint: string }) {
  const [begun, setBegun] = useState<Begun | null>(null)
  const { finish, isLeaving, error } = useFinish(way, time, fingerprint)
  const [leavingId, setLeavingId] = useState(newId)
  const begin = useCommand(api.myLeavingCreate, {
    recordId: leavingId,
    changes: [],
    onSuccess: ({ leavingId: id, offers }, { reasonCode = null }) => {
      setBegun({ leavingId: id, reasonCode, offers })
      setLeavingId(newId())
    },
  })
  const open = begun?.offers.filter(({ isTaken }) => !isTaken) ?? []
  return (
    <>
      <Section title={t(way.asksReason ? 'leaving.why' : 'leaving.whyIfYouLike')}>
        <div className="rp-choices rp-reasons" role="group" aria-label={t('leaving.whyIfYouLike')}>
          {way.reasons.map(({ code, words }) => (
            <button
              key={code}
              type="button"
              aria-pressed={begun?.reasonCode === code}
              disabled={begin.isPending}
              onClick={() => begin.mutate({ passId: way.passId, reasonCode: code })}
            >
              {words[language()]}
            </button>
          ))}
        </div>
      </Section>
      {begun && open.map((offer) => <OfferCard key={offer.offerId} leavingId={begun.leavingId} offer={offer} />)}
      <RefusalText error={error} />
      <div className="rp-leaving-ways">
        <button
          className="rp-button rp-button-danger"
          type="button"
          disabled={isLeaving || (way.asksReason && begun === null)}
          onClick={() => finish(begun?.leavingId ?? null, begun?.reasonCode ?? null)}
        >
          {way.buttons?.confirm ?? t('leaving.finish')}
        </button>
      </div>
    </>
  )
}

/** Begins where nothing was begun, then finishes; without a line both are kept on the phone, shown as waiting and sent once. */
function useFinish(way: WayOut, time: LeavingTime, fingerprint: string) {
  const navigate = useNavigate()
  const [keys] = useState(() => ({ leavingId: newId(), finishKey: newId() }))
  const begin = useCommand(api.myLeavingCreate, { recordId: keys.leavingId, changes: [] })
  const end = useCommand(api.myLeavingFinish, { recordId: keys.finishKey })
  const finish = (begunId: string | null, reasonCode: string | null) => {
    void leave(begunId, reasonCode)
  }
  const leave = async (begunId: string | null, reasonCode: string | null) => {
    const leavingId = begunId ?? keys.leavingId
    try {
      if (!begunId) await begin.mutateAsync({ passId: way.passId, reasonCode })
      await end.mutateAsync({ leavingId, time, fingerprint })
      await navigate(paths.left(leavingId), { replace: true })
    } catch (error) {
      if (!(error instanceof ApiUnreachable)) return
      const { passId, passName } = way
      const askedAt = new Date().toISOString()
      await keepWaiting({ leavingId, finishKey: keys.finishKey, passId, passName, time, reasonCode, askedAt })
      await navigate(paths.benefits(), { replace: true })
    }
  }
  return { finish, isLeaving: begin.isPending || end.isPending, error: end.error ?? begin.error }
}
