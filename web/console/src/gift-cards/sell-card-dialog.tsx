import { Segmented } from 'antd'
import { useRef, useState } from 'react'
import { api, useCommand } from '@staff/api'
import { formatMoney, KeyHint, ModalDialog, MoneyInput, RefusalText, StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { refusalSentence } from '#app/refusal-sentence.ts'
import { useStore } from '#app/session.ts'
import type { KeptAsking } from '#console/payments/kept-asking.ts'
import { ResumeAsking } from '#console/payments/resume-asking.tsx'
import { useValueMoney } from '#console/payments/use-value-money.tsx'
import { PaymentPicker } from '#console/till/payment-picker.tsx'
import { useEnterSubmits } from '#console/till/till-keys.ts'
import { payExactly, type TopUpTender } from '#modules/stored-value/top-up-rules.ts'
import { isRefusal } from '#shared/refusal.ts'
import { CardSold, type Loaded } from './card-sold.tsx'
import { FindCard, type FoundCard } from './find-card.tsx'
import { cardChanges, stateWords } from './gift-card-words.ts'
import '#console/till/till.css'
import '#console/till/till-sheets.css'
import '#console/top-ups/top-ups.css'
import './gift-cards.css'

type SellCardDialogProps = { open: boolean; onClose: () => void }

/** A gift card sold or loaded: which card, how much, how it is paid; then the code, large, for the customer to take along. */
export function SellCardDialog({ open, onClose }: SellCardDialogProps) {
  return (
    <ModalDialog
      open={open}
      onCancel={onClose}
      footer={null}
      title={t('gift-cards.sell.title')}
      width={620}
      style={{ top: 32 }}
      destroyOnHidden
    >
      <Resumed onClose={onClose} />
    </ModalDialog>
  )
}

type Which = 'new' | 'existing'
/** What is known of a card that was scanned; of one that was at hand before a reload less. */
type AtHand = Pick<FoundCard, 'giftCardId' | 'codeTail'> & Partial<FoundCard>

function Resumed({ onClose }: Omit<SellCardDialogProps, 'open'>) {
  const { id: storeId } = useStore()
  return (
    <ResumeAsking purpose="gift_card_load" storeId={storeId} memberId={null}>
      {(loadId, kept) => <SellCard key={loadId} loadId={loadId} kept={kept} onClose={onClose} />}
    </ResumeAsking>
  )
}

type SellCardProps = { loadId: string; kept: KeptAsking | null; onClose: () => void }

function SellCard({ loadId, kept, onClose }: SellCardProps) {
  const { id: storeId } = useStore()
  const [which, setWhich] = useState<Which>(kept?.card ? 'existing' : 'new')
  const [atHand, setAtHand] = useState<AtHand | null>(kept?.card ?? null)
  const [amountCents, setAmount] = useState<number | null>(kept?.dueCents ?? null)
  const [done, setDone] = useState<Loaded | null>(null)
  const load = useCommand(api.giftCardLoadCreate, {
    recordId: loadId,
    changes: cardChanges,
    onSuccess: (answer) => {
      money.booked()
      setDone(answer)
    },
  })
  const card = which === 'existing' ? atHand : null
  const book = (tenders: TopUpTender[]) => {
    if (!amountCents || load.isPending) return
    load.mutate({ storeId, amountCents, tenders, ...(card ? { giftCardId: card.giftCardId } : {}) })
  }
  const money = useValueMoney({
    ...{ storeId, purpose: 'gift_card_load', recordId: loadId },
    // Nobody is asked for money before it is known which card it goes on.
    dueCents: which === 'new' || atHand ? (amountCents ?? 0) : 0,
    wish: { memberId: null, offerId: null, card: card && { giftCardId: card.giftCardId, codeTail: card.codeTail } },
    onCovered: book,
  })
  const form = useRef<HTMLFormElement>(null)
  useEnterSubmits(form)
  if (done) return <CardSold answer={done} isNew={which === 'new'} onClose={onClose} />
  if (money.part) return <div className="rg-top-up">{money.part}</div>

  const paid = amountCents ? payExactly(amountCents, money.tenders) : null
  const isReady = paid !== null && !isRefusal(paid) && (which === 'new' || atHand !== null)
  return (
    <form
      ref={form}
      className="rg-top-up"
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) book(money.tenders)
      }}
    >
      <section>
        <h3>{t('gift-cards.sell.which')}</h3>
        <Segmented<Which>
          block
          size="large"
          aria-label={t('gift-cards.sell.which')}
          value={which}
          onChange={setWhich}
          options={[
            { value: 'new', label: t('gift-cards.sell.new') },
            { value: 'existing', label: t('gift-cards.sell.existing') },
          ]}
        />
        {which === 'existing' && <FindCard onSearch={() => setAtHand(null)} onFound={setAtHand} />}
        {which === 'existing' &&
          (atHand ? <CardAtHand card={atHand} /> : <p className="rg-gift-hand">{t('gift-cards.sell.scanFirst')}</p>)}
      </section>
      <AmountPicker
        amountCents={amountCents}
        onChange={(cents) => {
          setAmount(cents)
          money.chooseAnew()
        }}
      />
      <PaymentPicker {...money.picker} />
      {isRefusal(paid) && (
        <p className="rg-refusal" role="alert">
          {refusalSentence(paid.code, paid.details)}
        </p>
      )}
      {paid && !isRefusal(paid) && paid.changeCents > 0 && (
        <dl className="rg-pay-result">
          <div>
            <dt>{t('till.change')}</dt>
            <dd className="rg-pay-change">{formatMoney(paid.changeCents)}</dd>
          </div>
        </dl>
      )}
      <RefusalText error={load.error} />
      <button type="submit" className="rg-till-pay" disabled={!isReady || load.isPending}>
        <span>
          {t('gift-cards.sell.book')} <KeyHint keys={['Enter']} />
        </span>
        <strong>{formatMoney(amountCents ?? 0)}</strong>
      </button>
    </form>
  )
}

/** The card that was scanned, as far as a cashier must know it. */
function CardAtHand({ card: { codeTail, state, balanceCents } }: { card: AtHand }) {
  return (
    <p className="rg-gift-hand" role="status">
      <code className="rg-gift-tail">{`···· ${codeTail}`}</code>
      {state && <StatusTag tone={stateWords[state].tone}>{t(stateWords[state].label)}</StatusTag>}
      {balanceCents !== undefined && <strong>{formatMoney(balanceCents)}</strong>}
    </p>
  )
}

const faceValues = [10_000, 20_000, 30_000, 50_000, 100_000]

type AmountPickerProps = { amountCents: number | null; onChange: (cents: number | null) => void }

/** The sums that people give, or any other. */
function AmountPicker({ amountCents, onChange }: AmountPickerProps) {
  return (
    <section>
      <h3>{t('gift-cards.sell.amount')}</h3>
      <div className="rg-pay-quick rg-gift-values" role="group" aria-label={t('gift-cards.sell.amount')}>
        {faceValues.map((cents) => (
          <button key={cents} type="button" aria-pressed={amountCents === cents} onClick={() => onChange(cents)}>
            {formatMoney(cents)}
          </button>
        ))}
      </div>
      <MoneyInput size="large" value={amountCents} onChange={onChange} label={t('gift-cards.sell.own')} />
    </section>
  )
}
