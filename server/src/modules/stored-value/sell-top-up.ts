import { planPairGrant } from '#modules/ledger/grant-rules.ts'
import { applyPlan, availableUnits, type AccountKey } from '#modules/ledger/ledger-rules.ts'
import { lockLedger, postingOf, writeLedger } from '#modules/ledger/post-ledger.ts'
import { lockMembers } from '#modules/members/lock-members.ts'
import { claimPayments } from '#modules/payments/claim-payments.ts'
import { holdTenders, type Taking } from '#modules/payments/take-tenders.ts'
import { openStoreOf } from '#modules/shops/store-facts.ts'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { businessDay } from '#shared/business-day.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { insertTopUp, readOffer } from './top-up-queries.ts'
import { quoteTopUp, topUpFingerprint, type TopUpQuote, type TopUpTender } from './top-up-rules.ts'

/** Principal and bonus: the purse that stored value is spent from as one. */
export function storedValuePurse(memberId: string): [principal: AccountKey, bonus: AccountKey] {
  const owner = { ownerKind: 'member', ownerId: memberId } as const
  return [
    { ...owner, asset: 'stored_principal' },
    { ...owner, asset: 'stored_bonus' },
  ]
}

export type TopUpWish = {
  storeId: string
  memberId: string
  offerId?: string | null
  principalCents?: number | null
  tenders?: readonly TopUpTender[] | null
}

/** What a top-up costs and brings. Locks nothing. */
export async function previewTopUp(work: Work, wish: TopUpWish): Promise<TopUpQuote & { fingerprint: string }> {
  const { quote } = await quoteAtStore(work, wish)
  return { ...quote, fingerprint: topUpFingerprint(quote) }
}

async function quoteAtStore(work: Work, { storeId, offerId, principalCents, tenders }: TopUpWish) {
  const [store, offer] = await Promise.all([openStoreOf(work, storeId), offerId ? readOffer(work, offerId) : null])
  if (offer === undefined) throw new Refused('top_up_offer_not_found')
  const wish = { offer, principalCents: principalCents ?? null, tenders: tenders ?? null }
  return { store, quote: accept(quoteTopUp(wish, work.at, store.timeZone)) }
}

/**
 * Sells a top-up: money in, principal and bonus as a pair of lots (R1), whose draw-down mode is fixed here (R2).
 *
 * Books exactly what was shown: another price since then is refused with the new fingerprint. Earns no points: stored value
 * earns when it is spent (R12). Money outside names a confirmed payment that was asked for this very top-up. Locks those
 * payments, the member, then the two accounts.
 */
export async function sellTopUp(
  work: Work,
  input: TopUpWish & {
    topUpId: string
    tenders: readonly TopUpTender[]
    fingerprint: string
    taking: Taking
  },
) {
  const { topUpId, memberId, taking } = input
  const { store, quote } = await quoteAtStore(work, input)
  const fingerprint = topUpFingerprint(quote)
  if (fingerprint !== input.fingerprint) {
    throw new Refused('quote_changed', {
      principalCents: quote.principalCents,
      bonusCents: quote.bonusCents,
      fingerprint,
    })
  }
  const paid = { purpose: 'top_up', recordId: topUpId, storeId: store.id, takesWord: taking.takesWord } as const
  const claims = await holdTenders(work, paid, quote.tenders)
  const [principal, bonus] = storedValuePurse(memberId)
  const [members, ledger] = await Promise.all([lockMembers(work, [memberId]), lockLedger(work, [principal, bonus])])
  accept(members.get(memberId)!)
  const ruleVersion = quote.offerId ? `offer-${quote.offerId}` : null
  const plan = accept(
    planPairGrant(
      ledger,
      {
        // Named stored value never expires (R6); what was given on top may.
        principal: { account: principal, units: quote.principalCents, terms: { expiry: null, ruleVersion } },
        bonus:
          quote.bonusCents > 0
            ? { account: bonus, units: quote.bonusCents, terms: { expiry: quote.bonusExpiry, ruleVersion } }
            : null,
        drawMode: quote.drawMode,
      },
      postingOf(work, { kind: 'top_up', id: topUpId }, store.id),
    ),
  )
  applyPlan(ledger, plan)
  const { tenders, bonusExpiry, ...sold } = quote
  const record = {
    ...sold,
    id: topUpId,
    memberId,
    storeId: store.id,
    deviceId: 'deviceId' in work.actor ? work.actor.deviceId : null,
    bonusExpiresDay: bonusExpiry?.day ?? null,
    fingerprint,
    businessDay: businessDay(work.at, store.timeZone, store.cutoffHour),
    at: work.at,
    cashierId: actorId(work.actor),
    shiftId: taking.shiftId,
  }
  await Promise.all([insertTopUp(work, record, tenders), writeLedger(work, [plan]), claimPayments(work, claims)])
  const { principalCents, bonusCents, changeCents } = quote
  const data = { topUpId, storeId: store.id, businessDay: record.businessDay, principalCents, bonusCents }
  work.emit({ type: 'top_up.sold', subject: { kind: 'member', id: memberId }, data })
  const storedCents = availableUnits(ledger, [principal, bonus], work.at)
  return { topUpId, principalCents, bonusCents, changeCents, storedCents }
}
