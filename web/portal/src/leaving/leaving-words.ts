import type { api, ResponseOf } from '@staff/api'
import { formatDay, formatMoney } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'

export type CancelQuote = ResponseOf<typeof api.myWayOutGet>['now']

/** What goes and what comes back, one sentence for each thing. */
export function consequences(quote: CancelQuote): string[] {
  const { lastDay, unitsLost, bookingIds, benefits, stopsRenewal } = quote
  return [
    lastDay ? t('leaving.usableUntil', { day: formatDay(lastDay) }) : t('leaving.endsNow'),
    ...unitsLost.map(({ name, units }) => t('leaving.unitsLost', { name, count: units })),
    ...(bookingIds.length > 0 ? [t('leaving.bookings', { count: bookingIds.length })] : []),
    ...(benefits.length > 0 && !lastDay ? [t('leaving.benefits')] : []),
    ...(stopsRenewal ? [t('leaving.renewalStops')] : []),
    t('leaving.kept'),
  ]
}

/** The way to the sum, with the figures of this very pass. */
export function formulaWords({ formula: { kind, paidCents, usedCents } }: CancelQuote): string {
  const values = { paid: formatMoney(paidCents), used: formatMoney(usedCents) }
  return t(`leaving.formula.${kind}`, values)
}
