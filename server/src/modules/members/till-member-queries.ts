import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { MemberStatus } from './member-status-rules.ts'

/** A place in the order of change. */
export type TillPlace = { at: string; id: string }

type TillRow = {
  id: string
  number: string
  name: string
  status: MemberStatus
  tierId: string | null
  updatedAt: Date
  sealedKey: Buffer | null
  phones: string[]
  cards: string[]
}

/** Members in the order of their last change, or by id. A first load leaves out those that are gone. */
export function readTillRows(
  { send, merchantId }: Work,
  wanted: { after: TillPlace; isFirst: boolean; limit: number } | { ids: readonly string[] },
): Promise<TillRow[]> {
  const which =
    'ids' in wanted
      ? sql`m.id = any(${[...wanted.ids]}::uuid[])`
      : sql`(m.updated_at, m.id) > (${wanted.after.at}::timestamptz, ${wanted.after.id}::uuid)
            and (not ${wanted.isFirst} or m.status in ('active', 'blocked'))`
  const order = 'ids' in wanted ? sql`m.id` : sql`m.updated_at, m.id limit ${wanted.limit}`
  return send<TillRow>(sql`
    with page as (
      select m.id, m.number, m.name, m.status, m.tier_id, m.updated_at from members.member m
       where m.merchant_id = ${merchantId} and ${which} order by ${order})
    select p.id, p.number, p.name, p.status, p.tier_id, p.updated_at, k.sealed_key,
           coalesce(c.phones, '[]') as phones, coalesce(c.cards, '[]') as cards
      from page p
      left join lateral (select sealed_key from members.member_key k
                          where k.merchant_id = ${merchantId} and k.member_id = p.id offset 0) k on true
      left join lateral (select jsonb_agg(encode(c.sealed, 'hex')) filter (where c.kind = 'phone') as phones,
                                jsonb_agg(c.label) filter (where c.kind = 'card') as cards
                           from members.credential c
                          where c.merchant_id = ${merchantId} and c.member_id = p.id and c.blocked_at is null offset 0) c on true
     order by p.updated_at, p.id`)
}
