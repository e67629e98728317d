import type { AccountKey } from '#modules/ledger/ledger-rules.ts'
import type { Work } from '#platform/work.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'
import { lockCards } from './card-queries.ts'
import type { GiftCard } from './gift-card-rules.ts'

/** The account of what is on a card. */
export function giftCardAccount(giftCardId: string): AccountKey {
  return { ownerKind: 'gift_card', ownerId: giftCardId, asset: 'gift_card' }
}

/**
 * Holds the cards that a batch of sales wants to spend, in key order: a card that is being blocked waits, and so does a second
 * till. A card that does not exist is a refusal in its place. One statement of the flight.
 */
export async function lockGiftCards(
  work: Work,
  ids: readonly string[],
): Promise<Map<string, GiftCard | Refusal<'gift_card_not_found'>>> {
  if (ids.length === 0) return new Map()
  const cards = new Map((await lockCards(work, ids)).map((card) => [card.id, card]))
  return new Map(ids.map((id) => [id, cards.get(id) ?? refuse('gift_card_not_found')]))
}
