import type { api, ResponseOf } from '@staff/api'
import { formatDay, formatMoney } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'

export type CancelQuote = ResponseOf<typeof api.myWayOutGet>['now']

/** What goes and what comes back, one sentence for each thing. */
export function consequences(quote: CancelQuote): string[] {
  const { lastDay, unitsLost, bookingIds, benefits, stopsRenewal, back } = quote
  const pointsTaken = back?.pointsTaken ?? 0
  return [
    lastDay ? t('leaving.usableUntil', { day: formatDay(lastDay) }) : t('leaving.endsNow'),
    ...unitsLost.map(({ name, units }) => t('leaving.unitsLost', { name, count: units })),
    ...(bookingIds.length > 0 ? [t('leaving.bookings', { count: bookingIds.length })] : []),
    ...(benefits.length > 0 && !lastDay ? [t('leaving.benefits')] : []),
    ...(stopsRenewal ? [t('leaving.renewalStops')] : []),
    ...(pointsTaken > 0 ? [t('leaving.pointsTaken', { count: pointsTaken })] : []),
    t(pointsTaken > 0 ? 'leaving.othersKept' : 'leaving.kept'),
  ]
}

/** How the money comes back, part by part: nobody should have to ask where it went. A receipt says by itself what is to be collected. */
export function waysBack({ back }: CancelQuote, of: 'quote' | 'receipt'): string[] {
  const parts = (back?.parts ?? []).filter(({ way }) => of === 'quote' || way !== 'hand')
  return parts.map(({ way, cents }) => t(`leaving.wayBack.${way}`, { amount: formatMoney(cents) }))
}

/** The way to the sum, with the figures of this very pass. */
export function formulaWords({ formula: { kind, paidCents, usedCents } }: CancelQuote): string {
  const values = { paid: formatMoney(paidCents), used: formatMoney(usedCents) }
  return t(`leaving.formula.${kind}`, values)
}
