import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams } from 'react-router'
import { api, ApiUnreachable, query, type ResponseOf, useCommand } from '@staff/api'
import { Page, RefusalText, Section } from '@portal/ui'
import { newId } from '#shared/ids.ts'
import type { Answer } from '#modules/retention/flow-types.ts'
import { questionsAfter } from '#modules/retention/survey-rules.ts'
import { language, t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { StartingPage } from '#portal/ui/starting-page.tsx'
import { firstTime, LeavingQuote, type LeavingTime, quoteAt, type WayOut } from './leaving-quote.tsx'
import { OfferCard } from './offer-card.tsx'
import { SurveyPart } from './survey-part.tsx'
import { useFinish } from './use-finish.ts'
import { WayOutUnread } from './way-out-unread.tsx'
import './leaving.css'

type Offers = ResponseOf<typeof api.myLeavingCreate>['offers']
type Begun = { leavingId: string; reasonCode: string | null; offers: Offers }

/** The way out of a pass: what goes and what comes back, why if one likes, and out. Finishing is in sight from the first moment. */
export function WayOutPage() {
  const { passId = '' } = useParams()
  const { data, error } = useQuery({
    ...query(api.myWayOutGet, { passId }),
    staleTime: 0,
    throwOnError: (thrown) => !(thrown instanceof ApiUnreachable),
  })
  if (data) return <PricedWayOut way={data} />
  return error ? <WayOutUnread passId={passId} /> : <StartingPage />
}

function PricedWayOut({ way }: { way: WayOut }) {
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
  const [answers, setAnswers] = useState<Answer[]>([])
  const { finish, isLeaving, error } = useFinish(way)
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
  const reasonCode = begun?.reasonCode ?? null
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
      {begun &&
        open.map((offer) => (
          <OfferCard key={offer.offerId} leavingId={begun.leavingId} offer={offer} answers={answers} />
        ))}
      <Survey way={way} reasonCode={reasonCode} answers={answers} onChange={setAnswers} />
      <RefusalText error={error} />
      <div className="rp-leaving-ways rp-leaving-stays">
        <button
          className="rp-button rp-button-danger"
          type="button"
          disabled={isLeaving || (way.asksReason && begun === null)}
          onClick={() => finish({ begunId: begun?.leavingId ?? null, time, fingerprint, reasonCode, answers })}
        >
          {way.buttons?.confirm ?? t('leaving.finish')}
        </button>
      </div>
    </>
  )
}

type SurveyProps = {
  way: WayOut
  reasonCode: string | null
  answers: Answer[]
  onChange: (answers: Answer[]) => void
}

/** What the shop would like to know, folded away until somebody wants to say it. */
function Survey({ way, reasonCode, answers, onChange }: SurveyProps) {
  const questions = way.asksAt === 'beside' ? questionsAfter(way.questions, reasonCode) : []
  if (questions.length === 0) return null
  return (
    <details className="rp-more">
      <summary>{t('leaving.survey.beside', { count: questions.length })}</summary>
      <SurveyPart questions={questions} answers={answers} onChange={onChange} />
    </details>
  )
}
