import { giftCardTails } from '#modules/gift-cards/card-tails.ts'
import type { Work } from '#platform/work.ts'

/** Tenders with the last characters of the gift cards among them, by which people know a card; null for all others. */
export async function withCardTails<T extends { kind: string; referenceId: string | null }>(
  work: Work,
  tenders: readonly T[],
): Promise<(T & { cardTail: string | null })[]> {
  const cardOf = ({ kind, referenceId }: T) => (kind === 'gift_card' ? referenceId : null)
  const tails = await giftCardTails(
    work,
    tenders.flatMap((tender) => cardOf(tender) ?? []),
  )
  return tenders.map((tender) => ({ ...tender, cardTail: tails.get(cardOf(tender) ?? '') ?? null }))
}
