import { allocate, mulDivRound } from '#shared/money.ts'
import type { CartLine, PricedProduct, PriceStep } from './pricing-types.ts'

/** A line while it is priced: each step of R20 lowers `netCents` and says why. */
export type LineDraft = {
  line: CartLine
  product: PricedProduct
  quantityMilli: number
  unitPriceCents: number
  grossCents: number
  netCents: number
  steps: PriceStep[]
  isMemberPriced: boolean
  isPromoted: boolean
  /** False once a promotion that meets no coupons counted the line. */
  takesCoupons: boolean
  /** The groups whose promotion counted this line. */
  promotionGroups: Set<string>
}

/** Reduces a line by an amount it has, with the reason. Nothing is noted where nothing is taken. */
export function takeOff(
  draft: LineDraft,
  code: PriceStep['code'],
  offCents: number,
  facts: Readonly<Record<string, string | number>>,
): void {
  if (offCents === 0) return
  draft.netCents -= offCents
  draft.steps.push({ code, amountCents: -offCents, facts })
}

/**
 * Spreads an amount over lines by largest remainder, ties by line id (R19). The weights are the lines' nets, or the part of
 * them that counts; a share never exceeds its weight as long as the amount does not exceed their sum.
 */
export function spreadOff(
  drafts: readonly LineDraft[],
  code: PriceStep['code'],
  offCents: number,
  facts: Readonly<Record<string, string | number>>,
  weights: readonly number[] = drafts.map((draft) => draft.netCents),
): void {
  if (offCents === 0) return
  if (isById(drafts)) {
    allocate(offCents, weights).forEach((share, index) => takeOff(drafts[index]!, code, share, facts))
    return
  }
  const byId = drafts.map((draft, index) => ({ draft, weight: weights[index]! }))
  byId.sort((a, b) => compareIds(a.draft.line.lineId, b.draft.line.lineId))
  const shares = allocate(
    offCents,
    byId.map(({ weight }) => weight),
  )
  byId.forEach(({ draft }, index) => takeOff(draft, code, shares[index]!, facts))
}

function isById(drafts: readonly LineDraft[]): boolean {
  for (let place = 1; place < drafts.length; place++) {
    if (drafts[place - 1]!.line.lineId > drafts[place]!.line.lineId) return false
  }
  return true
}

export function sumOfNets(drafts: readonly LineDraft[]): number {
  let sum = 0
  for (const draft of drafts) sum += draft.netCents
  return sum
}

/** Whole pieces of a line; weighed goods have none. */
export function piecesOf(draft: LineDraft): number {
  return draft.product.isWeighed ? 0 : draft.quantityMilli / 1000
}

/** What so many pieces of a line cost now, rounded once: all pieces cost its net. */
export function valueOfPieces(draft: LineDraft, pieces: number): number {
  return mulDivRound(draft.netCents, pieces, piecesOf(draft))
}

/** Lines with pieces, the dearest piece first, ties by line id. Exact: compares net · pieces crosswise. */
export function dearestFirst(drafts: readonly LineDraft[]): LineDraft[] {
  return drafts
    .filter((draft) => !draft.product.isWeighed)
    .sort((a, b) => comparePieces(b, a) || compareIds(a.line.lineId, b.line.lineId))
}

function comparePieces(a: LineDraft, b: LineDraft): number {
  const left = a.netCents * piecesOf(b)
  const right = b.netCents * piecesOf(a)
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) return left - right
  const exact = BigInt(a.netCents) * BigInt(piecesOf(b)) - BigInt(b.netCents) * BigInt(piecesOf(a))
  return exact === 0n ? 0 : exact < 0n ? -1 : 1
}

export function compareIds(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
