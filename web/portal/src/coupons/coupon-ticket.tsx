import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { formatDay, formatMoney } from '@portal/ui'
import { localDay } from '#shared/business-day.ts'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { useShop } from '#portal/app/session.ts'
import { type Coupon, faceWords, fromWords, type Names, termWords } from './coupon-words.ts'

type TicketProps = { coupon: Coupon; names: Names; children?: ReactNode }

/** A ticket: what it is worth, until when, and on opening every condition. `children` are what can be done with it. */
export function CouponTicket({ coupon, names, children }: TicketProps) {
  const { name, note, terms, status, usedAt, saleId, offCents, hasBudget } = coupon
  const { merchant } = useShop()
  const dayOf = (instant: string) => formatDay(localDay(new Date(Date.parse(instant) - 1), merchant.timeZone))
  const isOver = status !== 'unused' || Date.parse(coupon.endsAt) <= Date.now()
  const isLater = Date.parse(coupon.startsAt) > Date.now()
  return (
    <li className="rp-ticket" data-over={isOver}>
      <div className="rp-ticket-face" data-long={terms.benefit.kind === 'gift'}>
        <strong>{faceWords(terms, names)}</strong>
        <span>{fromWords(terms)}</span>
      </div>
      <div className="rp-ticket-text">
        <h2>{name}</h2>
        <p className="rp-small">
          {usedAt
            ? t('coupons.usedOn', { day: dayOf(usedAt), amount: formatMoney(offCents ?? 0) })
            : isLater
              ? t('coupons.later', { from: dayOf(coupon.startsAt), day: dayOf(coupon.endsAt) })
              : t('coupons.until', { day: dayOf(coupon.endsAt) })}
        </p>
        {saleId && <Link to={paths.receipt(saleId)}>{t('coupons.toReceipt')}</Link>}
        <details>
          <summary>{t('coupons.terms')}</summary>
          <ul>
            {note && <li>{note}</li>}
            {termWords(terms, names).map((words) => (
              <li key={words}>{words}</li>
            ))}
            {hasBudget && <li>{t('coupons.term.budget')}</li>}
          </ul>
        </details>
        {children}
      </div>
    </li>
  )
}
