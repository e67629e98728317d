import i18next from 'i18next'
import type { api, ResponseOf } from '@staff/api'
import type { Tone } from '@staff/ui'
import { t, type SentenceKey } from '#app/i18n.ts'

export type Payment = ResponseOf<typeof api.paymentGet>

export const providerName = (provider: Payment['provider']) => t(`payments.provider.${provider}`)

const tones: Record<Payment['state'], Tone> = {
  created: 'info',
  sent: 'info',
  pending: 'info',
  confirmed: 'good',
  failed: 'plain',
  cancelled: 'plain',
  unknown: 'warn',
}

/** The state in a word; late money and money that no sale took are told apart from what is done. */
export function stateOf(payment: Pick<Payment, 'state' | 'isLate' | 'claimSaleId' | 'refunds'>): {
  text: string
  tone: Tone
} {
  const { state, isLate, claimSaleId, refunds } = payment
  if (refunds.some((refund) => refund.state === 'failed')) return { text: t('payments.refundFailed'), tone: 'bad' }
  if (isLate) return { text: t('payments.late'), tone: 'warn' }
  if (state === 'confirmed' && !claimSaleId && refunds.length === 0)
    return { text: t('payments.unclaimed'), tone: 'warn' }
  return { text: t(`payments.state.${state}`), tone: tones[state] }
}

/** Why a payment failed or is not known, in words; a provider's own code stands as it is. */
export function reasonText(reason: string | null): string | null {
  if (reason === null) return null
  const key = `payments.reason.${reason}`
  return i18next.exists(key) ? t(key as SentenceKey) : t('payments.reasonCode', { code: reason })
}

export function historyTitle(kind: string): string {
  const key = `payments.history.${kind}`
  return i18next.exists(key) ? t(key as SentenceKey) : kind
}
