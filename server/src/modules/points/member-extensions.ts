import { sql } from 'kysely'
import { userNames } from '#modules/identity/user-names.ts'
import { memberFamily } from '#modules/members/member-family.ts'
import type { Work } from '#platform/work.ts'

/** Points of one member whose end was moved: a line of the statement on which no balance changes. */
type MemberExtension = {
  extensionId: string
  at: Date
  points: number
  /** The day through which they can be used now. */
  day: string
  reason: string
  authorName: string | null
}

/** The extensions that touched a member, records merged into it included, latest first. */
export async function readMemberExtensions(work: Work, memberId: string): Promise<MemberExtension[]> {
  const family = await memberFamily(work, memberId)
  const rows = await work.send<Omit<MemberExtension, 'authorName'> & { authorId: string | null }>(sql`
    select m.extension_id, m.at, m.points, x.to_day::text as day, x.reason, x.author_id
      from points.extension_member m
      join points.extension x on x.merchant_id = ${work.merchantId} and x.id = m.extension_id
     where m.merchant_id = ${work.merchantId} and m.member_id = any(${family}::uuid[])
     order by m.at desc, m.extension_id desc limit 100`)
  const names = await userNames(
    work,
    rows.flatMap(({ authorId }) => authorId ?? []),
  )
  return rows.map(({ authorId, ...row }) => ({ ...row, authorName: (authorId && names.get(authorId)) ?? null }))
}
