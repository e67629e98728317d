import type { TrustedUse } from '#modules/cashier/offline/budget-rules.ts'
import { flawOf, valueTaken } from '#modules/cashier/offline/made-sale-rules.ts'
import type { OfflineSale } from '#modules/cashier/offline/offline-types.ts'
import { isAsWritten } from '#modules/cashier/offline/written-sale-rules.ts'
import { isUuid } from '#shared/ids.ts'
import type { QueuedSale } from './offline-database.ts'

/** Sales that travel together: few enough that one answer comes soon, many enough that a day's queue is gone in a minute. */
export const salesPerUpload = 50

const firstWaitMs = 1_000
const longestWaitMs = 60_000

/**
 * How long to wait before the next try, after so many that failed: doubling, at most a minute, and not all tills of a shop in
 * the same instant (`spread` from 0 to 1).
 */
export function waitBefore(failures: number, spread: number): number {
  const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(failures, 10))
  return Math.round(wait * (0.75 + 0.5 * spread))
}

/** The part of the queue to hand in next: from its head, without gaps in the order. */
export function headOf<T extends { sequence: number }>(queue: readonly T[], most = salesPerUpload): T[] {
  return [...queue].sort((a, b) => a.sequence - b.sequence).slice(0, most)
}

/** What is left of a queue after an answer: exactly what the server did not name stays. */
export function afterAnswer<T extends { saleId: string }>(
  queue: readonly T[],
  answered: readonly { saleId: string }[],
): T[] {
  const done = new Set(answered.map(({ saleId }) => saleId))
  return queue.filter(({ saleId }) => !done.has(saleId))
}

/** A record of the queue with an id that it can be handed in under: its own, else the one written in it, else `spareId`. */
export function withId(record: QueuedSale, spareId: string): QueuedSale {
  if (isUuid(record.saleId)) return record
  const written = isObject(record.sale) ? record.sale.saleId : undefined
  return { ...record, saleId: typeof written === 'string' && isUuid(written) ? written : spareId }
}

/**
 * A record as it is handed in, under the id that the queue knows it by, whatever is left of it: what is no sale of this id, or has
 * characters in it that no database keeps (zero, half of a pair of surrogates), travels as text for a person to read.
 */
export function uploadOf({ saleId, sequence, sale }: QueuedSale): OfflineSale {
  const text = JSON.stringify(sale ?? null)
  if (isObject(sale) && sale.saleId === saleId && sale.sequence === sequence && !/\\u(0000|d[89a-f])/.test(text))
    return sale
  return { saleId, sequence, text } as unknown as OfflineSale
}

/** Whether a record can be shown as the sale that it was. Whoever looks at the queue sees the others as damaged. */
export function isWhole({ saleId, sequence, sale }: QueuedSale): boolean {
  if (!isObject(sale) || sale.saleId !== saleId || sale.sequence !== sequence) return false
  if (typeof sale.receiptNumber !== 'string' || typeof sale.happenedAt !== 'string' || !isObject(sale.input))
    return false
  try {
    return flawOf(sale.made) === null && isAsWritten(sale)
  } catch {
    return false
  }
}

/** Value that a waiting sale took on trust. One that cannot be read counts nothing: the server asks again of what arrives. */
export function trustedUseOf({ sale }: QueuedSale): TrustedUse {
  try {
    const taken = valueTaken(sale.made)
    const isCounted = Object.values(taken).every((units) => Number.isSafeInteger(units) && units >= 0)
    if (isCounted) return { memberId: sale.input.memberId ?? null, ...taken }
  } catch {
    // torn: nothing of it can be added up
  }
  return { memberId: null, storedCents: 0, points: 0 }
}

/** Whether a sale took value of a member that only the server could have vouched for. */
export function takesTrust({ storedCents, points }: Omit<TrustedUse, 'memberId'>): boolean {
  return storedCents > 0 || points > 0
}

function isObject(value: unknown): value is OfflineSale {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
