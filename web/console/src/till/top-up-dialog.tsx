import { useQuery } from '@tanstack/react-query'
import { shopTime } from '#console/offline/line-state.ts'
import { Skeleton } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { api, query, useCommand } from '@staff/api'
import { formatDay, formatMoney, KeyHint, ModalDialog, MoneyInput, RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'
import { refusalSentence } from '#app/refusal-sentence.ts'
import { useStore } from '#app/session.ts'
import type { KeptAsking } from '#console/payments/kept-asking.ts'
import { ResumeAsking } from '#console/payments/resume-asking.tsx'
import { useValueMoney } from '#console/payments/use-value-money.tsx'
import { OfferFace } from '#console/top-ups/offer-face.tsx'
import type { Offer } from '#console/top-ups/offer-words.ts'
import { packOf } from '#modules/law-packs/pack-rules.ts'
import { quoteTopUp, topUpFingerprint, type TopUpQuote, type TopUpTender } from '#modules/stored-value/top-up-rules.ts'
import { isRefusal } from '#shared/refusal.ts'
import { taskClock, useTaskSteps, useTimingReports } from './task-clock.ts'
import { ToppedUp, type ToppedUpAnswer } from './topped-up.tsx'
import { PaymentPicker } from './payment-picker.tsx'
import { useEnterSubmits } from './till-keys.ts'
import { usable } from './usable-value.ts'
import './till.css'
import './till-sheets.css'
import '#console/top-ups/top-ups.css'

type TopUpDialogProps = { open: boolean; memberId: string; onClose: () => void }

/** Stored value for a member: an offer or any amount, money in, the new balance out. Opens at the till and from the member. */
export function TopUpDialog({ open, memberId, onClose }: TopUpDialogProps) {
  return (
    <ModalDialog
      open={open}
      onCancel={onClose}
      footer={null}
      title={t('top-ups.sell.title')}
      width={680}
      style={{ top: 32 }}
      destroyOnHidden
    >
      <Resumed memberId={memberId} onClose={onClose} />
    </ModalDialog>
  )
}

const offersQuery = (storeId: string) => ({ ...query(api.topUpOfferList, { storeId }), staleTime: 60_000 })

function Resumed({ memberId, onClose }: Omit<TopUpDialogProps, 'open'>) {
  const { id: storeId } = useStore()
  const offers = useQuery(offersQuery(storeId))
  return (
    <ResumeAsking purpose="top_up" storeId={storeId} memberId={memberId}>
      {(topUpId, kept) =>
        // What was asked for is booked as soon as it is paid: its offer must be there by then.
        kept && offers.isPending ? (
          <Skeleton active />
        ) : (
          <TopUp key={topUpId} topUpId={topUpId} kept={kept} memberId={memberId} onClose={onClose} />
        )
      }
    </ResumeAsking>
  )
}

/** Nothing is chosen until the cashier chooses: a default would be sold by accident. */
type Wish = { offerId: string } | { ownCents: number | null } | null

function wishOf(kept: KeptAsking | null): Wish {
  if (!kept) return null
  return kept.offerId ? { offerId: kept.offerId } : { ownCents: kept.dueCents }
}

type TopUpProps = Omit<TopUpDialogProps, 'open'> & { topUpId: string; kept: KeptAsking | null }

function TopUp({ memberId, onClose, topUpId, kept }: TopUpProps) {
  const { id: storeId, timeZone } = useStore()
  const offers = useQuery(offersQuery(storeId))
  const onSale = (offers.data?.items ?? []).filter(({ closedAt }) => closedAt === null)
  const accounts = useQuery(query(api.memberAccountsGet, { memberId }))
  const member = useQuery(query(api.memberGet, { memberId }))
  const storedCents = usable(accounts.data).storedCents
  const [wish, setWish] = useState<Wish>(() => wishOf(kept))
  const [done, setDone] = useState<ToppedUpAnswer | null>(null)
  useTaskSteps()
  useTimingReports()
  useEffect(() => {
    taskClock.begin('top_up')
    return () => taskClock.end('top_up', { storeId, isDone: false })
  }, [storeId])
  const sell = useCommand(api.topUpCreate, {
    recordId: topUpId,
    onSuccess: (answer) => {
      money.booked()
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
  const lawPack = offers.data?.lawPack ?? null
  const quoteOf = (tenders: readonly TopUpTender[]) => quoteWish(wish, tenders, { offers: onSale, timeZone, lawPack })
  const book = (tenders: TopUpTender[]) => {
    const shown = quoteOf(tenders)
    if (!shown || isRefusal(shown) || sell.isPending) return
    const { offerId, principalCents } = shown
    sell.mutate({
      storeId,
      memberId,
      ...(offerId ? { offerId } : { principalCents }),
      tenders,
      fingerprint: topUpFingerprint(shown),
    })
  }
  const dueCents = lawPack === null ? 0 : dueOf(wish, onSale)
  const money = useValueMoney({
    ...{ storeId, purpose: 'top_up', recordId: topUpId, dueCents },
    wish: { memberId, offerId: wish && 'offerId' in wish ? wish.offerId : null, card: null },
    onCovered: book,
  })
  const form = useRef<HTMLFormElement>(null)
  useEnterSubmits(form)
  if (done) return <ToppedUp answer={done} onClose={onClose} />
  if (money.part) return <div className="rg-top-up">{money.part}</div>

  const quote = quoteOf(money.tenders)
  return (
    <form
      ref={form}
      className="rg-top-up"
      onSubmit={(event) => {
        event.preventDefault()
        book(money.tenders)
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
          money.chooseAnew()
          sell.reset()
        }}
      />
      <PaymentPicker {...money.picker} />
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
  tenders: readonly TopUpTender[],
  { offers, timeZone, lawPack }: { offers: readonly Offer[]; timeZone: string; lawPack: string | null },
): ReturnType<typeof quoteTopUp> | null {
  const dueCents = dueOf(wish, offers)
  if (wish === null || dueCents <= 0 || lawPack === null) return null
  const offer = 'offerId' in wish ? offers.find(({ offerId }) => offerId === wish.offerId) : undefined
  return quoteTopUp(
    {
      offer: offer ? { ...offer, id: offer.offerId, closedAt: null } : null,
      principalCents: offer ? null : dueCents,
      tenders,
    },
    { law: packOf(lawPack), at: shopTime(), zone: timeZone },
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
