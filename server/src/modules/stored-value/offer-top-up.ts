import { packOf } from '#modules/law-packs/pack-rules.ts'
import type { LawPack } from '#modules/law-packs/pack-types.ts'
import { readStoreLaw } from '#modules/law-packs/store-law.ts'
import { accountIn } from '#modules/ledger/ledger-rules.ts'
import { readLedger } from '#modules/ledger/post-ledger.ts'
import { openStoreOf } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { previewTopUp, storedValuePurse } from './sell-top-up.ts'
import { type OfferRow, readOffer, readOffers } from './top-up-queries.ts'
import type { TopUpQuote } from './top-up-rules.ts'
import { topUpWords } from './top-up-words-rules.ts'

type Place = { memberId: string; storeId: string }

/** What a member may top up on the phone, beside what the law of the store lets one account hold (R6). Locks nothing. */
export async function onlineOffersFor(
  work: Work,
  { memberId, storeId }: Place,
): Promise<{ offers: OfferRow[]; law: LawPack; heldCents: number; leftCents: number | null }> {
  const store = await openStoreOf(work, storeId)
  const [principal] = storedValuePurse(memberId)
  const [offers, law, ledger] = await Promise.all([
    readOffers(work),
    readStoreLaw(work, store),
    readLedger(work, [principal]),
  ])
  const heldCents = accountIn(ledger, principal).balanceUnits
  const { namedLimitCents } = law.prepaid
  return {
    offers: offers.filter(({ isOnline, closedAt }) => isOnline && closedAt === null),
    ...{ law, heldCents },
    leftCents: namedLimitCents === null ? null : Math.max(0, namedLimitCents - heldCents),
  }
}

export type TopUpOffer = {
  offer: OfferRow
  quote: TopUpQuote
  words: { zh: string[]; en: string[] }
}

/**
 * An offer as a member is to buy it: what it brings today, and its terms in words. Refuses what `previewTopUp` refuses. Locks nothing.
 */
export async function showTopUpOffer(
  work: Work,
  { offerId, money, ...place }: Place & { offerId: string; money: (cents: number) => string },
): Promise<TopUpOffer> {
  const [offer, quote] = await Promise.all([readOffer(work, offerId), previewTopUp(work, { ...place, offerId })])
  if (!offer) throw new Refused('top_up_offer_not_found')
  const terms = { ...quote, bonusExpiresDay: quote.bonusExpiry?.day ?? null }
  const law = packOf(quote.lawPack)
  const said = (language: 'zh' | 'en') => topUpWords(terms, law, { language, money })
  return { offer, quote, words: { zh: said('zh'), en: said('en') } }
}
