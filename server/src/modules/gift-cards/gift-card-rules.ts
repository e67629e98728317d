import { refuse, type Refusal } from '#shared/refusal.ts'

/** A card as the till must know it. What is on it is the ledger's. */
export type GiftCard = {
  id: string
  codeTail: string
  /** Where it may be spent; null: in every store. */
  storeIds: readonly string[] | null
  activatedAt: Date | null
  blockedAt: Date | null
}

export type GiftCardState = 'blank' | 'active' | 'blocked'

export function stateOf({ activatedAt, blockedAt }: Pick<GiftCard, 'activatedAt' | 'blockedAt'>): GiftCardState {
  if (blockedAt) return 'blocked'
  return activatedAt ? 'active' : 'blank'
}

/** Refuses a card that may not pay in this store: blank, blocked, or of other stores. */
export function refuseSpending(
  card: GiftCard,
  storeId: string,
): Refusal<'gift_card_blank' | 'gift_card_blocked' | 'gift_card_elsewhere'> | undefined {
  const state = stateOf(card)
  if (state === 'blank') return refuse('gift_card_blank')
  if (state === 'blocked') return refuse('gift_card_blocked')
  if (card.storeIds !== null && !card.storeIds.includes(storeId)) return refuse('gift_card_elsewhere')
  return undefined
}

/** Refuses money onto a blocked card, and more than the law of the store lets an anonymous card hold (R6); null: it says nothing. */
export function refuseLoading(
  card: Pick<GiftCard, 'activatedAt' | 'blockedAt'>,
  { balanceCents, amountCents, limitCents }: { balanceCents: number; amountCents: number; limitCents: number | null },
): Refusal<'gift_card_blocked' | 'gift_card_full'> | undefined {
  if (card.blockedAt) return refuse('gift_card_blocked')
  if (limitCents !== null && balanceCents + amountCents > limitCents) {
    return refuse('gift_card_full', { limitCents, balanceCents })
  }
  return undefined
}
