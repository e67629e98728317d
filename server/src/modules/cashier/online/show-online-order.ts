import { priceCart } from '#modules/cashier/pricing/price-sale-rules.ts'
import { readPricing } from '#modules/cashier/sale/quote-sale.ts'
import { refuseUnopened } from '#modules/cashier/sale/sale-facts.ts'
import { showPlanOffer } from '#modules/passes/offer-plan.ts'
import { mayBuyOnline } from '#modules/passes/online-rules.ts'
import { refusePlanLines } from '#modules/passes/plan-facts.ts'
import { contractMoney } from '#modules/points/rules-page-words.ts'
import { merchantFacts, openStoreOf } from '#modules/shops/store-facts.ts'
import { showTopUpOffer } from '#modules/stored-value/offer-top-up.ts'
import type { TopUpQuote } from '#modules/stored-value/top-up-rules.ts'
import type { Work } from '#platform/work.ts'
import { type Day, localDay } from '#shared/business-day.ts'
import { fingerprintOf } from '#shared/fingerprint.ts'
import { newId } from '#shared/ids.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { planOnlineChange } from './change-online.ts'
import type { OnlineAgreement, OnlineWish, TopUpShown } from './online-order-rules.ts'

/** What a member is shown before paying: the sum, what comes of it, the terms in words. */
export type OnlineShown = OnlineAgreement & {
  /** Without any price for members, promotion or price lock. */
  listCents: number
  /** Passes: the days they would be good for. */
  startsDay: Day | null
  endsDay: Day | null
  isPriceLocked: boolean
  /** Where a pass goes for it: what the plan costs, and what is left of the pass. */
  change: { name: string; priceCents: number; creditCents: number; backCents: number } | null
  /** Covers all that is shown, the words among it. */
  fingerprint: string
}

type Ordering = { memberId: string; wish: OnlineWish }

/**
 * What an online order costs and brings now; ordering runs the same function. Refuses what the shop does not sell online, and all that
 * would keep it from being booked as far as it can be known without a lock.
 */
export async function showOnlineOrder(work: Work, { memberId, wish }: Ordering): Promise<OnlineShown> {
  const { currency } = await merchantFacts(work)
  const money = (cents: number) => contractMoney(cents, currency)
  const shown =
    wish.kind === 'top_up' ? await showTopUp(work, memberId, wish, money) : await showPass(work, memberId, wish, money)
  return { ...shown, fingerprint: fingerprintOf({ wish, shown }) }
}

type Shown = Omit<OnlineShown, 'fingerprint'>

async function showTopUp(
  work: Work,
  memberId: string,
  { storeId, ...wished }: Extract<OnlineWish, { kind: 'top_up' }>,
  money: (cents: number) => string,
): Promise<Shown> {
  const { name, isOnline, quote, words } = await showTopUpOffer(work, { memberId, storeId, wished, money })
  if (!isOnline) throw new Refused('not_sold_online')
  const { principalCents } = quote
  return {
    ...{ name, amountCents: principalCents, listCents: principalCents, words },
    topUp: topUpShown(quote),
    ...{ startsDay: null, endsDay: null, isPriceLocked: false, change: null },
  }
}

/** What of a quote is agreed to. */
export function topUpShown(quote: TopUpQuote): TopUpShown {
  const { offerId, principalCents, bonusCents, drawMode, bonusExpiry, lawPack } = quote
  return { offerId, principalCents, bonusCents, drawMode, bonusExpiresDay: bonusExpiry?.day ?? null, lawPack }
}

type PassWish = Extract<OnlineWish, { kind: 'pass' }>

/** The cart that the till would have: one line, the plan, perhaps the pass that it renews. */
export function passCart(memberId: string, { storeId, planId, version, renewsPassId }: PassWish) {
  const plan = { version, ...(renewsPassId === undefined ? {} : { renewsPassId }) }
  return { storeId, memberId, lines: [{ lineId: newId(), productId: planId, quantityMilli: 1000, plan }] }
}

async function showPass(
  work: Work,
  memberId: string,
  wish: PassWish,
  money: (cents: number) => string,
): Promise<Shown> {
  const { timeZone: zone } = await openStoreOf(work, wish.storeId)
  const cart = passCart(memberId, wish)
  const renewsPassId = wish.renewsPassId ?? null
  const [{ facts, pricing }, offer] = await Promise.all([
    readPricing(work, cart),
    showPlanOffer(work, { planId: wish.planId, renewsPassId, storeId: wish.storeId, zone, money }),
  ])
  const { plan, wordsAt, startsDay, endsDay, lockedPriceCents } = offer
  // Another's pass is one that does not exist.
  if (renewsPassId !== null && facts.passes.passes.get(renewsPassId)?.memberId !== memberId)
    throw new Refused('pass_not_found')
  const unsellable =
    refuseUnopened(facts, cart, work.at) ?? refusePlanLines(facts.passes, cart, localDay(work.at, zone))
  if (unsellable) accept(unsellable)
  if (!mayBuyOnline(plan, renewsPassId !== null)) throw new Refused('not_sold_online')
  const { netCents, grossCents } = accept(priceCart(cart, pricing))
  const shown = {
    ...{ name: plan.name, amountCents: netCents, listCents: grossCents, words: wordsAt(netCents), topUp: null },
    ...{ startsDay, endsDay, isPriceLocked: lockedPriceCents !== null, change: null },
  }
  return wish.changesPassId === undefined ? shown : showChange(work, memberId, wish, { shown, money })
}

/** The same plan where an own pass goes for it: what is left of that by what was paid is taken off, and what it means is said first. */
async function showChange(
  work: Work,
  memberId: string,
  wish: PassWish,
  { shown, money }: { shown: Shown; money: (cents: number) => string },
): Promise<Shown> {
  const { planned, name, words } = await planOnlineChange(work, memberId, wish, money)
  const { dueCents, priceCents, creditCents } = planned
  return {
    ...shown,
    ...{ amountCents: dueCents, listCents: dueCents },
    words: { zh: [...words.zh, ...shown.words.zh], en: [...words.en, ...shown.words.en] },
    change: { name, priceCents, creditCents, backCents: creditCents - (priceCents - dueCents) },
  }
}
