import i18next from 'i18next'
import type { Tone } from '@staff/ui'
import type { InvoiceState } from '#modules/invoices/invoice-step-rules.ts'
import { t, type SentenceKey } from '#app/i18n.ts'

export const stateTones: Record<InvoiceState, Tone> = {
  requested: 'info',
  issuing: 'info',
  issued: 'good',
  failed: 'bad',
  red_letter_needed: 'warn',
  reversed: 'plain',
}

/** Why an invoice failed or is not known yet, in words; a vendor's own code stands as it is. */
export function reasonText(reason: string | null): string | null {
  if (reason === null) return null
  const key = `invoices.reason.${reason}`
  return i18next.exists(key) ? t(key as SentenceKey) : t('invoices.reasonCode', { code: reason })
}
