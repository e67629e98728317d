import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { Day } from '#shared/business-day.ts'
import type { ChangeCause } from './standing-rules.ts'

export type TierMemberRow = {
  memberId: string
  tierId: string | null
  units: number
  reviewDay: Day | null
  graceUntilDay: Day | null
  grantedUntilDay: Day | null
}

/** Members by what they have reached, most units first; of one level, or only those in grace or with a grant. */
export function listTierMembers(
  { send, merchantId }: Work,
  filter: {
    tierId: string | null
    only: 'grace' | 'granted' | null
    after: { units: number; memberId: string } | null
    limit: number
  },
): Promise<TierMemberRow[]> {
  const { tierId, only, after, limit } = filter
  return send<TierMemberRow>(sql`
    select s.member_id, m.tier_id, s.units, s.review_day, s.grace_until_day, s.granted_until_day
      from tiers.standing s
      join members.read_tier m on m.merchant_id = ${merchantId} and m.member_id = s.member_id
     where s.merchant_id = ${merchantId}
       and (${tierId}::uuid is null or m.tier_id = ${tierId}::uuid)
       and (${only}::text is null or (${only} = 'grace' and s.grace_until_day is not null)
            or (${only} = 'granted' and s.grant_id is not null))
       and (${after?.units ?? null}::bigint is null
            or (s.units, s.member_id) < (${after?.units ?? null}::bigint, ${after?.memberId ?? null}::uuid))
     order by s.units desc, s.member_id desc limit ${limit}`)
}

export type ChangeRow = {
  id: string
  fromTierId: string | null
  toTierId: string | null
  cause: ChangeCause
  units: number
  day: Day
  at: Date
  actorId: string | null
  reason: string | null
}

/** The last changes of a member's level, those of merged records included, latest first. */
export function listChanges({ send, merchantId }: Work, memberIds: readonly string[]): Promise<ChangeRow[]> {
  return send<ChangeRow>(sql`
    select id, from_tier_id, to_tier_id, cause, units, day, at, actor_id, reason from tiers.change
     where merchant_id = ${merchantId} and member_id = any(${[...memberIds]}::uuid[]) order by at desc, id desc limit 100`)
}
