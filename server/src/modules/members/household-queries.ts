import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

export async function insertHousehold(
  { send, merchantId, at }: Work,
  { id, name }: { id: string; name: string },
): Promise<void> {
  await send(sql`
    insert into members.household (merchant_id, id, name, created_at) values (${merchantId}, ${id}, ${name}, ${at})`)
}

export async function setHousehold(
  { send, merchantId, at }: Work,
  memberIds: readonly string[],
  householdId: string | null,
): Promise<void> {
  if (memberIds.length === 0) return
  await send(sql`
    update members.member set household_id = ${householdId}, version = version + 1, updated_at = ${at}
     where merchant_id = ${merchantId} and id = any(${memberIds}::uuid[])`)
}

export type Relative = { id: string; number: string; name: string; relation: 'household' | 'referrer' | 'referred' }

/** Who shares the household, who referred this member and whom they referred (the first fifty). */
export async function readRelatives({ send, merchantId }: Work, memberId: string): Promise<Relative[]> {
  return send<Relative>(sql`
    select r.id, r.number, r.name,
           case when r.id = m.referrer_id then 'referrer' when r.referrer_id = m.id then 'referred' else 'household' end as relation
      from members.member m
      join members.member r on r.merchant_id = m.merchant_id and r.id <> m.id and r.status in ('active', 'blocked')
       and (r.household_id = m.household_id or r.id = m.referrer_id or r.referrer_id = m.id)
     where m.merchant_id = ${merchantId} and m.id = ${memberId}
     order by r.enrolled_at, r.id limit 50`)
}

export async function readHouseholdName({ send, merchantId }: Work, id: string): Promise<string | null> {
  const rows = await send<{ name: string }>(sql`
    select name from members.household where merchant_id = ${merchantId} and id = ${id}`)
  return rows[0]?.name ?? null
}
