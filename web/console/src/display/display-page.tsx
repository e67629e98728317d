import { FullscreenOutlined } from '@ant-design/icons'
import { useEffect, useRef, useState } from 'react'
import { formatMoney } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useSession, useStore } from '#app/session.ts'
import { quantityText } from '#console/till/quantity-text.ts'
import { BrandMark } from '@web/ui/brand-mark.tsx'
import { QrCode } from '@web/ui/qr-code.tsx'
import type { AskedMoney } from './asked-money.ts'
import { watchFeed } from './display-channel.ts'
import { type DisplayState, idle } from './display-state.ts'
import './display.css'

/** The customer's screen: what is in the cart, what it comes to, the change, and the shop's name in between. */
export function DisplayPage() {
  const store = useStore()
  const [state, setState] = useState<DisplayState>(idle)
  useEffect(() => watchFeed(store.id, setState), [store.id])
  return (
    <div className="rg-display" data-state={state.kind}>
      {state.kind === 'idle' && <Idle />}
      {state.kind === 'cart' && <Cart cart={state} />}
      {state.kind === 'asked' && <Asked asked={state.asked} />}
      {state.kind === 'sold' && <Thanks sold={state} />}
      <button
        type="button"
        className="rg-display-full"
        aria-label={t('display.full')}
        onClick={() => void document.documentElement.requestFullscreen()}
      >
        <FullscreenOutlined />
      </button>
    </div>
  )
}

function Idle() {
  const { merchant } = useSession()
  const store = useStore()
  return (
    <section className="rg-display-idle">
      <BrandMark size={88} />
      <h1>{merchant.name}</h1>
      {store.name !== merchant.name && <p>{store.name}</p>}
      <p className="rg-display-welcome">{t('display.welcome')}</p>
    </section>
  )
}

function Cart({ cart }: { cart: Extract<DisplayState, { kind: 'cart' }> }) {
  const { lines, grossCents, discountCents, netCents, creditCents, greeting, isPaying } = cart
  const dueCents = netCents - creditCents
  const list = useRef<HTMLOListElement>(null)
  // What was added last is what the customer wants to see.
  useEffect(() => list.current?.lastElementChild?.scrollIntoView({ block: 'end' }), [lines.length])
  return (
    <section className="rg-display-cart">
      <ol ref={list}>
        {lines.map((line) => (
          <li key={line.lineId}>
            <span className="rg-display-name">{line.name}</span>
            <span className="rg-display-count">× {quantityText(line.quantityMilli)}</span>
            <span className="rg-display-price">
              {line.grossCents !== line.netCents && <del>{formatMoney(line.grossCents)}</del>}
              {formatMoney(line.netCents)}
            </span>
          </li>
        ))}
      </ol>
      <aside role="status">
        {greeting && <p className="rg-display-greeting">{t('display.hello', { name: greeting })}</p>}
        {discountCents > 0 && (
          <dl>
            <dt>{t('display.gross')}</dt>
            <dd>{formatMoney(grossCents)}</dd>
            <dt>{t('display.saved')}</dt>
            <dd className="rg-display-saved">{formatMoney(-discountCents)}</dd>
          </dl>
        )}
        {creditCents > 0 && (
          <dl>
            <dt>{t('display.goods')}</dt>
            <dd>{formatMoney(netCents)}</dd>
            <dt>{t('display.credit')}</dt>
            <dd className="rg-display-saved">{formatMoney(-creditCents)}</dd>
          </dl>
        )}
        <p className="rg-display-due">
          <span>{t(dueCents < 0 ? 'display.back' : isPaying ? 'display.pay' : 'display.total')}</span>
          <strong>{formatMoney(Math.abs(dueCents))}</strong>
        </p>
      </aside>
    </section>
  )
}

/** Money is asked for through a provider: how much, and what the customer's phone has to do with it. */
function Asked({ asked }: { asked: AskedMoney }) {
  return (
    <section className="rg-display-asked" role="status">
      <p>
        {asked.step === 'scan'
          ? t('display.asked.scan', { provider: asked.provider })
          : t(`display.asked.${asked.step}`)}
      </p>
      <strong>{formatMoney(asked.amountCents)}</strong>
      {asked.step === 'scan' && (
        <QrCode text={asked.qrText} label={t('payments.pay.qrLabel')} className="rg-display-qr" />
      )}
    </section>
  )
}

function Thanks({ sold }: { sold: Extract<DisplayState, { kind: 'sold' }> }) {
  const { netCents, changeCents, creditCents, pointsEarned, receiptUrl } = sold
  return (
    <section className="rg-display-thanks" role="status">
      <h1>{t('display.thanks')}</h1>
      <p>
        {creditCents > 0
          ? t('display.exchanged', { goods: formatMoney(netCents), credit: formatMoney(creditCents) })
          : t('display.paid', { amount: formatMoney(netCents) })}
      </p>
      {changeCents > 0 && (
        <p className="rg-display-change">
          <span>{t(creditCents > 0 ? 'display.back' : 'display.change')}</span>
          <strong>{formatMoney(changeCents)}</strong>
        </p>
      )}
      {pointsEarned > 0 && <p>{t('display.points', { count: pointsEarned })}</p>}
      {receiptUrl && (
        <figure className="rg-display-receipt">
          <QrCode text={receiptUrl} label={t('cashier.receipt.qr')} className="rg-display-qr" />
          <figcaption>{t('cashier.receipt.scan')}</figcaption>
        </figure>
      )}
    </section>
  )
}
