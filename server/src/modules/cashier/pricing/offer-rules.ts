import type { PromotionOffer } from '#modules/promotions/promotion-types.ts'
import { bpsOf } from '#shared/money.ts'
import { compareIds, dearestFirst, type LineDraft, piecesOf, sumOfNets, valueOfPieces } from './line-draft.ts'

/** The offers that count lines; timed prices are the step before (`timed-price-rules.ts`). */
export type CountingOffer = Exclude<PromotionOffer, { kind: 'item_rate' | 'item_price' }>

/**
 * What an offer would take off, over which lines. Nothing is changed yet, so that offers can be compared.
 *
 * `weights` say how `offCents` falls on `lines`; `counted` are all lines that made the offer hold, reduced or not.
 */
export type OfferEffect = {
  offCents: number
  times: number
  lines: readonly LineDraft[]
  weights: readonly number[]
  counted: readonly LineDraft[]
}

/**
 * An offer against lines as they stand after the steps before it (R21). `scopes` holds its eligible lines; a bundle's has one
 * list for each part. Undefined where it takes nothing off. `cart` is every line that takes discounts, for added items.
 */
export function evaluateOffer(
  offer: CountingOffer,
  scopes: readonly (readonly LineDraft[])[],
  cart: readonly LineDraft[],
): OfferEffect | undefined {
  const lines = scopes[0] ?? []
  switch (offer.kind) {
    case 'threshold_off':
      return thresholdOff(offer, lines)
    case 'threshold_rate':
      return rateOff(
        offer,
        lines,
        highestStep(offer.steps, (step) => step.thresholdCents, sumOfNets(lines)),
      )
    case 'quantity_rate': {
      const pieces = lines.filter((draft) => !draft.product.isWeighed)
      const count = pieces.reduce((sum, draft) => sum + piecesOf(draft), 0)
      return rateOff(
        offer,
        pieces,
        highestStep(offer.steps, (step) => step.quantity, count),
      )
    }
    case 'nth_item':
      return nthItem(offer, dearestFirst(lines))
    case 'bundle':
      return bundlePrice(offer, scopes)
    case 'add_on':
      return addOn(offer, lines, cart)
  }
}

function effectOn(
  lines: readonly LineDraft[],
  offCents: number,
  times: number,
  weights: readonly number[] = lines.map((draft) => draft.netCents),
  counted: readonly LineDraft[] = lines,
): OfferEffect | undefined {
  return offCents > 0 ? { offCents, times, lines, weights, counted } : undefined
}

/** The step with the highest bound that is reached. A bound of zero or less is reached only by something. */
function highestStep<Step>(steps: readonly Step[], boundOf: (step: Step) => number, reached: number): Step | undefined {
  let best: Step | undefined
  for (const step of steps) {
    const isReached = reached > 0 && boundOf(step) <= reached
    if (isReached && (best === undefined || boundOf(step) > boundOf(best))) best = step
  }
  return best
}

function thresholdOff(offer: Extract<CountingOffer, { kind: 'threshold_off' }>, lines: readonly LineDraft[]) {
  const amountCents = sumOfNets(lines)
  const step = highestStep(offer.steps, ({ thresholdCents }) => thresholdCents, amountCents)
  if (!step) return undefined
  const isAgain = offer.isRepeating && step.thresholdCents > 0
  const full = isAgain ? Math.floor(amountCents / step.thresholdCents) : 1
  const times = Math.min(full, offer.maxTimes ?? full)
  return effectOn(lines, Math.min(amountCents, step.offCents * times), times)
}

function rateOff(
  { capCents }: { capCents: number | null },
  lines: readonly LineDraft[],
  step: { offBps: number } | undefined,
) {
  if (!step) return undefined
  const offCents = bpsOf(sumOfNets(lines), step.offBps)
  return effectOn(lines, Math.min(offCents, capCents ?? offCents), 1)
}

/**
 * 第 n 件: pieces from dear to cheap, each nth reduced. The pieces of a whole set bear the reduction together, so that returning
 * the dear one does not leave the cheap one for nothing.
 */
function nthItem({ n, offBps, maxTimes }: Extract<CountingOffer, { kind: 'nth_item' }>, dearest: readonly LineDraft[]) {
  const all = dearest.reduce((sum, draft) => sum + piecesOf(draft), 0)
  const sets = Math.floor(all / n)
  const times = Math.min(sets, maxTimes ?? sets)
  let before = 0
  let offCents = 0
  const lines: LineDraft[] = []
  const weights: number[] = []
  for (const draft of dearest) {
    const inSets = Math.min(piecesOf(draft), times * n - before)
    if (inSets <= 0) break
    const reduced = Math.floor((before + inSets) / n) - Math.floor(before / n)
    offCents += bpsOf(valueOfPieces(draft, reduced), offBps)
    lines.push(draft)
    weights.push(valueOfPieces(draft, inSets))
    before += inSets
  }
  // A piece's value is rounded for itself: never more off than the pieces of the sets cost.
  const mostCents = weights.reduce((sum, weight) => sum + weight, 0)
  return effectOn(lines, Math.min(offCents, mostCents), times, weights)
}

/**
 * A set of parts for one price. Each part takes its dearest pieces, the part with the fewest to choose from first; a piece
 * serves one part. Sets are made while they are dearer than their price.
 */
function bundlePrice(
  { parts, priceCents, maxTimes }: Extract<CountingOffer, { kind: 'bundle' }>,
  scopes: readonly (readonly LineDraft[])[],
) {
  const choices = parts
    .map(({ quantity }, place) => ({ quantity, lines: dearestFirst(scopes[place]!) }))
    .map((part) => ({ ...part, pieces: part.lines.reduce((sum, draft) => sum + piecesOf(draft), 0) }))
    .sort((a, b) => a.pieces - b.pieces)
  const taken = new Map<LineDraft, number>()
  let times = 0
  while (maxTimes === null || times < maxTimes) {
    const set = pickSet(choices, taken)
    if (!set || !isDearerThan(set, priceCents)) break
    // The same pieces are the dearest until one of the lines cannot give another set: so many sets at once.
    let sets = maxTimes === null ? Infinity : maxTimes - times
    for (const [draft, pieces] of set) {
      sets = Math.min(sets, Math.floor((piecesOf(draft) - (taken.get(draft) ?? 0)) / pieces))
    }
    for (const [draft, pieces] of set) taken.set(draft, (taken.get(draft) ?? 0) + pieces * sets)
    times += sets
  }
  const lines = [...taken.keys()]
  const weights = lines.map((draft) => valueOfPieces(draft, taken.get(draft)!))
  const valueCents = weights.reduce((sum, weight) => sum + weight, 0)
  return effectOn(lines, valueCents - priceCents * times, times, weights)
}

function pickSet(
  choices: readonly { quantity: number; lines: readonly LineDraft[] }[],
  taken: ReadonlyMap<LineDraft, number>,
): Map<LineDraft, number> | undefined {
  const set = new Map<LineDraft, number>()
  for (const { quantity, lines } of choices) {
    let missing = quantity
    for (const draft of lines) {
      const free = piecesOf(draft) - (taken.get(draft) ?? 0) - (set.get(draft) ?? 0)
      const now = Math.min(free, missing)
      if (now > 0) set.set(draft, (set.get(draft) ?? 0) + now)
      missing -= now
      if (missing === 0) break
    }
    if (missing > 0) return undefined
  }
  return set.size > 0 ? set : undefined
}

/** Whether the pieces cost more than a price, without rounding: Σ net · pieces / all pieces of the line. */
function isDearerThan(set: ReadonlyMap<LineDraft, number>, priceCents: number): boolean {
  let over = 0n
  let under = 1n
  for (const [draft, pieces] of set) {
    const all = BigInt(piecesOf(draft))
    over = over * all + BigInt(draft.netCents) * BigInt(pieces) * under
    under *= all
  }
  return over > BigInt(priceCents) * under
}

/**
 * 满赠, 换购: from the threshold on, some pieces of the offered items at their offered price, those that save most first. The
 * offered items themselves do not count towards the threshold.
 */
function addOn(
  { thresholdCents, items, quantity }: Extract<CountingOffer, { kind: 'add_on' }>,
  lines: readonly LineDraft[],
  cart: readonly LineDraft[],
) {
  const priceOf = new Map(items.map(({ productId, priceCents }) => [productId, priceCents]))
  const counted = lines.filter((draft) => !priceOf.has(draft.product.productId))
  const amountCents = sumOfNets(counted)
  if (amountCents === 0 || amountCents < thresholdCents) return undefined
  const savings = cart
    .filter((draft) => priceOf.has(draft.product.productId) && !draft.product.isWeighed)
    .map((draft) => {
      const priceCents = priceOf.get(draft.product.productId)!
      return { draft, priceCents, saved: draft.netCents - priceCents * piecesOf(draft) }
    })
    .filter(({ saved }) => saved > 0)
    .sort((a, b) => compareSaved(b, a) || compareIds(a.draft.line.lineId, b.draft.line.lineId))
  let left = quantity
  const added: LineDraft[] = []
  const offs: number[] = []
  for (const { draft, priceCents } of savings) {
    const pieces = Math.min(left, piecesOf(draft))
    if (pieces === 0) break
    left -= pieces
    added.push(draft)
    offs.push(Math.max(0, valueOfPieces(draft, pieces) - priceCents * pieces))
  }
  const offCents = offs.reduce((sum, off) => sum + off, 0)
  return effectOn(added, offCents, 1, offs, [...counted, ...added])
}

/** Saving per piece, crosswise and exact. */
function compareSaved(a: { draft: LineDraft; saved: number }, b: { draft: LineDraft; saved: number }): number {
  const exact = BigInt(a.saved) * BigInt(piecesOf(b.draft)) - BigInt(b.saved) * BigInt(piecesOf(a.draft))
  return exact === 0n ? 0 : exact < 0n ? -1 : 1
}
