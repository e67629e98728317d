import { t } from '#app/i18n.ts'
import { tenderName } from './tender-words.ts'

type PaidWith = { method: string | null; cardTail: string | null }

/** How the money of one tender goes back. */
export function wayBack(kind: string, paid: PaidWith): string {
  if (kind === 'cash') return t('cashier.refund.toCash')
  if (kind === 'stored_value') return t('cashier.refund.toStored')
  if (kind === 'points') return t('cashier.refund.toPoints')
  if (kind === 'gift_card') return t('cashier.refund.toGiftCard', { card: tenderName({ kind, ...paid }) })
  return t('cashier.refund.toOther', { method: tenderName({ kind, ...paid }) })
}
