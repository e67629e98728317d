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
