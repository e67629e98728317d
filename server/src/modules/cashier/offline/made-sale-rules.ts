import { isUuid } from '#shared/ids.ts'
import { maxCents } from '#shared/money.ts'
import type { MadeSale } from './offline-types.ts'

const tenderKinds = new Set(['points', 'stored_value', 'other', 'cash'])

/**
 * Whether the figures that a till wrote down can be a sale: every amount is one, every sum is the sum of its parts. Tells the
 * first thing that is wrong, or null. What was paid is never judged, only whether it can be read.
 */
export function flawOf(made: MadeSale): string | null {
  const { lines, tenders } = made
  if (!isList(lines) || lines.length === 0 || lines.length > 500 || !isList(tenders) || tenders.length > 20)
    return 'parts'
  for (const [index, line] of lines.entries()) {
    const amounts = [line.grossCents, line.netCents, line.taxCents, line.unitPriceCents]
    if (!isUuid(line.lineId) || !isUuid(line.itemId) || typeof line.name !== 'string') return `line ${index}`
    if (!Number.isSafeInteger(line.quantityMilli) || line.quantityMilli <= 0) return `quantity of line ${index}`
    if (!amounts.every(isAmount) || line.discountCents !== line.grossCents - line.netCents)
      return `amounts of line ${index}`
    if (line.taxCents > line.netCents) return `tax of line ${index}`
    if (!isList(line.tenderCents) || line.tenderCents.length !== tenders.length) return `payment of line ${index}`
    if (sum(line.tenderCents) !== line.netCents) return `payment of line ${index}`
    if (!isList(line.steps) || sum(line.steps.map(({ amountCents }) => amountCents)) !== line.netCents)
      return `steps of line ${index}`
  }
  for (const [index, tender] of tenders.entries()) {
    const { amountCents, roundingCents, receivedCents, changeCents } = tender
    if (!tenderKinds.has(tender.kind) || !isUuid(tender.tenderId)) return `tender ${index}`
    if (!isAmount(amountCents) || amountCents === 0 || !isAmount(receivedCents) || !isAmount(changeCents))
      return `amounts of tender ${index}`
    if (receivedCents !== amountCents + roundingCents + changeCents) return `change of tender ${index}`
    if (sum(lines.map((line) => line.tenderCents[index]!)) !== amountCents) return `share of tender ${index}`
  }
  const sums = [
    made.grossCents === sum(lines.map((line) => line.grossCents)),
    made.netCents === sum(lines.map((line) => line.netCents)),
    made.taxCents === sum(lines.map((line) => line.taxCents)),
    made.discountCents === made.grossCents - made.netCents,
    made.netCents === sum(tenders.map((tender) => tender.amountCents)),
    made.changeCents === sum(tenders.map((tender) => tender.changeCents)),
  ]
  if (!sums.every(Boolean)) return 'sums'
  if (!isCount(made.pointsEarned) || !isCount(made.earnBasisCents) || made.earnBasisCents > made.netCents)
    return 'points'
  return null
}

/** Value that a made sale took on trust. */
export function valueTaken(made: Pick<MadeSale, 'tenders'>): { storedCents: number; points: number } {
  const of = (kind: string) => made.tenders.filter((tender) => tender.kind === kind)
  return {
    storedCents: sum(of('stored_value').map((tender) => tender.amountCents)),
    points: sum(of('points').map(pointsOf)),
  }
}

function pointsOf(tender: MadeSale['tenders'][number]): number {
  const points = 'points' in tender ? tender.points : 0
  return typeof points === 'number' && isCount(points) ? points : 0
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}

function isAmount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= maxCents
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
