import type { Work } from '#platform/work.ts'
import { lockMembers } from '#modules/members/lock-members.ts'
import { addMonths, type Day } from '#shared/business-day.ts'
import { accept, refuse, Refused } from '#shared/refusal.ts'
import { rankOf } from './programme-rules.ts'
import { insertActivities } from './qualifying-queries.ts'
import { readStandings } from './standing-queries.ts'
import { settingOf, settleMembers } from './settle-members.ts'

const mostMonths = 36

/**
 * Gives a member a level until a day, inclusive, beside what they earn: the higher of the two holds, the earned one goes on being
 * reviewed underneath. A new grant takes the place of the one before.
 *
 * Refuses an unknown level, a day that is over or more than three years away, and a level that lifts nobody. Locks the member.
 */
export async function grantTier(
  work: Work,
  input: { grantId: string; memberId: string; tierId: string; untilDay: Day; reason: string },
): Promise<{ grantId: string }> {
  const { grantId, memberId, tierId, untilDay, reason } = input
  const setting = await settingOf(work)
  const rank = setting ? rankOf(tierId, setting.programme.terms) : 0
  if (!setting || rank === 0) throw new Refused('tier_not_found')
  const { today, programme } = setting
  if (untilDay < today || untilDay > addMonths(today, mostMonths)) throw new Refused('invalid_tier_grant')
  accept((await lockMembers(work, [memberId])).get(memberId)!)
  const before = (await readStandings(work, [memberId])).get(memberId)?.standing ?? null
  if (rank <= rankOf(before?.earnedTierId ?? null, programme.terms)) {
    accept(refuse('tier_grant_lower'))
  }
  const to: NonNullable<Parameters<typeof settleMembers>[1][number]['change']>['to'] = (standing) => ({
    ...standing,
    grant: { grantId, tierId, untilDay },
  })
  await settleMembers(work, [{ memberId, reason, change: { cause: 'grant', to } }])
  work.audit({
    action: 'tiers.grant',
    subject: { kind: 'member', id: memberId },
    changes: {
      tierId: [before?.grant?.tierId ?? null, tierId],
      untilDay: [before?.grant?.untilDay ?? null, untilDay],
    },
    reason,
  })
  return { grantId }
}

/** Ends a grant before its day. Refuses where there is none. Locks the member. */
export async function endGrant(
  work: Work,
  { memberId, reason }: { memberId: string; reason: string },
): Promise<{ memberId: string }> {
  accept((await lockMembers(work, [memberId])).get(memberId)!)
  const grant = (await readStandings(work, [memberId])).get(memberId)?.standing.grant
  if (!grant) throw new Refused('tier_grant_not_found')
  await settleMembers(work, [
    { memberId, reason, change: { cause: 'grant_end', to: (standing) => ({ ...standing, grant: null }) } },
  ])
  work.audit({
    action: 'tiers.grant',
    subject: { kind: 'member', id: memberId },
    changes: { tierId: [grant.tierId, null], untilDay: [grant.untilDay, null] },
    reason,
  })
  return { memberId }
}

/**
 * Adds growth that no sale gives: for an action another system saw, or by hand. It counts on its day in programmes that measure
 * growth, once for its id. Refuses where there is no programme, and a day to come. Locks the member.
 */
export async function addGrowth(
  work: Work,
  input: { growthId: string; memberId: string; units: number; day?: Day; reason: string },
): Promise<{ growthId: string }> {
  const { growthId, memberId, units, reason } = input
  const setting = await settingOf(work)
  if (!setting) throw new Refused('tier_programme_not_found')
  const { day = setting.today } = input
  if (day > setting.today) throw new Refused('invalid_growth_day')
  accept((await lockMembers(work, [memberId])).get(memberId)!)
  await insertActivities(work, [{ memberId, sourceKind: 'manual', sourceId: growthId, day, units }])
  await settleMembers(work, [{ memberId, recount: [{ day, saleId: null }] }])
  work.audit({
    action: 'tiers.grant',
    subject: { kind: 'member', id: memberId },
    changes: { growth: [null, units], day: [null, day] },
    reason,
  })
  return { growthId }
}
