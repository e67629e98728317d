import { loadCard, type Loaded } from '#modules/gift-cards/load-card.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'

/** A gift card, sold for cash through the very use case. */
export function makeGiftCard(work: Work, storeId: string, amountCents = 20_000): Promise<Loaded> {
  const tenders = [{ tenderId: newId(), kind: 'cash' as const, receivedCents: amountCents }]
  return loadCard(work, { loadId: newId(), storeId, amountCents, tenders, taking: { shiftId: null, takesWord: true } })
}
