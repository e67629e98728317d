import { planGrant } from '#modules/ledger/grant-rules.ts'
import { accountIn, applyPlan } from '#modules/ledger/ledger-rules.ts'
import { lockLedger, postingOf, writeLedger } from '#modules/ledger/post-ledger.ts'
import { merchantFacts, openStoreOf } from '#modules/shops/store-facts.ts'
import { payExactly, type TopUpTender } from '#modules/stored-value/top-up-rules.ts'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { businessDay } from '#shared/business-day.ts'
import { accept } from '#shared/refusal.ts'
import { activateCard } from './card-queries.ts'
import { cardByCode, makeCards } from './codes.ts'
import { refuseLoading } from './gift-card-rules.ts'
import { giftCardAccount, lockGiftCards } from './hold-cards.ts'
import { insertLoad } from './money-queries.ts'

export type LoadInput = {
  loadId: string
  storeId: string
  /** A card at hand, blank or used; left out: a new card is made, whose code can be shown for an hour. */
  code?: string | undefined
  amountCents: number
  tenders: readonly TopUpTender[]
  shiftId: string | null
}

export type Loaded = {
  loadId: string
  giftCardId: string
  codeTail: string
  amountCents: number
  balanceCents: number
  changeCents: number
}

/**
 * Sells a gift card, or loads one: money in, value onto the card, which never expires. No points (R12), no VAT before it is
 * spent (R8). Refuses an unknown or blocked card, more than an anonymous card may hold (R6) and tenders that do not pay it
 * exactly. Locks the card, then its account.
 */
export async function loadCard(work: Work, input: LoadInput): Promise<Loaded> {
  const { loadId, storeId, code, amountCents, shiftId } = input
  const [store, merchant] = await Promise.all([openStoreOf(work, storeId), merchantFacts(work)])
  const { tenders, changeCents } = accept(payExactly(amountCents, input.tenders))
  // A new card's id is that of the load: sent twice, it is the same card.
  const [giftCardId] =
    code === undefined
      ? await makeCards(work, 1, { batchId: null, storeIds: null }, loadId)
      : [(await cardByCode(work, code)).id]
  const account = giftCardAccount(giftCardId!)
  const [cards, ledger] = await Promise.all([lockGiftCards(work, [giftCardId!]), lockLedger(work, [account])])
  const card = accept(cards.get(giftCardId!)!)
  const { balanceUnits: balanceCents } = accountIn(ledger, account)
  accept(refuseLoading(card, { balanceCents, amountCents, currency: merchant.currency }))
  const posting = postingOf(work, { kind: 'gift_card_load', id: loadId }, store.id)
  const plan = accept(planGrant(ledger, { account, units: amountCents, terms: { expiry: null } }, posting))
  applyPlan(ledger, plan)
  const counter = {
    storeId,
    shiftId,
    deviceId: 'deviceId' in work.actor ? work.actor.deviceId : null,
    businessDay: businessDay(work.at, store.timeZone, store.cutoffHour),
    cashierId: actorId(work.actor),
  }
  await Promise.all([
    activateCard(work, card.id),
    insertLoad(work, { ...counter, id: loadId, cardId: card.id, amountCents, changeCents }, tenders),
    writeLedger(work, [plan]),
  ])
  const { businessDay: day } = counter
  const subject = { kind: 'gift_card', id: card.id }
  work.emit({ type: 'gift_card.loaded', subject, data: { loadId, storeId, businessDay: day, amountCents } })
  return {
    ...{ loadId, giftCardId: card.id, codeTail: card.codeTail, amountCents, changeCents },
    balanceCents: balanceCents + amountCents,
  }
}
