import { planPairGrant } from '#modules/ledger/grant-rules.ts'
import {
  accountIn,
  applyPlan,
  availableUnits,
  type AccountKey,
  type LedgerState,
} from '#modules/ledger/ledger-rules.ts'
import { lockLedger, postingOf, readLedger, writeLedger } from '#modules/ledger/post-ledger.ts'
import { packOn } from '#modules/law-packs/pack-rules.ts'
import type { LawPack } from '#modules/law-packs/pack-types.ts'
import { readStoreRegion } from '#modules/law-packs/store-law.ts'
import { lockMembers } from '#modules/members/lock-members.ts'
import { claimPayments } from '#modules/payments/claim-payments.ts'
import { holdTenders, type Taking } from '#modules/payments/take-tenders.ts'
import { openStoreOf, type StoreFacts } from '#modules/shops/store-facts.ts'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { businessDay, localDay } from '#shared/business-day.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { type BonusOf, reachedOffer } from './free-top-up.ts'
import { insertTopUp, readOffer } from './top-up-queries.ts'
import {
  type Offer,
  quoteTopUp,
  refuseUnlawful,
  topUpFingerprint,
  type TopUpQuote,
  type TopUpTender,
} from './top-up-rules.ts'

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
  /** An amount of the member's own on the phone: within the shop's limits, with what this offer gives on top. */
  bonusOf?: BonusOf
  tenders?: readonly TopUpTender[] | null
}

/** What a top-up costs and brings. Locks nothing. */
export async function previewTopUp(work: Work, wish: TopUpWish): Promise<TopUpQuote & { fingerprint: string }> {
  const [ground, ledger] = await Promise.all([groundOf(work, wish), readLedger(work, storedValuePurse(wish.memberId))])
  const quote = quoteOn(work, wish, ground)
  acceptLawful(ground, quote, ledger, wish.memberId)
  return { ...quote, fingerprint: topUpFingerprint(quote) }
}

type Ground = { store: StoreFacts; offer: Offer | null; reached: Offer | null; law: LawPack }

/** The store, the law it sells under, the offer, or the one that an amount of the member's own reaches. */
async function groundOf(work: Work, { storeId, offerId, principalCents, bonusOf }: TopUpWish): Promise<Ground> {
  const [store, offer, reached, { region }] = await Promise.all([
    openStoreOf(work, storeId),
    offerId ? readOffer(work, offerId) : null,
    bonusOf && principalCents ? reachedOffer(work, principalCents, bonusOf) : null,
    readStoreRegion(work, storeId),
  ])
  if (offer === undefined) throw new Refused('top_up_offer_not_found')
  return { store, offer, reached, law: packOn(region, localDay(work.at, store.timeZone)) }
}

function quoteOn(work: Work, wish: TopUpWish, { store, offer, reached, law }: Ground): TopUpQuote {
  const asked = { offer, reached, principalCents: wish.principalCents ?? null, tenders: wish.tenders ?? null }
  return accept(quoteTopUp(asked, { law, at: work.at, zone: store.timeZone }))
}

function acceptLawful({ law }: Ground, quote: TopUpQuote, ledger: LedgerState, memberId: string): void {
  const [principal] = storedValuePurse(memberId)
  const refusal = refuseUnlawful(law, quote, accountIn(ledger, principal).balanceUnits)
  if (refusal) throw new Refused(refusal.code, refusal.details)
}

/**
 * Sells a top-up: money in, principal and bonus as a pair of lots (R1), whose draw-down mode is fixed here (R2).
 *
 * Books exactly what was shown: another price since then is refused with the new fingerprint. Earns no points: stored value
 * earns when it is spent (R12). The law pack of the store is pinned to the lots. Money outside names a confirmed payment that was asked for this very top-up. Locks those
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
  const ground = await groundOf(work, input)
  const { store, law } = ground
  const paid = { purpose: 'top_up', recordId: topUpId, storeId: store.id, takesWord: taking.takesWord } as const
  const quote = quoteOn(work, input, ground)
  const fingerprint = topUpFingerprint(quote)
  if (fingerprint !== input.fingerprint) {
    throw new Refused('quote_changed', {
      principalCents: quote.principalCents,
      bonusCents: quote.bonusCents,
      fingerprint,
    })
  }
  const claims = await holdTenders(work, paid, quote.tenders)
  const [principal, bonus] = storedValuePurse(memberId)
  const [members, ledger] = await Promise.all([lockMembers(work, [memberId]), lockLedger(work, [principal, bonus])])
  accept(members.get(memberId)!)
  acceptLawful(ground, quote, ledger, memberId)
  // The law pack is pinned to the lots: what comes of them later follows the law they were sold under.
  const ruleVersion = quote.offerId ? `${law.id}/offer-${quote.offerId}` : law.id
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
