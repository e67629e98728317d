import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { api, query, type ResponseOf, useCommand } from '@staff/api'
import { EmptyState, formatDay, formatMoney, Page, RefusalText, Row, Rows, Section } from '@portal/ui'
import { newId } from '#shared/ids.ts'
import { language, t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { useShop } from '#portal/app/session.ts'
import { firstTime, LeavingQuote, quoteAt, type WayOut } from './leaving-quote.tsx'
import './leaving.css'

type Opened = ResponseOf<typeof api.wayOutOpen>
type Left = ResponseOf<typeof api.signedOutLeavingCreate>

/**
 * The way out without signing in, where the law asks for it: the card's number, a code to the phone, the quote, out. What is shown before
 * the code is the same for everybody.
 */
export function SignedOutPage() {
  const { isOpen, buttons } = useSuspenseQuery(query(api.wayOutDoorGet, {})).data
  const [opened, setOpened] = useState<Opened | null>(null)
  const [passId, setPassId] = useState<string | null>(null)
  const [left, setLeft] = useState<Left | null>(null)
  const { merchant } = useShop()
  const way = opened?.ways.find((one) => one.passId === (passId ?? (opened.ways.length === 1 ? one.passId : null)))
  const title = buttons?.open ?? t(isOpen ? 'leaving.signedOut.title' : 'leaving.withoutLine.title')
  return (
    <main className="rp-page">
      <Page title={left ? t('leaving.done') : title}>
        <p className="rp-lead">{merchant.name}</p>
        {!isOpen && (
          <EmptyState icon="list" title={t('leaving.signedOut.closed')}>
            <Link className="rp-button" to={paths.signIn(paths.benefits())}>
              {t('leaving.signedOut.signIn')}
            </Link>
          </EmptyState>
        )}
        {isOpen && !opened && <Prove onOpened={setOpened} />}
        {opened && !way && !left && <Choose ways={opened.ways} onChosen={setPassId} />}
        {opened && way && !left && (
          <Leave key={way.passId} way={way} ticket={opened.ticket} onLeft={setLeft} onOther={() => setPassId(null)} />
        )}
        {left && <Done left={left} />}
      </Page>
    </main>
  )
}

/** Card and phone, then the code: nothing is said about either until the code is right. */
function Prove({ onOpened }: { onOpened: (opened: Opened) => void }) {
  const [card, setCard] = useState('')
  const [phone, setPhone] = useState('')
  const [code, setCode] = useState('')
  const send = useCommand(api.wayOutCodeCreate, { changes: [] })
  const open = useCommand(api.wayOutOpen, { changes: [], onSuccess: onOpened, onRefused: () => setCode('') })
  const isSent = send.isSuccess
  return (
    <form
      className="rp-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (isSent) open.mutate({ card, phone, code })
        else send.mutate({ phone })
      }}
    >
      <p>{t('leaving.signedOut.lead')}</p>
      <label className="rp-field">
        <span>{t('leaving.signedOut.card')}</span>
        <input
          className="rp-input"
          autoComplete="off"
          maxLength={60}
          value={card}
          onChange={({ target }) => setCard(target.value)}
        />
      </label>
      <label className="rp-field">
        <span>{t('leaving.signedOut.phone')}</span>
        <input
          className="rp-input"
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          maxLength={20}
          disabled={isSent}
          value={phone}
          onChange={({ target }) => setPhone(target.value)}
        />
      </label>
      {isSent && (
        <label className="rp-field">
          <span>{t('leaving.signedOut.code')}</span>
          <input
            className="rp-input rp-input-code"
            inputMode="numeric"
            autoComplete="one-time-code"
            autoFocus
            maxLength={12}
            value={code}
            onChange={({ target }) => setCode(target.value.normalize('NFKC').replace(/\D/g, '').slice(0, 6))}
          />
        </label>
      )}
      <RefusalText error={open.error ?? send.error} />
      <button
        className="rp-button"
        type="submit"
        disabled={
          card.trim().length < 3 ||
          phone.trim().length < 5 ||
          send.isPending ||
          open.isPending ||
          (isSent && code.length !== 6)
        }
      >
        {t(isSent ? 'leaving.signedOut.show' : 'leaving.signedOut.send')}
      </button>
      {isSent && (
        <button
          className="rp-link"
          type="button"
          onClick={() => {
            send.reset()
            open.reset()
          }}
        >
          {t('leaving.signedOut.otherPhone')}
        </button>
      )}
    </form>
  )
}

function Choose({ ways, onChosen }: { ways: readonly WayOut[]; onChosen: (passId: string) => void }) {
  if (ways.length === 0) return <EmptyState icon="gift" title={t('leaving.signedOut.nothing')} />
  return (
    <Section title={t('leaving.signedOut.which')}>
      <div className="rp-choices rp-reasons" role="group" aria-label={t('leaving.signedOut.which')}>
        {ways.map(({ passId, passName, now }) => (
          <button key={passId} type="button" onClick={() => onChosen(passId)}>
            {passName}
            <span className="rp-row-hint">{t('leaving.refund', { amount: formatMoney(now.refundCents) })}</span>
          </button>
        ))}
      </div>
    </Section>
  )
}

type LeaveProps = { way: WayOut; ticket: string; onLeft: (left: Left) => void; onOther: () => void }

function Leave({ way, ticket, onLeft, onOther }: LeaveProps) {
  const [time, setTime] = useState(() => firstTime(way))
  const [reasonCode, setReasonCode] = useState<string | null>(null)
  const [recordId] = useState(newId)
  const leave = useCommand(api.signedOutLeavingCreate, { recordId, changes: [], onSuccess: onLeft })
  return (
    <>
      <h2 className="rp-pass-name">{way.passName}</h2>
      <LeavingQuote way={way} time={time} onTime={setTime} />
      <Section title={t('leaving.whyIfYouLike')}>
        <div className="rp-choices rp-reasons" role="group" aria-label={t('leaving.whyIfYouLike')}>
          {way.reasons.map(({ code, words }) => (
            <button
              key={code}
              type="button"
              aria-pressed={reasonCode === code}
              onClick={() => setReasonCode(reasonCode === code ? null : code)}
            >
              {words[language()]}
            </button>
          ))}
        </div>
      </Section>
      <RefusalText error={leave.error} />
      <div className="rp-leaving-ways">
        <button
          className="rp-button rp-button-danger"
          type="button"
          disabled={leave.isPending}
          onClick={() =>
            leave.mutate({ ticket, passId: way.passId, time, fingerprint: quoteAt(way, time).fingerprint, reasonCode })
          }
        >
          {way.buttons?.confirm ?? t('leaving.finish')}
        </button>
        <button className="rp-link" type="button" onClick={onOther}>
          {t('leaving.signedOut.other')}
        </button>
      </div>
    </>
  )
}

function Done({ left }: { left: Left }) {
  const { receiptNumber, refundCents, toHandOverCents, lastDay, token } = left
  return (
    <>
      <article className="rp-paper rp-receipt rp-plain-list">
        <header>
          <p className="rp-receipt-total">{formatMoney(refundCents)}</p>
          <p className="rp-small">{receiptNumber}</p>
        </header>
        <p>{lastDay ? t('leaving.usableUntil', { day: formatDay(lastDay) }) : t('leaving.ended')}</p>
        {toHandOverCents > 0 && <p>{t('leaving.toHandOver', { amount: formatMoney(toHandOverCents) })}</p>}
      </article>
      <Rows>
        <Row icon="list" title={t('leaving.check')} hint={t('leaving.checkHint')} to={paths.check(token)} />
      </Rows>
    </>
  )
}
