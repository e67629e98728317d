import { giftCardTails } from '#modules/gift-cards/card-tails.ts'
import { tillDayNames } from '#modules/rewards/till-days.ts'
import type { Work } from '#platform/work.ts'

/** What people know a tender by beside its kind. */
type TenderNames = {
  /** The last characters of the gift card. */
  cardTail: string | null
  /** The redemption day on which points were worth more, and how much. */
  redeemDay: { name: string; rateBps: number } | null
}

/** Tenders with the names of the gift cards and redemption days among them; nothing is read for others. */
export async function withTenderNames<T extends { kind: string; referenceId: string | null }>(
  work: Work,
  tenders: readonly T[],
): Promise<(T & TenderNames)[]> {
  const idOf = (wanted: string, { kind, referenceId }: T) => (kind === wanted ? referenceId : null)
  const idsOf = (wanted: string) => tenders.flatMap((tender) => idOf(wanted, tender) ?? [])
  const [tails, days] = await Promise.all([
    giftCardTails(work, idsOf('gift_card')),
    tillDayNames(work, idsOf('points')),
  ])
  return tenders.map((tender) => ({
    ...tender,
    cardTail: tails.get(idOf('gift_card', tender) ?? '') ?? null,
    redeemDay: days.get(idOf('points', tender) ?? '') ?? null,
  }))
}
