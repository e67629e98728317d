import { packOf } from '#modules/law-packs/pack-rules.ts'
import type { LawPack } from '#modules/law-packs/pack-types.ts'
import { readStoreLaw } from '#modules/law-packs/store-law.ts'
import { accountIn } from '#modules/ledger/ledger-rules.ts'
import { readLedger } from '#modules/ledger/post-ledger.ts'
import { openStoreOf } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { isSoldOnline, readFreeTopUp } from './free-top-up.ts'
import type { FreeTopUp } from './free-top-up-rules.ts'
import { previewTopUp, storedValuePurse } from './sell-top-up.ts'
import { type OfferRow, readOffer, readOffers } from './top-up-queries.ts'
import type { TopUpQuote } from './top-up-rules.ts'
import { topUpWords } from './top-up-words-rules.ts'

type Place = { memberId: string; storeId: string }

/** What a member may top up on the phone, beside what the law of the store lets one account hold (R6). Locks nothing. */
export async function onlineOffersFor(
  work: Work,
  { memberId, storeId }: Place,
): Promise<{ offers: OfferRow[]; free: FreeTopUp; law: LawPack; heldCents: number; leftCents: number | null }> {
  const store = await openStoreOf(work, storeId)
  const [principal] = storedValuePurse(memberId)
  const [offers, free, law, ledger] = await Promise.all([
    readOffers(work),
    readFreeTopUp(work),
    readStoreLaw(work, store),
    readLedger(work, [principal]),
  ])
  const heldCents = accountIn(ledger, principal).balanceUnits
  const { namedLimitCents } = law.prepaid
  return {
    offers: offers.filter(isSoldOnline),
    ...{ free, law, heldCents },
    leftCents: namedLimitCents === null ? null : Math.max(0, namedLimitCents - heldCents),
  }
}

export type TopUpOffer = {
  name: string
  isOnline: boolean
  quote: TopUpQuote
  words: { zh: string[]; en: string[] }
}

/** What a member wishes for: an offer, or an amount of their own. */
type WishedTopUp = { offerId: string } | { principalCents: number }

/**
 * A top-up as a member is to buy it: what it brings today, and its terms in words. An amount of their own brings what the best offer sold
 * on phones that it reaches gives on top. Refuses what `previewTopUp` refuses. Locks nothing.
 */
export async function showTopUpOffer(
  work: Work,
  { wished, money, ...place }: Place & { wished: WishedTopUp; money: (cents: number) => string },
): Promise<TopUpOffer> {
  const asked = 'offerId' in wished ? wished : { ...wished, bonusOf: 'best' as const }
  const quote = await previewTopUp(work, { ...place, ...asked })
  const [offer, free] = await Promise.all([
    quote.offerId === null ? undefined : readOffer(work, quote.offerId),
    readFreeTopUp(work),
  ])
  const isFree = 'principalCents' in wished
  if (!isFree && !offer) throw new Refused('top_up_offer_not_found')
  const reached = isFree ? offer?.name : undefined
  const terms = { ...quote, bonusExpiresDay: quote.bonusExpiry?.day ?? null, reached }
  const law = packOf(quote.lawPack)
  const said = (language: 'zh' | 'en') => topUpWords(terms, law, { language, money })
  const sold = isFree ? free : offer!
  return { name: sold.name, isOnline: sold.isOnline, quote, words: { zh: said('zh'), en: said('en') } }
}
