import { api, type ResponseOf } from '@staff/api'
import type { Tone } from '@staff/ui'
import type { SentenceKey } from '#app/i18n.ts'

export type CardRow = ResponseOf<typeof api.giftCardList>['items'][number]
export type CardState = CardRow['state']
export type Batch = ResponseOf<typeof api.giftCardBatchList>['items'][number]

/** What shows cards anew after money moved on one, or one was blocked. */
export const cardChanges = [api.giftCardList, api.giftCardGet, api.giftCardBatchList]

export const cardStates: readonly CardState[] = ['active', 'blank', 'blocked']

export const stateWords: Record<CardState, { label: SentenceKey; tone: Tone }> = {
  active: { label: 'gift-cards.state.active', tone: 'good' },
  blank: { label: 'gift-cards.state.blank', tone: 'plain' },
  blocked: { label: 'gift-cards.state.blocked', tone: 'bad' },
}

/** Why something moved on a card, by what it was booked under. */
export const sourceWords: Readonly<Record<string, SentenceKey>> = {
  gift_card_load: 'gift-cards.entry.load',
  gift_card_payout: 'gift-cards.entry.payout',
  sale: 'gift-cards.entry.sale',
  refund: 'gift-cards.entry.refund',
}

/** The end of a code that was typed or scanned, by which cards are listed; null for what cannot be one. */
export function tailOf(typed: string): string | null {
  const end = typed
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .slice(-4)
  return end.length === 4 ? end : null
}

const shownForMs = 3_600_000

/** Whether the codes of what was made then can still be shown. */
export function isCodeShown(madeAt: string, now: number): boolean {
  return Date.parse(madeAt) + shownForMs > now
}
