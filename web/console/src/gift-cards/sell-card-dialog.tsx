import { Modal, Segmented } from 'antd'
import { useState } from 'react'
import { api, useCommand } from '@staff/api'
import { formatMoney, KeyHint, MoneyInput, RefusalText, StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { refusalSentence } from '#app/refusal-sentence.ts'
import { useStore } from '#app/session.ts'
import { PaymentPicker } from '#console/till/payment-picker.tsx'
import { topUpTenders, type TopUpPayment } from '#console/till/top-up-payment-rules.ts'
import { anonymousLimitCents } from '#modules/gift-cards/gift-card-rules.ts'
import { payExactly } from '#modules/stored-value/top-up-rules.ts'
import { newId } from '#shared/ids.ts'
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
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      title={t('gift-cards.sell.title')}
      width={620}
      style={{ top: 32 }}
      destroyOnHidden
    >
      <SellCard onClose={onClose} />
    </Modal>
  )
}

type Which = 'new' | 'existing'
type AtHand = { card: FoundCard; code: string }

function SellCard({ onClose }: Omit<SellCardDialogProps, 'open'>) {
  const { id: storeId } = useStore()
  const [which, setWhich] = useState<Which>('new')
  const [atHand, setAtHand] = useState<AtHand | null>(null)
  const [amountCents, setAmount] = useState<number | null>(null)
  const [payment, setPayment] = useState<TopUpPayment>({ method: 'cash', receivedCents: null })
  const [tenderId] = useState(newId)
  const [done, setDone] = useState<Loaded | null>(null)
  const load = useCommand(api.giftCardLoadCreate, { changes: cardChanges, onSuccess: setDone })
  if (done) return <CardSold answer={done} isNew={which === 'new'} onClose={onClose} />

  const tenders = topUpTenders(amountCents ?? 0, payment, tenderId)
  const paid = amountCents ? payExactly(amountCents, tenders) : null
  const isReady = paid !== null && !isRefusal(paid) && (which === 'new' || atHand !== null)
  const book = () => {
    if (!isReady || !amountCents || load.isPending) return
    load.mutate({ storeId, amountCents, tenders, ...(atHand && which === 'existing' ? { code: atHand.code } : {}) })
  }
  return (
    <form
      className="rg-top-up"
      onSubmit={(event) => {
        event.preventDefault()
        book()
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
        {which === 'existing' && (
          <FindCard onSearch={() => setAtHand(null)} onFound={(card, code) => setAtHand({ card, code })} />
        )}
        {which === 'existing' && atHand && <CardAtHand card={atHand.card} />}
      </section>
      <AmountPicker
        amountCents={amountCents}
        onChange={(cents) => {
          setAmount(cents)
          if (payment.method === 'cash') setPayment({ method: 'cash', receivedCents: null })
        }}
      />
      <PaymentPicker payment={payment} dueCents={amountCents ?? 0} onPay={setPayment} />
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
function CardAtHand({ card: { codeTail, state, balanceCents } }: { card: FoundCard }) {
  return (
    <p className="rg-gift-hand" role="status">
      <code className="rg-gift-tail">{`···· ${codeTail}`}</code>
      <StatusTag tone={stateWords[state].tone}>{t(stateWords[state].label)}</StatusTag>
      <strong>{formatMoney(balanceCents)}</strong>
    </p>
  )
}

const faceValues = [10_000, 20_000, 30_000, 50_000, anonymousLimitCents]

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
