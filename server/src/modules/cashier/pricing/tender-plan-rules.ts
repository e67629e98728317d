import { allocate, mulDivRound } from '#shared/money.ts'
import { checkRedeem, dayFor, type RedeemRefusalCode, worthOf } from '#modules/points/redeem-rules.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'
import { isAmount } from './line-price-rules.ts'
import { tenderOrder } from './pricing-types.ts'
import type { CashRounding, EarnRule, PlannedTender, PricingFacts, RedeemRule, TenderRequest } from './pricing-types.ts'

export type TenderRefusalCode =
  | 'tender_invalid'
  | 'tender_twice'
  | 'tender_short'
  | 'tender_over'
  | 'cash_short'
  | 'cash_not_needed'
  | 'member_needed'
  | RedeemRefusalCode

/**
 * Settles a sum with the tenders offered, in the fixed order, cash last.
 *
 * Tenders without change must not exceed the sum; cash takes what they leave, rounded to the drawer's smallest coin (R17).
 * `receivedCents` is the cash on the counter: change is never negative, too little is refused with what is missing.
 */
export function planTenders(
  dueCents: number,
  requests: readonly TenderRequest[],
  facts: Pick<PricingFacts, 'member' | 'cashRounding' | 'redeemRule'>,
): PlannedTender[] | Refusal<TenderRefusalCode> {
  const misfit = checkRequests(requests, facts)
  if (misfit) return misfit

  const ordered = [...requests].sort((a, b) => tenderOrder.indexOf(a.kind) - tenderOrder.indexOf(b.kind))
  const planned: PlannedTender[] = []
  let leftCents = dueCents
  for (const request of ordered) {
    if (request.kind === 'cash') {
      const cash = planCash(request, leftCents, facts.cashRounding)
      if (!('tenderId' in cash)) return cash
      planned.push(cash)
      leftCents = 0
      continue
    }
    const tender = planExact(request, dueCents, facts.redeemRule)
    if (!('tenderId' in tender)) return tender
    const { tenderId, amountCents } = tender
    if (amountCents > leftCents) return refuse('tender_over', { tenderId, maxCents: leftCents })
    planned.push(tender)
    leftCents -= amountCents
  }
  if (leftCents > 0) return refuse('tender_short', { missingCents: leftCents })
  return planned
}

function checkRequests(requests: readonly TenderRequest[], facts: Pick<PricingFacts, 'member'>) {
  const ids = new Set<string>()
  const once = new Set<string>()
  for (const request of requests) {
    const { tenderId, kind } = request
    if (!tenderOrder.includes(kind)) return refuse('tender_invalid', { tenderId })
    // What is left for cash may round away: then nothing is put down.
    if (!isAmount(offeredOf(request), kind === 'cash' ? 0 : 1)) return refuse('tender_invalid', { tenderId })
    const isSingle = kind === 'cash' || kind === 'stored_value' || kind === 'points'
    if (ids.has(tenderId) || (isSingle && once.has(kind))) return refuse('tender_twice', { tenderId, kind })
    if ((kind === 'stored_value' || kind === 'points') && !facts.member) return refuse('member_needed', { kind })
    // One payment, one card: twice in a sale is a slip of the screen.
    const reference = request.kind === 'gift_card' ? request.giftCardId : request.kind === 'other' && request.paymentId
    if (reference && ids.has(reference)) return refuse('tender_twice', { tenderId, kind })
    if (reference) ids.add(reference)
    ids.add(tenderId)
    once.add(kind)
  }
  return undefined
}

function offeredOf(request: TenderRequest): number {
  if (request.kind === 'cash') return request.receivedCents
  return request.kind === 'points' ? request.points : request.amountCents
}

/** A tender that gives no change: what it pays is what was asked, or what the points are worth. */
function planExact(
  request: Exclude<TenderRequest, { kind: 'cash' }>,
  dueCents: number,
  redeemRule: RedeemRule | null,
): PlannedTender | Refusal<RedeemRefusalCode> {
  const { tenderId, kind } = request
  const plain = {
    tenderId,
    kind,
    method: null,
    referenceId: null,
    carriedTenderId: null,
    points: 0,
    roundingCents: 0,
    changeCents: 0,
  }
  if (kind === 'points') {
    const misfit = checkRedeem(redeemRule, request.points, dueCents)
    if (misfit) return misfit
    const amountCents = worthOf(redeemRule!, request.points)
    // The day that made them worth more is named, so that the sale says why and a refund finds its budget.
    const referenceId = dayFor(redeemRule!, request.points)?.specialId ?? null
    return { ...plain, referenceId, points: request.points, amountCents, receivedCents: amountCents }
  }
  const paid = { ...plain, amountCents: request.amountCents, receivedCents: request.amountCents }
  if (kind === 'gift_card') return { ...paid, referenceId: request.giftCardId }
  if (kind === 'other') {
    const { method = null, paymentId: referenceId = null, carriedTenderId = null } = request
    return { ...paid, method, referenceId, carriedTenderId }
  }
  return paid
}

function planCash(
  request: Extract<TenderRequest, { kind: 'cash' }>,
  dueCents: number,
  rounding: CashRounding,
): PlannedTender | Refusal<TenderRefusalCode> {
  const { tenderId, receivedCents } = request
  if (dueCents === 0) return refuse('cash_not_needed', { tenderId })
  const roundedCents = roundCash(dueCents, rounding)
  const changeCents = receivedCents - roundedCents
  if (changeCents < 0) return refuse('cash_short', { tenderId, dueCents: roundedCents, missingCents: -changeCents })
  return {
    tenderId,
    kind: 'cash',
    method: null,
    referenceId: null,
    carriedTenderId: null,
    points: 0,
    amountCents: dueCents,
    roundingCents: roundedCents - dueCents,
    receivedCents,
    changeCents,
  }
}

/** The cash that settles a sum when the smallest coin is `stepCents`. Sign symmetric (R17). */
export function roundCash(dueCents: number, { stepCents, mode }: CashRounding): number {
  if (mode === 'nearest') return mulDivRound(dueCents, 1, stepCents) * stepCents
  return Math.trunc(dueCents / stepCents) * stepCents || 0
}

/**
 * Which tender paid how much of which line: rows sum to the lines' nets, columns to the tenders' amounts.
 *
 * Each tender in turn is spread over what is still unpaid (R19), so both sums are exact without a correction.
 */
export function shareTenders(netCents: readonly number[], tenders: readonly PlannedTender[]): number[][] {
  const unpaid = [...netCents]
  const rows = netCents.map((): number[] => [])
  for (const { amountCents } of tenders) {
    allocate(amountCents, unpaid).forEach((share, index) => {
      unpaid[index]! -= share
      rows[index]!.push(share)
    })
  }
  return rows
}

/** What a line, paid as told, counts towards points (R12). Also asked for what is left of a line after a refund. */
export function earnBasisOf(
  line: { earnsPoints: boolean; netCents: number; taxCents: number; tenderCents: readonly number[] },
  tenders: readonly Pick<PlannedTender, 'kind'>[],
  rule: EarnRule | null,
): number {
  if (!rule || !line.earnsPoints || line.netCents === 0) return 0
  let earningCents = 0
  line.tenderCents.forEach((share, index) => {
    if (!rule.excludedTenders.includes(tenders[index]!.kind)) earningCents += share
  })
  if (rule.isTaxIncluded) return earningCents
  return earningCents - mulDivRound(line.taxCents, earningCents, line.netCents)
}

/** Points for a basis, floored once for the whole sale (R12). */
export function pointsFor(basisCents: number, rule: EarnRule | null): number {
  if (!rule) return 0
  const exact = (BigInt(basisCents) * BigInt(rule.points)) / BigInt(rule.perCents)
  return Number(exact)
}
