import { planPairGrant } from '#modules/ledger/grant-rules.ts'
import {
  accountIn,
  applyPlan,
  availableUnits,
  type AccountKey,
  type LedgerState,
  type Plan,
} from '#modules/ledger/ledger-rules.ts'
import { lockLedger, postingOf, readLedger, writeLedger } from '#modules/ledger/post-ledger.ts'
import { packOn } from '#modules/law-packs/pack-rules.ts'
import type { LawPack } from '#modules/law-packs/pack-types.ts'
import { readStoreRegions } from '#modules/law-packs/store-law.ts'
import { lockMembers } from '#modules/members/lock-members.ts'
import { claimPayments } from '#modules/payments/claim-payments.ts'
import type { Claim } from '#modules/payments/claim-rules.ts'
import { claimsOf, type HeldMoney, holdMoney, type Taking } from '#modules/payments/take-tenders.ts'
import { readClosingStores } from '#modules/shops/closing-stores.ts'
import { openStoreIn, storeFacts, type StoreFacts } from '#modules/shops/store-facts.ts'
import { actorId } from '#platform/actor.ts'
import type { Turn } from '#platform/lane.ts'
import type { Work } from '#platform/work.ts'
import { businessDay, localDay } from '#shared/business-day.ts'
import { isRefusal, type Refusal, refuse, Refused } from '#shared/refusal.ts'
import { type BonusOf, type PhoneOffers, reachedOffer, readPhoneOffers } from './free-top-up.ts'
import { insertTopUps, readOffersById, takeTopUpNumbers, type TopUpRecord } from './top-up-queries.ts'
import {
  type BookedTender,
  type Offer,
  quoteTopUp,
  refuseUnlawful,
  topUpFingerprint,
  topUpNumberOf,
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

export type ShownTopUp = TopUpQuote & { fingerprint: string }

/** What a top-up costs and brings. Locks nothing. */
export async function previewTopUp(work: Work, wish: TopUpWish): Promise<ShownTopUp> {
  const [shown] = await previewTopUps([{ work, input: wish }])
  if (shown instanceof Refused) throw shown
  return shown!
}

/** The same for many of one merchant, each in its own actor's and moment's words: one flight. */
export async function previewTopUps(
  turns: readonly Pick<Turn<TopUpWish>, 'work' | 'input'>[],
): Promise<(ShownTopUp | Refused)[]> {
  const [first] = turns
  if (!first) return []
  const [grounds, ledger] = await Promise.all([readGrounds(first.work, turns), readLedger(first.work, pursesOf(turns))])
  return turns.map((turn) => {
    const quoted = quoteOn(turn, grounds)
    if (isRefusal(quoted)) return asRefused(quoted)
    const { quote, law } = quoted
    const unlawful = unlawfulFor(law, quote, ledger, turn.input.memberId)
    return unlawful ? asRefused(unlawful) : { ...quote, fingerprint: topUpFingerprint(quote) }
  })
}

/** The stores and those that are closing, the law they sell under, the offers; what is sold on phones where somebody chose an amount of their own. */
type Grounds = {
  closing: ReadonlySet<string>
  stores: ReadonlyMap<string, StoreFacts>
  offers: ReadonlyMap<string, Offer>
  regions: ReadonlyMap<string, string>
  phone: PhoneOffers | null
}

async function readGrounds(work: Work, turns: readonly { input: TopUpWish }[]): Promise<Grounds> {
  const storeIds = [...new Set(turns.map(({ input }) => input.storeId))]
  const [stores, offers, regions, closing, phone] = await Promise.all([
    storeFacts(work, storeIds),
    readOffersById(
      work,
      turns.flatMap(({ input }) => input.offerId ?? []),
    ),
    readStoreRegions(work, storeIds),
    readClosingStores(work, storeIds),
    turns.some(({ input }) => input.bonusOf) ? readPhoneOffers(work) : null,
  ])
  return { stores, offers, regions, closing, phone }
}

function pursesOf(turns: readonly { input: TopUpWish }[]): AccountKey[] {
  return turns.flatMap(({ input }) => storedValuePurse(input.memberId))
}

type Quoted = { quote: TopUpQuote; store: StoreFacts; law: LawPack }

function quoteOn(
  { work, input }: Pick<Turn<TopUpWish>, 'work' | 'input'>,
  { stores, offers, regions, closing, phone }: Grounds,
): Quoted | Refusal {
  const { storeId, offerId, principalCents = null, bonusOf, tenders = null } = input
  const store = openStoreIn(stores, work.actor, storeId)
  if (isRefusal(store)) return store
  if (closing.has(storeId)) return refuse('store_closing')
  const offer = offerId ? offers.get(offerId) : null
  if (offer === undefined) return refuse('top_up_offer_not_found')
  const reached = bonusOf && principalCents ? reachedOffer(phone!, principalCents, bonusOf) : null
  if (isRefusal(reached)) return reached
  const law = packOn(regions.get(storeId)!, localDay(work.at, store.timeZone))
  const quote = quoteTopUp({ offer, reached, principalCents, tenders }, { law, at: work.at, zone: store.timeZone })
  return isRefusal(quote) ? quote : { quote, store, law }
}

function unlawfulFor(law: LawPack, quote: TopUpQuote, ledger: LedgerState, memberId: string) {
  const [principal] = storedValuePurse(memberId)
  return refuseUnlawful(law, quote, accountIn(ledger, principal).balanceUnits)
}

function paymentIdsOf({ tenders }: TopUpInput): string[] {
  return tenders.flatMap((tender) => (tender.kind === 'other' ? (tender.paymentId ?? []) : []))
}

function asRefused({ code, details }: Refusal): Refused {
  return new Refused(code, details)
}

export type TopUpInput = TopUpWish & {
  tenders: readonly TopUpTender[]
  fingerprint: string
  taking: Taking
}

export type BookedTopUp = Pick<TopUpQuote, 'principalCents' | 'bonusCents' | 'changeCents'> & {
  topUpId: string
  /** What the member can read out: `C01-000123`. */
  topUpNumber: string
  /** What the member can spend now. */
  storedCents: number
}

/** One top-up, as `sellTopUps` sells many. */
export async function sellTopUp(
  work: Work,
  { topUpId, ...input }: TopUpInput & { topUpId: string },
): Promise<BookedTopUp> {
  const [booked] = await sellTopUps(work, [{ work, input, key: topUpId }])
  if (booked instanceof Refused) throw booked
  return booked!
}

/**
 * Sells top-ups: money in, principal and bonus as a pair of lots (R1), whose draw-down mode is fixed here (R2). A turn's key is the id
 * of its top-up; a refusal ends only its own.
 *
 * Books exactly what was shown: another price since then is refused with the new fingerprint. Earns no points: stored value
 * earns when it is spent (R12). The law pack of the store is pinned to the lots. Money outside names a confirmed payment that was asked for this very top-up. Locks those
 * payments, the members, then their accounts, in one flight; then the stores' counters of top-ups.
 */
export async function sellTopUps(work: Work, turns: readonly Turn<TopUpInput>[]): Promise<(BookedTopUp | Refused)[]> {
  const grounds = await readGrounds(work, turns)
  const [money, members, ledger] = await Promise.all([
    holdMoney(
      work,
      turns.flatMap(({ input }) => paymentIdsOf(input)),
    ),
    lockMembers(
      work,
      turns.map(({ input }) => input.memberId),
    ),
    // The members are held: nobody else makes accounts of theirs.
    lockLedger(work, pursesOf(turns), [], { makesMissing: false }),
  ])
  const decisions = turns.map((turn) => decide(turn, grounds, { money, members, ledger }))
  const decided = decisions.filter((decision): decision is DecidedTopUp => !isRefusal(decision))
  const counts = await takeTopUpNumbers(
    work,
    decided.map(({ record }) => record.storeId),
  )
  const numbers = decided.map(({ storeNumber }, at) => topUpNumberOf(storeNumber, counts[at]!))
  await Promise.all([
    insertTopUps(
      work,
      decided.map(({ record, tenders }, at) => ({ record: { ...record, number: numbers[at]! }, tenders })),
    ),
    writeLedger(
      work,
      decided.map(({ plan }) => plan),
    ),
    claimPayments(
      work,
      decided.flatMap(({ claims }) => claims),
    ),
  ])
  for (const { turn, record } of decided) {
    const { id: topUpId, memberId, storeId, principalCents, bonusCents } = record
    const data = { topUpId, storeId, businessDay: record.businessDay, principalCents, bonusCents }
    turn.work.emit({ type: 'top_up.sold', subject: { kind: 'member', id: memberId }, data })
  }
  return decisions.map((decision) => {
    if (isRefusal(decision)) return asRefused(decision)
    return { ...decision.booked, topUpNumber: numbers[decided.indexOf(decision)]! }
  })
}

type Held = { money: HeldMoney; members: Awaited<ReturnType<typeof lockMembers>>; ledger: LedgerState }

type DecidedTopUp = {
  turn: Turn<TopUpInput>
  record: Omit<TopUpRecord, 'number'>
  storeNumber: number
  tenders: readonly BookedTender[]
  plan: Plan
  claims: Claim[]
  booked: Omit<BookedTopUp, 'topUpNumber'>
}

/** Decides one top-up against what its batch holds. Accepted, its payments and value are taken from what the next one sees. */
function decide(turn: Turn<TopUpInput>, grounds: Grounds, held: Held): DecidedTopUp | Refusal {
  const { work, input, key: topUpId } = turn
  const quoted = quoteOn(turn, grounds)
  if (isRefusal(quoted)) return quoted
  const { quote, store, law } = quoted
  const { principalCents, bonusCents, changeCents } = quote
  const fingerprint = topUpFingerprint(quote)
  if (fingerprint !== input.fingerprint) return refuse('quote_changed', { principalCents, bonusCents, fingerprint })
  const member = held.members.get(input.memberId)!
  if (isRefusal(member)) return member
  const unlawful = unlawfulFor(law, quote, held.ledger, member.id)
  if (unlawful) return unlawful
  const plan = planTopUp(turn, held.ledger, quoted)
  if (isRefusal(plan)) return plan
  const { taking } = input
  const paid = { purpose: 'top_up', recordId: topUpId, storeId: store.id, takesWord: taking.takesWord } as const
  const claims = claimsOf(held.money, paid, quote.tenders)
  if (isRefusal(claims)) return claims
  applyPlan(held.ledger, plan)
  const { tenders, bonusExpiry, ...sold } = quote
  const record = {
    ...sold,
    id: topUpId,
    memberId: member.id,
    storeId: store.id,
    deviceId: 'deviceId' in work.actor ? work.actor.deviceId : null,
    bonusExpiresDay: bonusExpiry?.day ?? null,
    fingerprint,
    businessDay: businessDay(work.at, store.timeZone, store.cutoffHour),
    at: work.at,
    cashierId: actorId(work.actor),
    shiftId: taking.shiftId,
  }
  const storedCents = availableUnits(held.ledger, storedValuePurse(member.id), work.at)
  return {
    turn,
    record,
    storeNumber: store.number,
    tenders,
    plan,
    claims,
    booked: { topUpId, principalCents, bonusCents, changeCents, storedCents },
  }
}

function planTopUp({ work, input, key }: Turn<TopUpInput>, ledger: LedgerState, { quote, store, law }: Quoted) {
  const [principal, bonus] = storedValuePurse(input.memberId)
  // The law pack is pinned to the lots: what comes of them later follows the law they were sold under.
  const ruleVersion = quote.offerId ? `${law.id}/offer-${quote.offerId}` : law.id
  return planPairGrant(
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
    postingOf(work, { kind: 'top_up', id: key }, store.id),
  )
}
