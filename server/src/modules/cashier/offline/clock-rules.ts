/** A till whose clock is further off than this says so; the times of its sales are corrected all the same. */
export const noticedSkewMs = 5 * 60_000

/** Further off than this, a business day may be another one: a person should know. */
export const wrongDaySkewMs = 12 * 3_600_000

/**
 * How far a till's clock is behind the server's (positive) or ahead of it (negative), from one question and its answer: the
 * server's word is taken to be from the middle of the wait.
 */
export function skewMs(serverAt: number, askedAt: number, answeredAt: number): number {
  return Math.round(serverAt - (askedAt + answeredAt) / 2)
}

export type BoundInstant = {
  happenedAt: Date
  /** By how much the till's word was outside what is possible; 0 when it was believed. Positive: it said too late. */
  correctedMs: number
}

/**
 * When a sale happened: what the till says, but not before it last heard of the server and not after it was heard again.
 * `contactAt` null: no proof of an earlier contact, only the future is impossible.
 */
export function boundInstant(claimedAt: Date, contactAt: Date | null, receivedAt: Date): BoundInstant {
  const claimed = Number.isNaN(claimedAt.getTime()) ? receivedAt.getTime() : claimedAt.getTime()
  const earliest = contactAt ? Math.min(contactAt.getTime(), receivedAt.getTime()) : -Infinity
  const bound = Math.min(Math.max(claimed, earliest), receivedAt.getTime())
  return { happenedAt: new Date(bound), correctedMs: claimed - bound }
}
