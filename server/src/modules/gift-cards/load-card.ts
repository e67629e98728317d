import { readStoreLaw } from '#modules/law-packs/store-law.ts'
import { planGrant } from '#modules/ledger/grant-rules.ts'
import { accountIn, applyPlan } from '#modules/ledger/ledger-rules.ts'
import { lockLedger, postingOf, writeLedger } from '#modules/ledger/post-ledger.ts'
import { claimPayments } from '#modules/payments/claim-payments.ts'
import { holdTenders, type Taking } from '#modules/payments/take-tenders.ts'
import { refuseClosing } from '#modules/shops/closing-stores.ts'
import { openStoreOf } from '#modules/shops/store-facts.ts'
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
  /** A card that was found by its code before. */
  giftCardId?: string | undefined
  amountCents: number
  tenders: readonly TopUpTender[]
  taking: Taking
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
 * exactly, and a store whose closing was announced; money outside names a confirmed payment that was asked for this very load. Locks those payments, the card, then its
 * account.
 */
export async function loadCard(work: Work, input: LoadInput): Promise<Loaded> {
  const { loadId, storeId, amountCents, taking } = input
  const [store] = await Promise.all([openStoreOf(work, storeId), refuseClosing(work, storeId)])
  const { tenders, changeCents } = accept(payExactly(amountCents, input.tenders))
  const paid = { purpose: 'gift_card_load', recordId: loadId, storeId: store.id, takesWord: taking.takesWord } as const
  const claims = await holdTenders(work, paid, tenders)
  const giftCardId = await cardOf(work, input)
  const account = giftCardAccount(giftCardId)
  const [cards, ledger, { prepaid }] = await Promise.all([
    lockGiftCards(work, [giftCardId]),
    lockLedger(work, [account]),
    readStoreLaw(work, store),
  ])
  const card = accept(cards.get(giftCardId)!)
  const { balanceUnits: balanceCents } = accountIn(ledger, account)
  accept(refuseLoading(card, { balanceCents, amountCents, limitCents: prepaid.anonymousLimitCents }))
  const posting = postingOf(work, { kind: 'gift_card_load', id: loadId }, store.id)
  const plan = accept(planGrant(ledger, { account, units: amountCents, terms: { expiry: null } }, posting))
  applyPlan(ledger, plan)
  const counter = {
    storeId,
    shiftId: taking.shiftId,
    deviceId: 'deviceId' in work.actor ? work.actor.deviceId : null,
    businessDay: businessDay(work.at, store.timeZone, store.cutoffHour),
    cashierId: actorId(work.actor),
  }
  await Promise.all([
    activateCard(work, card.id),
    insertLoad(work, { ...counter, id: loadId, cardId: card.id, amountCents, changeCents }, tenders),
    writeLedger(work, [plan]),
    claimPayments(work, claims),
  ])
  const { businessDay: day } = counter
  const subject = { kind: 'gift_card', id: card.id }
  work.emit({ type: 'gift_card.loaded', subject, data: { loadId, storeId, businessDay: day, amountCents } })
  return {
    ...{ loadId, giftCardId: card.id, codeTail: card.codeTail, amountCents, changeCents },
    balanceCents: balanceCents + amountCents,
  }
}

/** The card that is loaded. A new one's id is that of the load: sent twice, it is the same card. */
async function cardOf(work: Work, { loadId, code, giftCardId }: LoadInput): Promise<string> {
  if (giftCardId !== undefined) return giftCardId
  if (code !== undefined) return (await cardByCode(work, code)).id
  const [newCardId] = await makeCards(work, 1, { batchId: null, storeIds: null }, loadId)
  return newCardId!
}
