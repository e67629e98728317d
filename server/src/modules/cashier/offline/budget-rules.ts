import { refuse, type Refusal } from '#shared/refusal.ts'

/** The most that may be taken on trust: in one sale, from one member, in all, between two words from the server. */
export type OfflineLimit = { sale: number; member: number; total: number }

/** Stored value in cents, points in points. A limit of 0 switches the tender off while there is no line. */
export type OfflineLimits = { stored: OfflineLimit; points: OfflineLimit }

/** Value that a sale took on trust. */
export type TrustedUse = { memberId: string | null; storedCents: number; points: number }

/** What a till may do that nobody has set limits for: a small purchase, some of them. Losing it costs no more than that. */
export const usualLimits: OfflineLimits = {
  stored: { sale: 10_000, member: 10_000, total: 50_000 },
  points: { sale: 0, member: 0, total: 0 },
}

/**
 * Whether one more sale stays within the limits, given all value taken on trust since the server was last heard of.
 *
 * Refuses with the tender, which of the three limits, and what is left of it. The till asks before it sells; the server asks
 * again of what arrives, and lists what is beyond.
 */
export function refuseBeyondLimits(
  limits: OfflineLimits,
  taken: readonly TrustedUse[],
  next: TrustedUse,
): Refusal<'offline_limit_exceeded'> | undefined {
  return (
    beyond('stored_value', limits.stored, taken, next, ({ storedCents }) => storedCents) ??
    beyond('points', limits.points, taken, next, ({ points }) => points)
  )
}

/** What a member may still pay with on trust: the least of what is left of each limit, never below zero. */
export function trustLeft(limit: OfflineLimit, takenFromMember: number, takenInAll: number): number {
  return Math.max(0, Math.min(limit.sale, limit.member - takenFromMember, limit.total - takenInAll))
}

function beyond(
  tender: 'stored_value' | 'points',
  limit: OfflineLimit,
  taken: readonly TrustedUse[],
  next: TrustedUse,
  unitsOf: (use: TrustedUse) => number,
): Refusal<'offline_limit_exceeded'> | undefined {
  const units = unitsOf(next)
  if (units === 0) return undefined
  const sum = (uses: readonly TrustedUse[]) => uses.reduce((total, use) => total + unitsOf(use), 0)
  const ofMember = sum(taken.filter(({ memberId }) => memberId === next.memberId))
  const inAll = sum(taken)
  const leftUnits = trustLeft(limit, ofMember, inAll)
  if (units <= leftUnits) return undefined
  const by = units > limit.sale ? 'sale' : units > limit.member - ofMember ? 'member' : 'total'
  return refuse('offline_limit_exceeded', { tender, by, leftUnits, askedUnits: units })
}
