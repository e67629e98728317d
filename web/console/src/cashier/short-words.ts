import { formatMoney } from '@staff/ui'
import { t } from '#app/i18n.ts'

type Short = { kind: string; shortUnits: number }

const unitsWords = ({ kind, shortUnits }: Short) =>
  kind === 'points' ? t('cashier.short.points', { count: shortUnits }) : formatMoney(shortUnits)

/** What of a tender the member did not have when the till sold offline. */
export const shortWords = (tender: Short) => t('cashier.short.sold', { amount: unitsWords(tender) })

/** What of it therefore goes back to nobody. */
export const shortBackWords = (tender: Short) => t('cashier.short.back', { amount: unitsWords(tender) })
