import i18next from 'i18next'
import type { api, ResponseOf } from '@staff/api'
import type { Tone } from '@staff/ui'
import {
  modeWords,
  paymentStanding,
  providerWords,
  reasonWords,
  stateWords,
} from '#modules/payments/payment-words-rules.ts'
import { language, t, type SentenceKey } from '#app/i18n.ts'

export type Payment = ResponseOf<typeof api.paymentGet>

export const providerName = (provider: Payment['provider']) => providerWords[provider][language()]
export const modeName = (mode: Payment['mode']) => modeWords[mode][language()]
export const stateName = (state: Payment['state']) => stateWords[state][language()]

/** The state in a word; late money and money that no sale took are told apart from what is done. */
export function stateOf(payment: Pick<Payment, 'state' | 'isLate' | 'claimSaleId' | 'refunds'>): {
  text: string
  tone: Tone
} {
  const { words, tone } = paymentStanding(payment)
  return { text: words[language()], tone }
}

/** Why a payment failed or is not known, in words; a provider's own code stands as it is. */
export const reasonText = (reason: string | null) => reason && reasonWords(reason)[language()]

export function historyTitle(kind: string): string {
  const key = `payments.history.${kind}`
  return i18next.exists(key) ? t(key as SentenceKey) : kind
}

/** A card as its paper names it; null where it was none. */
export function cardText(card: Payment['card']): string | null {
  return card && [card.brand, card.last4 && `•••• ${card.last4}`, card.authCode].filter(Boolean).join(' · ')
}
