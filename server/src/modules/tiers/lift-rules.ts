/** How spending changed in one group, from the time before to the time after: how many, their mean, and how it spreads. */
export type Group = { members: number; meanCents: number; varianceCents: number }

/** Below this many on either side an interval says nothing that an owner could act on. */
export const leastMembers = 30

/** The normal quantile of a 95 % interval. */
const z95 = 1.96

/**
 * What a level did to spending: the mean change of those who reached it less that of members who stayed just below, with the 95 %
 * interval of the difference of two means (Welch's standard error). Null where a side has fewer than thirty: a figure without
 * ground is worse than none. Both sides are near the threshold, so what lifted them there falls back for both alike.
 */
export function liftOf(
  risen: Group,
  compared: Group,
): { meanCents: number; lowCents: number; highCents: number } | null {
  if (risen.members < leastMembers || compared.members < leastMembers) return null
  const mean = risen.meanCents - compared.meanCents
  const error = Math.sqrt(risen.varianceCents / risen.members + compared.varianceCents / compared.members)
  return {
    meanCents: Math.round(mean),
    lowCents: Math.round(mean - z95 * error),
    highCents: Math.round(mean + z95 * error),
  }
}
