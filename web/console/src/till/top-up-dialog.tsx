import { useQuery } from '@tanstack/react-query'
import { Modal } from 'antd'
import { useEffect, useState } from 'react'
import { api, query, useCommand } from '@staff/api'
import { formatDay, formatMoney, KeyHint, MoneyInput, RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'
import { refusalSentence } from '#app/refusal-sentence.ts'
import { useStore } from '#app/session.ts'
import { OfferFace } from '#console/top-ups/offer-face.tsx'
import type { Offer } from '#console/top-ups/offer-words.ts'
import { quoteTopUp, topUpFingerprint, type TopUpQuote } from '#modules/stored-value/top-up-rules.ts'
import { newId } from '#shared/ids.ts'
import { isRefusal } from '#shared/refusal.ts'
import { taskClock, useTaskSteps, useTimingReports } from './task-clock.ts'
import { ToppedUp, type ToppedUpAnswer } from './topped-up.tsx'
import { PaymentPicker } from './payment-picker.tsx'
import { topUpTenders, type TopUpPayment } from './top-up-payment-rules.ts'
import { usable } from './usable-value.ts'
import './till.css'
import './till-sheets.css'
import '#console/top-ups/top-ups.css'

type TopUpDialogProps = { open: boolean; memberId: string; onClose: () => void }

/** Stored value for a member: an offer or any amount, money in, the new balance out. Opens at the till and from the member. */
export function TopUpDialog({ open, memberId, onClose }: TopUpDialogProps) {
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      title={t('top-ups.sell.title')}
      width={680}
      style={{ top: 32 }}
      destroyOnHidden
    >
      <TopUp memberId={memberId} onClose={onClose} />
    </Modal>
  )
}

/** Nothing is chosen until the cashier chooses: a default would be sold by accident. */
type Wish = { offerId: string } | { ownCents: number | null } | null

function TopUp({ memberId, onClose }: Omit<TopUpDialogProps, 'open'>) {
  const { id: storeId, timeZone } = useStore()
  const offers = useQuery({ ...query(api.topUpOfferList, {}), staleTime: 60_000 })
  const onSale = (offers.data?.items ?? []).filter(({ closedAt }) => closedAt === null)
  const accounts = useQuery(query(api.memberAccountsGet, { memberId }))
  const member = useQuery(query(api.memberGet, { memberId }))
  const storedCents = usable(accounts.data).storedCents
  const [wish, setWish] = useState<Wish>(null)
  const [payment, setPayment] = useState<TopUpPayment>({ method: 'cash', receivedCents: null })
  const [tenderId] = useState(newId)
  const [done, setDone] = useState<ToppedUpAnswer | null>(null)
  useTaskSteps()
  useTimingReports()
  useEffect(() => {
    taskClock.begin('top_up')
    return () => taskClock.end('top_up', { storeId, isDone: false })
  }, [storeId])
  const sell = useCommand(api.topUpCreate, {
    onSuccess: (answer) => {
      taskClock.end('top_up', { storeId, isDone: true })
      setDone(answer)
    },
    onRefused: ({ code }) => {
      taskClock.error()
      if (code === 'quote_changed' || code === 'top_up_offer_closed') {
        void queryClient.invalidateQueries({ queryKey: [api.topUpOfferList.path] })
      }
    },
  })
  if (done) return <ToppedUp answer={done} onClose={onClose} />

  const quote = quoteWish(wish, payment, { offers: onSale, tenderId, timeZone })
  const book = () => {
    if (!quote || isRefusal(quote) || sell.isPending) return
    const { offerId, principalCents } = quote
    sell.mutate({
      storeId,
      memberId,
      ...(offerId ? { offerId } : { principalCents }),
      tenders: topUpTenders(principalCents, payment, tenderId),
      fingerprint: topUpFingerprint(quote),
    })
  }
  return (
    <form
      className="rg-top-up"
      onSubmit={(event) => {
        event.preventDefault()
        book()
      }}
    >
      <p className="rg-top-up-for">
        {t('top-ups.sell.for', { name: member.data?.name ?? '…', amount: formatMoney(storedCents) })}
      </p>
      <WishPicker
        wish={wish}
        offers={onSale}
        isUnread={offers.isError}
        onWish={(next) => {
          setWish(next)
          if (payment.method === 'cash') setPayment({ method: 'cash', receivedCents: null })
          sell.reset()
        }}
      />
      <PaymentPicker payment={payment} dueCents={dueOf(wish, onSale)} onPay={setPayment} />
      {isRefusal(quote) && (
        <p className="rg-refusal" role="alert">
          {refusalSentence(quote.code, quote.details)}
        </p>
      )}
      {quote && !isRefusal(quote) && <Result quote={quote} storedCents={storedCents} />}
      <RefusalText error={sell.error} />
      <button type="submit" className="rg-till-pay" disabled={!quote || isRefusal(quote) || sell.isPending}>
        <span>
          {t('top-ups.sell.book')} <KeyHint keys={['Enter']} />
        </span>
        <strong>{formatMoney(dueOf(wish, onSale))}</strong>
      </button>
    </form>
  )
}

function dueOf(wish: Wish, offers: readonly Offer[]): number {
  if (wish === null) return 0
  if ('ownCents' in wish) return wish.ownCents ?? 0
  return offers.find(({ offerId }) => offerId === wish.offerId)?.principalCents ?? 0
}

/** The server's own rule, so that the change stands there as soon as the amount does; the server books what it was shown. */
function quoteWish(
  wish: Wish,
  payment: TopUpPayment,
  { offers, tenderId, timeZone }: { offers: readonly Offer[]; tenderId: string; timeZone: string },
): ReturnType<typeof quoteTopUp> | null {
  const dueCents = dueOf(wish, offers)
  if (wish === null || dueCents <= 0) return null
  const offer = 'offerId' in wish ? offers.find(({ offerId }) => offerId === wish.offerId) : undefined
  return quoteTopUp(
    {
      offer: offer ? { ...offer, id: offer.offerId, closedAt: null } : null,
      principalCents: offer ? null : dueCents,
      tenders: topUpTenders(dueCents, payment, tenderId),
    },
    new Date(),
    timeZone,
  )
}

type WishPickerProps = { wish: Wish; offers: readonly Offer[]; isUnread: boolean; onWish: (wish: Wish) => void }

function WishPicker({ wish, offers, isUnread, onWish }: WishPickerProps) {
  const isOwn = wish !== null && 'ownCents' in wish
  return (
    <section>
      <h3>{t('top-ups.sell.choose')}</h3>
      {isUnread && <p className="rg-refusal">{t('top-ups.sell.trouble')}</p>}
      <div className="rg-top-up-offers" role="group" aria-label={t('top-ups.sell.choose')}>
        {offers.map((offer) => (
          <button
            key={offer.offerId}
            type="button"
            aria-pressed={wish !== null && 'offerId' in wish && wish.offerId === offer.offerId}
            onClick={() => onWish({ offerId: offer.offerId })}
          >
            <OfferFace name={offer.name} terms={offer} isBrief />
          </button>
        ))}
        <button type="button" aria-pressed={isOwn} onClick={() => onWish({ ownCents: null })}>
          <span className="rg-offer">
            <strong className="rg-offer-pay">{t('top-ups.sell.own')}</strong>
            <span className="rg-offer-foot">{t('top-ups.sell.ownHint')}</span>
          </span>
        </button>
      </div>
      {isOwn && (
        <div className="rg-top-up-own">
          <MoneyInput
            value={wish.ownCents}
            onChange={(ownCents) => onWish({ ownCents })}
            label={t('top-ups.sell.ownLabel')}
            size="large"
            autoFocus
          />
        </div>
      )}
    </section>
  )
}

function Result({ quote, storedCents }: { quote: TopUpQuote; storedCents: number }) {
  const { principalCents, bonusCents, bonusExpiry, changeCents } = quote
  return (
    <dl className="rg-pay-result">
      <div>
        <dt>{t('top-ups.sell.balanceAfter')}</dt>
        <dd>{formatMoney(storedCents + principalCents + bonusCents)}</dd>
        {bonusCents > 0 && (
          <dt>
            <small>
              {bonusExpiry
                ? t('top-ups.sell.until', { day: formatDay(bonusExpiry.day) })
                : t('top-ups.sell.bonusForever')}
            </small>
          </dt>
        )}
      </div>
      {changeCents > 0 && (
        <div>
          <dt>{t('top-ups.sell.change')}</dt>
          <dd className="rg-pay-change">{formatMoney(changeCents)}</dd>
        </div>
      )}
    </dl>
  )
}
