import { CloseOutlined } from '@ant-design/icons'
import { InputNumber } from 'antd'
import type { ReactNode } from 'react'
import { formatMoney, MoneyInput } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { tenderName, timesWords } from '#console/cashier/tender-words.ts'
import { dayFor, mostPoints, type RedeemRule } from '#modules/points/redeem-rules.ts'
import { cashDueCents, pointsWorth, type OtherTender, type Payment } from './tender-rules.ts'

type TenderRowsProps = {
  payment: Payment
  netCents: number
  storedCents: number
  points: number
  rule: RedeemRule | null
  onChange: (payment: Payment) => void
}

/** What pays beside cash, each with an amount that can be changed or taken away. */
export function TenderRows({ payment, netCents, storedCents, points, rule, onChange }: TenderRowsProps) {
  const leftBeside = (part: Partial<Payment>) => cashDueCents(netCents, { ...payment, ...part }, rule)
  const setOther = (tenderId: string, change: Partial<OtherTender> | null) =>
    onChange({
      ...payment,
      others: payment.others.flatMap((other) =>
        other.tenderId !== tenderId ? [other] : change ? [{ ...other, ...change }] : [],
      ),
    })
  return (
    <ul className="rg-pay-rows">
      {payment.points !== null && (
        <Row
          label={t('till.points')}
          note={pointsNote(rule, payment.points)}
          onRemove={() => onChange({ ...payment, points: null })}
        >
          <InputNumber<number>
            size="large"
            precision={0}
            min={0}
            max={rule ? mostPoints(rule, netCents, points) : 0}
            step={rule?.stepPoints ?? 1}
            aria-label={t('till.points')}
            className="rg-figure-input"
            value={payment.points}
            onChange={(value) => onChange({ ...payment, points: value ?? 0 })}
          />
        </Row>
      )}
      {payment.giftCards.map(({ tenderId, codeTail, balanceCents, amountCents }) => {
        const name = t('till.giftCard', { tail: codeTail })
        const beside = payment.giftCards.filter((card) => card.tenderId !== tenderId)
        return (
          <Row
            key={tenderId}
            label={name}
            note={t('till.available', { amount: formatMoney(balanceCents) })}
            onRemove={() => onChange({ ...payment, giftCards: beside })}
          >
            <MoneyInput
              size="large"
              value={amountCents}
              onChange={(cents) =>
                onChange({
                  ...payment,
                  giftCards: payment.giftCards.map((card) =>
                    card.tenderId === tenderId ? { ...card, amountCents: cents ?? 0 } : card,
                  ),
                })
              }
              label={name}
              maxCents={Math.min(balanceCents, leftBeside({ giftCards: beside }))}
            />
          </Row>
        )
      })}
      {payment.storedCents !== null && (
        <Row
          label={t('till.storedValue')}
          note={t('till.available', { amount: formatMoney(storedCents) })}
          onRemove={() => onChange({ ...payment, storedCents: null })}
        >
          <MoneyInput
            size="large"
            value={payment.storedCents}
            onChange={(cents) => onChange({ ...payment, storedCents: cents ?? 0 })}
            label={t('till.storedValue')}
            maxCents={Math.min(storedCents, leftBeside({ storedCents: null }))}
          />
        </Row>
      )}
      {payment.others.map(({ tenderId, method, amountCents, paymentId, carriedTenderId }) => {
        const name = tenderName({ kind: 'other', method })
        const beside = payment.others.filter((other) => other.tenderId !== tenderId)
        const isFixed = paymentId !== undefined || carriedTenderId !== undefined
        return (
          <Row
            key={tenderId}
            label={name}
            note={carriedTenderId ? t('till.exchange.kept') : paymentId ? t('till.paidAlready') : null}
            // Money that a provider took is given back by a refund, not by forgetting it.
            onRemove={paymentId && !carriedTenderId ? null : () => setOther(tenderId, null)}
          >
            <MoneyInput
              size="large"
              value={amountCents}
              disabled={isFixed}
              onChange={(cents) => setOther(tenderId, { amountCents: cents ?? 0 })}
              label={name}
              maxCents={leftBeside({ others: beside })}
            />
          </Row>
        )
      })}
    </ul>
  )
}

/** What the points pay, and the redemption day that makes it more. */
function pointsNote(rule: RedeemRule | null, points: number): string {
  const worth = formatMoney(pointsWorth(rule, points))
  const day = rule && dayFor(rule, points)
  return day ? `${worth} · ${t('till.redeemDay', { name: day.name, times: timesWords(day.rateBps) })}` : worth
}

type RowProps = { label: string; note: string | null; onRemove: (() => void) | null; children: ReactNode }

function Row({ label, note, onRemove, children }: RowProps) {
  return (
    <li>
      <span>
        {label}
        {note && <small>{note}</small>}
      </span>
      {children}
      {onRemove && (
        <button type="button" aria-label={t('till.removeTender', { name: label })} onClick={onRemove}>
          <CloseOutlined />
        </button>
      )}
    </li>
  )
}
