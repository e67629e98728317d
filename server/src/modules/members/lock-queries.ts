import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { MemberStatus } from './member-status-rules.ts'

/** What a command needs to know of a locked member. */
export type LockedMember = {
  id: string
  status: MemberStatus
  mergedInto: string | null
  homeStoreId: string | null
  householdId: string | null
  nextBirthdayDay: string | null
  /** The level that holds now; null is the base level. */
  tierId: string | null
  version: number
}

/**
 * Locks members for the rest of the transaction, in key order, and reads them. `no key update` and not `update`: rows of other
 * tables that point at a member are still written meanwhile.
 */
export async function lockMemberRows({ send, merchantId }: Work, ids: readonly string[]): Promise<LockedMember[]> {
  return send<LockedMember>(sql`
    select id, status, merged_into, home_store_id, household_id, next_birthday_day, tier_id, version from members.member
     where merchant_id = ${merchantId} and id = any(${ids}::uuid[])
     order by id for no key update`)
}
