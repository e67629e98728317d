import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'

export type TagRow = { id: string; name: string }

/** The merchant's tags by name, with how many members have each. */
export function listTags({ send, merchantId }: Work): Promise<(TagRow & { members: number })[]> {
  return send(sql`
    select t.id, t.name, (select count(*) from members.member_tag m
                            join members.member p
                              on p.merchant_id = m.merchant_id and p.id = m.member_id and p.status in ('active', 'blocked')
                           where m.merchant_id = t.merchant_id and m.tag_id = t.id) as members
      from members.tag t
     where t.merchant_id = ${merchantId} and t.archived_at is null
     order by lower(t.name), t.id`)
}

/** All tags that stand. */
export function readTags({ send, merchantId }: Work): Promise<TagRow[]> {
  return send<TagRow>(sql`select id, name from members.tag where merchant_id = ${merchantId} and archived_at is null`)
}

/** All tags that stand, locked for a change of one of them. */
export function lockTags({ send, merchantId }: Work): Promise<TagRow[]> {
  return send<TagRow>(sql`
    select id, name from members.tag where merchant_id = ${merchantId} and archived_at is null order by id for update`)
}

/** Of these tags, those that stand, kept from being archived until the commit. */
export function holdTags({ send, merchantId }: Work, ids: readonly string[]): Promise<TagRow[]> {
  return send<TagRow>(sql`
    select id, name from members.tag
     where merchant_id = ${merchantId} and archived_at is null and id = any(${[...ids]}::uuid[]) order by id for share`)
}

export async function insertTag({ send, merchantId, at }: Work, { id, name }: TagRow): Promise<void> {
  await send(sql`
    insert into members.tag (merchant_id, id, name, created_at) values (${merchantId}, ${id}, ${name}, ${at})`)
}

export async function updateTag({ send, merchantId }: Work, { id, name }: TagRow): Promise<void> {
  await send(sql`update members.tag set name = ${name} where merchant_id = ${merchantId} and id = ${id}`)
}

export async function archiveTagRow({ send, merchantId, at }: Work, id: string): Promise<void> {
  await send(sql`update members.tag set archived_at = ${at} where merchant_id = ${merchantId} and id = ${id}`)
}

export type MemberTag = { memberId: string; tagId: string; name: string }

/** Who of these members has which tags, by name. */
export function readMemberTags({ send, merchantId }: Work, memberIds: readonly string[]): Promise<MemberTag[]> {
  return send<MemberTag>(sql`
    select m.member_id, m.tag_id, t.name
      from members.member_tag m
      join members.tag t on t.merchant_id = ${merchantId} and t.id = m.tag_id and t.archived_at is null
     where m.merchant_id = ${merchantId} and m.member_id = any(${[...memberIds]}::uuid[])
     order by lower(t.name), t.id`)
}

type Pair = { memberId: string; tagId: string }

/** Puts each of the tags on each of the members. Returns the pairs that are new. */
export function insertMemberTags(
  { send, merchantId, actor, at }: Work,
  memberIds: readonly string[],
  tagIds: readonly string[],
): Promise<Pair[]> {
  return send<Pair>(sql`
    insert into members.member_tag (merchant_id, member_id, tag_id, at, author_id)
    select ${merchantId}, m.id, t.id, ${at}, ${actorId(actor)}
      from unnest(${[...memberIds]}::uuid[]) as m(id) cross join unnest(${[...tagIds]}::uuid[]) as t(id)
    on conflict do nothing
    returning member_id, tag_id`)
}

/** Puts on each of these members its own tag. */
export async function insertMemberTagPairs(
  { send, merchantId, actor, at }: Work,
  pairs: readonly Pair[],
): Promise<void> {
  await send(sql`
    insert into members.member_tag (merchant_id, member_id, tag_id, at, author_id)
    select ${merchantId}, p.member_id, p.tag_id, ${at}, ${actorId(actor)}
      from unnest(${pairs.map(({ memberId }) => memberId)}::uuid[], ${pairs.map(({ tagId }) => tagId)}::uuid[]) as p(member_id, tag_id)
    on conflict do nothing`)
}

/** Takes the tags off the members. Returns the pairs that are gone. */
export function deleteMemberTags(
  { send, merchantId }: Work,
  memberIds: readonly string[],
  tagIds: readonly string[],
): Promise<Pair[]> {
  return send<Pair>(sql`
    delete from members.member_tag
     where merchant_id = ${merchantId} and member_id = any(${[...memberIds]}::uuid[]) and tag_id = any(${[...tagIds]}::uuid[])
    returning member_id, tag_id`)
}
