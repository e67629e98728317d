import { type CountedLine, giftsLeft, sumOfGifts } from '#modules/points/campaign-rules.ts'
import { assert } from '#shared/assert.ts'
import { allocate, mulDivRound } from '#shared/money.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'
import { pricingVersion } from './pricing-types.ts'
import type { EarnRule, PlannedTender, TenderKind } from './pricing-types.ts'
import { earnBasisOf, pointsFor } from './tender-plan-rules.ts'

/** A sale as it was booked: the figures stored then, never priced again (R21). */
export type SoldSale = {
  lines: readonly SoldLine[]
  tenders: readonly Pick<PlannedTender, 'tenderId' | 'kind' | 'amountCents' | 'roundingCents' | 'points'>[]
  earnRule: EarnRule | null
  pointsEarned: number
}

export type SoldLine = {
  lineId: string
  quantityMilli: number
  isWeighed: boolean
  netCents: number
  taxCents: number
  /** In the order of the sale's tenders. */
  tenderCents: readonly number[]
  earnsPoints: boolean
}

export type RefundedLine = {
  lineId: string
  quantityMilli: number
  netCents: number
  taxCents: number
  tenderCents: readonly number[]
}

export type RefundTender = {
  tenderId: string
  kind: TenderKind
  /** The part of the net that goes back to this tender. */
  amountCents: number
  /** What the person gets: differs from `amountCents` only for cash, where the drawer's rounding comes back. */
  paidCents: number
  /** The points that go back; 0 for what is not points. All parts together return just what was spent. */
  points: number
}

export type RefundPlan = {
  pricingVersion: string
  lines: RefundedLine[]
  netCents: number
  taxCents: number
  /** In the order of the sale's tenders, those with nothing to give back left out. */
  tenders: RefundTender[]
  /** What the member gets back in money and value together. */
  paidCents: number
  pointsReversed: number
  /** What each campaign that gave still gives for the rest. */
  giftsLeft: { campaignId: string; points: number }[]
  /** True when nothing of the sale is left after this refund. */
  isLast: boolean
}

/** What an earlier refund already took, as stored. */
export type PastRefund = Pick<RefundPlan, 'lines' | 'tenders' | 'pointsReversed'>

export type RefundRequest = {
  lines: readonly {
    lineId: string
    quantityMilli: number
    /** What stays with the shop although the line comes back: what was had of a pass. */
    keptCents?: number
  }[]
}

export type RefundRefusalCode =
  | 'refund_empty'
  | 'refund_line_unknown'
  | 'refund_line_twice'
  | 'refund_quantity_invalid'
  | 'refund_exceeds_sale'

/**
 * What a return gives back, line by line and tender by tender, before anything is booked.
 *
 * A line returns its stored net, cumulatively: round(net · q / Q) of all returned so far less what was returned before
 * (R21), so the parts of any split, in any order, sum to what was paid. Each line's money goes back to the tenders that
 * paid that line, by what they still hold. Points follow R14. Thresholds are not tested again.
 * Refuses more than was sold, unknown or repeated lines, and parts of goods that are sold whole. Where something of a line is kept
 * (`keptCents`), that is less to give back, and the sale is never undone as a whole.
 */
export function planRefund(
  sale: SoldSale,
  earlier: readonly PastRefund[],
  request: RefundRequest,
): RefundPlan | Refusal<RefundRefusalCode> {
  const left = new Map(sale.lines.map((line) => [line.lineId, whatIsLeft(line, earlier)]))
  const misfit = checkRequest(sale, left, request)
  if (misfit) return misfit

  const lines = request.lines.map(({ lineId, quantityMilli, keptCents = 0 }): RefundedLine => {
    const line = sale.lines.find((sold) => sold.lineId === lineId)!
    const part = lessKept(takePart(line, left.get(lineId)!, quantityMilli), left.get(lineId)!, keptCents)
    left.set(lineId, minus(left.get(lineId)!, part))
    return part
  })
  const tenders = refundTenders(sale, earlier, lines)
  const gifts = giftsLeft(restsOf(sale, left), sale.earnRule)
  return {
    pricingVersion,
    lines,
    netCents: lines.reduce((sum, line) => sum + line.netCents, 0),
    taxCents: lines.reduce((sum, line) => sum + line.taxCents, 0),
    tenders,
    paidCents: tenders.reduce((sum, tender) => sum + tender.paidCents, 0),
    pointsReversed: reversalOf(sale, earlier, left, gifts),
    giftsLeft: gifts,
    isLast: [...left.values()].every((rest) => rest.quantityMilli === 0 && rest.netCents === 0),
  }
}

/** The request that returns all that is left of a sale. */
export function wholeRest(sale: SoldSale, earlier: readonly PastRefund[]): RefundRequest {
  const rests = sale.lines.map((line) => whatIsLeft(line, earlier)).filter((rest) => rest.quantityMilli > 0)
  return { lines: rests.map(({ lineId, quantityMilli }) => ({ lineId, quantityMilli })) }
}

function whatIsLeft(line: SoldLine, earlier: readonly PastRefund[]): RefundedLine {
  const { lineId, quantityMilli, netCents, taxCents, tenderCents } = line
  const parts = earlier.flatMap((refund) => refund.lines.filter((part) => part.lineId === lineId))
  const rest = parts.reduce(minus, { lineId, quantityMilli, netCents, taxCents, tenderCents })
  assert(rest.quantityMilli >= 0 && rest.netCents >= 0, 'never more was returned than sold')
  return rest
}

function minus(from: RefundedLine, part: RefundedLine): RefundedLine {
  return {
    lineId: from.lineId,
    quantityMilli: from.quantityMilli - part.quantityMilli,
    netCents: from.netCents - part.netCents,
    taxCents: from.taxCents - part.taxCents,
    tenderCents: from.tenderCents.map((share, index) => share - part.tenderCents[index]!),
  }
}

function checkRequest(sale: SoldSale, left: ReadonlyMap<string, RefundedLine>, request: RefundRequest) {
  if (request.lines.length === 0) return refuse('refund_empty')
  const seen = new Set<string>()
  for (const { lineId, quantityMilli } of request.lines) {
    const rest = left.get(lineId)
    if (!rest) return refuse('refund_line_unknown', { lineId })
    if (seen.has(lineId)) return refuse('refund_line_twice', { lineId })
    seen.add(lineId)
    if (!Number.isSafeInteger(quantityMilli) || quantityMilli <= 0) return refuse('refund_quantity_invalid', { lineId })
    const isWeighed = sale.lines.some((line) => line.lineId === lineId && line.isWeighed)
    if (!isWeighed && quantityMilli % 1000 !== 0) return refuse('refund_quantity_invalid', { lineId })
    if (quantityMilli > rest.quantityMilli) {
      return refuse('refund_exceeds_sale', { lineId, leftMilli: rest.quantityMilli })
    }
  }
  return undefined
}

function takePart(line: SoldLine, rest: RefundedLine, quantityMilli: number): RefundedLine {
  const returnedMilli = line.quantityMilli - rest.quantityMilli + quantityMilli
  const cumulative = (whole: number) => mulDivRound(whole, returnedMilli, line.quantityMilli)
  const netCents = cumulative(line.netCents) - (line.netCents - rest.netCents)
  const taxCents = cumulative(line.taxCents) - (line.taxCents - rest.taxCents)
  return { lineId: line.lineId, quantityMilli, netCents, taxCents, tenderCents: allocate(netCents, rest.tenderCents) }
}

/** A part of which some stays with the shop: net, VAT and tenders shrink in proportion (R19, R34). */
function lessKept(part: RefundedLine, rest: RefundedLine, keptCents: number): RefundedLine {
  if (keptCents === 0 || part.netCents === 0) return part
  const netCents = Math.max(0, part.netCents - keptCents)
  const taxCents = mulDivRound(part.taxCents, netCents, part.netCents)
  return { ...part, netCents, taxCents, tenderCents: allocate(netCents, rest.tenderCents) }
}

function refundTenders(sale: SoldSale, earlier: readonly PastRefund[], lines: readonly RefundedLine[]): RefundTender[] {
  const tenders = sale.tenders.map((tender, index): RefundTender => {
    const past = earlier.flatMap((refund) => refund.tenders.filter(({ tenderId }) => tenderId === tender.tenderId))
    const amountCents = lines.reduce((sum, line) => sum + line.tenderCents[index]!, 0)
    const returnedCents = amountCents + past.reduce((sum, part) => sum + part.amountCents, 0)
    const repaidCents = past.reduce((sum, part) => sum + part.paidCents, 0)
    // Parts are not rounded; the last one trues up, so that all of them return exactly what was tendered (R17). Where
    // rounding had gone down, the parts before the last stop at what was really taken.
    const takenCents = tender.amountCents + tender.roundingCents
    const owedCents = returnedCents === tender.amountCents ? takenCents : Math.min(returnedCents, takenCents)
    const pointsBack = past.reduce((sum, part) => sum + part.points, 0)
    const points = tender.points === 0 ? 0 : mulDivRound(tender.points, returnedCents, tender.amountCents) - pointsBack
    const { tenderId, kind } = tender
    return { tenderId, kind, amountCents, paidCents: owedCents - repaidCents, points }
  })
  return tenders.filter((tender) => tender.amountCents !== 0 || tender.paidCents !== 0)
}

/** What is left of the lines, as points count it. */
function restsOf(sale: SoldSale, left: ReadonlyMap<string, RefundedLine>): CountedLine[] {
  return sale.lines.map(({ lineId, earnsPoints, isWeighed }) => {
    const rest = left.get(lineId)!
    const basisCents = earnBasisOf({ ...rest, earnsPoints }, sale.tenders, sale.earnRule)
    return { lineId, basisCents, quantityMilli: rest.quantityMilli, isWeighed }
  })
}

/** R14: earned(original) − earned(what remains) − reversed so far. Exact in sum, whatever the order of the returns. */
function reversalOf(
  sale: SoldSale,
  earlier: readonly PastRefund[],
  left: ReadonlyMap<string, RefundedLine>,
  gifts: RefundPlan['giftsLeft'],
): number {
  const reversed = earlier.reduce((sum, refund) => sum + refund.pointsReversed, 0)
  const rests = restsOf(sale, left)
  const basisCents = rests.reduce((sum, rest) => sum + rest.basisCents, 0)
  const remaining = sale.pointsEarned === 0 ? 0 : pointsFor(basisCents, sale.earnRule) + sumOfGifts(gifts)
  // Without tax in the basis a rest may round to one cent more than the whole less the part: never give points back.
  return Math.max(0, sale.pointsEarned - remaining - reversed)
}
