import { passPrivileges } from '#modules/passes/pass-privileges.ts'
import { tierEarlyHours } from '#modules/tiers/tier-early-hours.ts'
import type { Work } from '#platform/work.ts'

/** Up to when things have opened for a member: now, or as many hours ahead as a pass or the level gives, the more of both. */
export async function opensBy(work: Work, memberId: string): Promise<Date> {
  const [privileges, ofTier] = await Promise.all([passPrivileges(work, [memberId]), tierEarlyHours(work, memberId)])
  const hours = Math.max(privileges.get(memberId)!.earlyHours, ofTier)
  return new Date(work.at.getTime() + hours * 3_600_000)
}
