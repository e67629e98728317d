import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'

export type CharityRow = {
  id: string
  name: string
  note: string
  centsPerHundred: number
  closedAt: Date | null
  /** Everything ever given. */
  points: number
  worthCents: number
  donations: number
}

/** Charities with what was given to each. */
export function listCharities({ send, merchantId }: Work, onlyOpen: boolean): Promise<CharityRow[]> {
  return send<CharityRow>(sql`
    select c.id, c.name, c.note, c.cents_per_hundred, c.closed_at,
           coalesce(d.points, 0)::bigint as points, coalesce(d.worth_cents, 0)::bigint as worth_cents,
           coalesce(d.donations, 0)::int as donations
      from rewards.charity c
      left join lateral (select sum(d.points) as points, sum(d.worth_cents) as worth_cents, count(*) as donations
                           from rewards.donation d
                          where d.merchant_id = ${merchantId} and d.charity_id = c.id) d on true
     where c.merchant_id = ${merchantId} ${onlyOpen ? sql`and c.closed_at is null` : sql``}
     order by c.at, c.id`)
}

export async function insertCharity(
  { send, merchantId, at, actor }: Work,
  row: { id: string; name: string; note: string; centsPerHundred: number },
): Promise<void> {
  await send(sql`
    insert into rewards.charity (merchant_id, id, name, note, cents_per_hundred, at, author_id)
    values (${merchantId}, ${row.id}, ${row.name}, ${row.note}, ${row.centsPerHundred}, ${at}, ${actorId(actor)})`)
}

export async function closeCharityRow({ send, merchantId, at }: Work, id: string): Promise<boolean> {
  const rows = await send(sql`
    update rewards.charity set closed_at = coalesce(closed_at, ${at})
     where merchant_id = ${merchantId} and id = ${id} returning 1 as one`)
  return rows.length > 0
}

export type DonationRow = {
  id: string
  charityId: string
  charity: string
  points: number
  worthCents: number
  at: Date
}

export async function insertDonation(
  { send, merchantId, at }: Work,
  row: { id: string; charityId: string; memberId: string; points: number; worthCents: number },
): Promise<void> {
  await send(sql`
    insert into rewards.donation (merchant_id, id, charity_id, member_id, points, worth_cents, at)
    values (${merchantId}, ${row.id}, ${row.charityId}, ${row.memberId}, ${row.points}, ${row.worthCents}, ${at})`)
}

/** Donations of these members, latest first; of anybody under one id, for its certificate. */
export function listDonations(
  { send, merchantId }: Work,
  by: { memberIds: readonly string[] } | { id: string },
): Promise<DonationRow[]> {
  const condition = 'id' in by ? sql`d.id = ${by.id}` : sql`d.member_id = any(${[...by.memberIds]}::uuid[])`
  return send<DonationRow>(sql`
    select d.id, d.charity_id, c.name as charity, d.points, d.worth_cents, d.at from rewards.donation d
      join rewards.charity c on c.merchant_id = ${merchantId} and c.id = d.charity_id
     where d.merchant_id = ${merchantId} and ${condition} order by d.at desc, d.id desc limit 200`)
}
