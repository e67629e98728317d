import type { DrawMode, Expiry } from '#modules/ledger/ledger-rules.ts'
import { checkPrepaid } from '#modules/law-packs/pack-rules.ts'
import type { LawPack } from '#modules/law-packs/pack-types.ts'
import { addMonths, endOfLocalDay, localDay } from '#shared/business-day.ts'
import { fingerprintOf } from '#shared/fingerprint.ts'
import { sumCents } from '#shared/money.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'

/** What the shop sells: pay the principal, get the bonus on top. */
export type Offer = {
  id: string
  name: string
  principalCents: number
  bonusCents: number
  drawMode: DrawMode
  bonusMonths: number | null
  /** Whether members buy it on their own phone, too. */
  isOnline: boolean
  closedAt: Date | null
}

/** What an offer is made of: whether it is sold, and where, is decided afterwards. */
export type OfferTerms = Omit<Offer, 'closedAt' | 'isOnline'>

export type TopUpTender =
  | { tenderId: string; kind: 'cash'; receivedCents: number }
  /** `paymentId`: the payment that brought the money; without one it stands on the cashier's word. */
  | { tenderId: string; kind: 'other'; method: string; amountCents: number; paymentId?: string }

export type BookedTender = {
  tenderId: string
  kind: 'cash' | 'other'
  method: string | null
  amountCents: number
  receivedCents: number
  paymentId: string | null
}

/** What the cashier shows and the member agrees to. The same function quotes and books. */
export type TopUpQuote = {
  offerId: string | null
  principalCents: number
  bonusCents: number
  drawMode: DrawMode
  bonusExpiry: Expiry | null
  /** The law pack that the top-up is sold under, for ever. */
  lawPack: string
  tenders: BookedTender[]
  changeCents: number
}

type TopUpRefusal = 'top_up_offer_closed' | 'invalid_top_up' | 'top_up_underpaid' | 'top_up_overpaid'

/** Where and when a top-up is sold. */
export type TopUpGround = { law: LawPack; at: Date; zone: string }

/**
 * Prices a top-up: an offer, or an amount of the member's choice with what the offer that it reaches gives on top, at a till nothing.
 *
 * Refuses a closed offer, neither or both of offer and amount, and tenders that do not pay exactly the principal; only cash
 * gives change.
 */
export function quoteTopUp(
  wish: {
    offer: Offer | null
    reached?: Offer | null
    principalCents: number | null
    tenders: readonly TopUpTender[] | null
  },
  { law, at, zone }: TopUpGround,
): TopUpQuote | Refusal<TopUpRefusal> {
  const { offer, reached = null, tenders } = wish
  if ((offer === null) === (wish.principalCents === null)) return refuse('invalid_top_up')
  if (offer?.closedAt) return refuse('top_up_offer_closed')
  const principalCents = offer?.principalCents ?? wish.principalCents!
  const paid = tenders === null ? { tenders: [], changeCents: 0 } : payExactly(principalCents, tenders)
  if ('code' in paid) return paid
  const terms = offer ?? reached
  return {
    offerId: terms?.id ?? null,
    principalCents,
    bonusCents: terms?.bonusCents ?? 0,
    drawMode: terms?.drawMode ?? 'proportional',
    bonusExpiry: terms && terms.bonusCents > 0 ? expiryOf(terms.bonusMonths, at, zone) : null,
    lawPack: law.id,
    ...paid,
  }
}

/** What the law of the store forbids one named account: so much principal beside what is held already, so much cash (R6). */
export function refuseUnlawful(
  law: LawPack,
  { principalCents, tenders }: TopUpQuote,
  heldCents: number,
): ReturnType<typeof checkPrepaid> {
  const cashCents = sumCents(tenders.map(({ kind, amountCents }) => (kind === 'cash' ? amountCents : 0)))
  return checkPrepaid(law, { heldCents, principalCents, cashCents })
}

function expiryOf(months: number | null, at: Date, zone: string): Expiry | null {
  if (months === null) return null
  const day = addMonths(localDay(at, zone), months)
  return { at: endOfLocalDay(day, zone), day, zone }
}

/** Settles a sum for prepaid money: tenders pay exactly it, only cash, which comes last, gives change. */
export function payExactly(
  dueCents: number,
  requests: readonly TopUpTender[],
): { tenders: BookedTender[]; changeCents: number } | Refusal<'top_up_underpaid' | 'top_up_overpaid'> {
  let leftCents = dueCents
  const tenders: BookedTender[] = []
  for (const request of requests) {
    if (request.kind === 'cash') continue
    if (request.amountCents > leftCents) return refuse('top_up_overpaid', { dueCents })
    leftCents -= request.amountCents
    const { tenderId, kind, method, amountCents, paymentId = null } = request
    tenders.push({ tenderId, kind, method, amountCents, receivedCents: amountCents, paymentId })
  }
  // Cash comes last: it alone can be more than what is due.
  const cash = requests.filter((request) => request.kind === 'cash')
  if (cash.length > 1 || (cash.length === 1 && leftCents === 0)) return refuse('top_up_overpaid', { dueCents })
  const receivedCents = cash[0]?.receivedCents ?? 0
  if (receivedCents < leftCents) return refuse('top_up_underpaid', { missingCents: leftCents - receivedCents })
  if (!cash[0]) return { tenders, changeCents: 0 }
  const { tenderId, kind } = cash[0]
  tenders.push({ tenderId, kind, method: null, amountCents: leftCents, receivedCents, paymentId: null })
  return { tenders, changeCents: receivedCents - leftCents }
}

/** What was shown and agreed: amounts, terms and tenders. */
export function topUpFingerprint(quote: TopUpQuote): string {
  const { bonusExpiry, ...shown } = quote
  return fingerprintOf({ ...shown, bonusExpiresDay: bonusExpiry?.day ?? null })
}

/** What a member can read out, as a sale's receipt number: `C01-000123`, the store's number and its own count of top-ups. */
export function topUpNumberOf(storeNumber: number, number: number): string {
  return `C${String(storeNumber).padStart(2, '0')}-${String(number).padStart(6, '0')}`
}
