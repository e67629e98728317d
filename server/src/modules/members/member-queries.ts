import { type RawBuilder, sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { Birthday } from './birthday-rules.ts'
import type { CustomValues } from './custom-field-rules.ts'
import type { Gender, MemberSource } from './enrolment-rules.ts'
import { openMemberKey, openPhone } from './member-secrets.ts'
import type { MemberStatus } from './member-status-rules.ts'

/** A member as the module reads one; the phone is opened. */
export type MemberRow = {
  id: string
  number: string
  status: MemberStatus
  statusReason: string | null
  mergedInto: string | null
  name: string
  gender: Gender
  birthday: Birthday | null
  nextBirthdayDay: string | null
  tierId: string | null
  tagIds: string[]
  phone: string | null
  card: string | null
  homeStoreId: string | null
  enrolledAt: Date
  source: MemberSource
  externalId: string | null
  referrerId: string | null
  householdId: string | null
  allergies: string | null
  custom: CustomValues
  version: number
}

/** Null for a member whose key was deleted. */
export type WithKey = { key: Buffer | null }

type RawRow = Omit<MemberRow, 'birthday' | 'phone'> & {
  birthdayCalendar: Birthday['calendar'] | null
  birthdayYear: number | null
  birthdayMonth: number
  birthdayDate: number
  birthdayIsLeapMonth: boolean
  phoneSealed: Buffer | null
  sealedKey: Buffer | null
}

const columns = sql.raw(`
  m.id, m.number, m.status, m.status_reason, m.merged_into, m.name, m.gender, m.birthday_calendar, m.birthday_year, m.birthday_month,
  m.birthday_date, m.birthday_is_leap_month, m.next_birthday_day, m.tier_id, m.home_store_id, m.enrolled_at, m.source, m.external_id,
  m.referrer_id, m.household_id, m.allergies, m.custom, m.version, k.sealed_key, p.sealed as phone_sealed,
  (select c.label from members.credential c
    where c.merchant_id = m.merchant_id and c.member_id = m.id and c.kind = 'card' and c.blocked_at is null
    order by c.added_at desc, c.id desc limit 1) as card,
  array(select g.tag_id from members.member_tag g
          join members.tag t on t.merchant_id = g.merchant_id and t.id = g.tag_id and t.archived_at is null
         where g.merchant_id = m.merchant_id and g.member_id = m.id order by lower(t.name), t.id) as tag_ids`)

const joins = sql.raw(`
  left join members.member_key k on k.merchant_id = m.merchant_id and k.member_id = m.id
  left join members.credential p on p.merchant_id = m.merchant_id and p.member_id = m.id and p.is_main`)

function toMember(work: Work, raw: RawRow): MemberRow & WithKey {
  const {
    birthdayCalendar,
    birthdayYear,
    birthdayMonth,
    birthdayDate,
    birthdayIsLeapMonth,
    phoneSealed,
    sealedKey,
    ...row
  } = raw
  const key = sealedKey && openMemberKey(work, row.id, sealedKey)
  return {
    ...row,
    birthday: birthdayCalendar && {
      calendar: birthdayCalendar,
      year: birthdayYear,
      month: birthdayMonth,
      date: birthdayDate,
      isLeapMonth: birthdayIsLeapMonth,
    },
    phone: phoneSealed && key ? openPhone(key, row.id, phoneSealed) : null,
    key,
  }
}

/** Members by id, in no order, whatever became of them. */
export async function readMembers(work: Work, ids: readonly string[]): Promise<(MemberRow & WithKey)[]> {
  if (ids.length === 0) return []
  const rows = await work.send<RawRow>(sql`
    select ${columns} from members.member m ${joins}
     where m.merchant_id = ${work.merchantId} and m.id = any(${ids}::uuid[])`)
  return rows.map((row) => toMember(work, row))
}

export async function readMember(work: Work, id: string): Promise<(MemberRow & WithKey) | undefined> {
  return (await readMembers(work, [id]))[0]
}

/** Ids of a member and of all records that were merged into it, directly or through another. */
export async function readFamilyIds({ send, merchantId }: Work, id: string): Promise<string[]> {
  const rows = await send<{ id: string }>(sql`
    with recursive family (id) as (
      select ${id}::uuid
      union
      select m.id from members.member m join family f on m.merged_into = f.id where m.merchant_id = ${merchantId}
    )
    select id from family`)
  return rows.map((row) => row.id)
}

export type MemberFilter = {
  status?: MemberStatus | undefined
  homeStoreId?: string | undefined
  gender?: Gender | undefined
  enrolledFrom?: Date | undefined
  enrolledBefore?: Date | undefined
  birthdayFrom?: string | undefined
  birthdayTo?: string | undefined
  source?: MemberSource | undefined
  householdId?: string | undefined
  referrerId?: string | undefined
  tierId?: string | undefined
  tagId?: string | undefined
}

/** What a row `m` of `members.member` has to be for a filter to let it through: live at least. */
export function matching(filter: MemberFilter): RawBuilder<unknown> {
  const {
    status,
    homeStoreId,
    gender,
    enrolledFrom,
    enrolledBefore,
    birthdayFrom,
    birthdayTo,
    source,
    householdId,
    referrerId,
    tierId,
    tagId,
  } = filter
  return sql.join(
    [
      status ? sql`m.status = ${status}` : sql`m.status in ('active', 'blocked')`,
      ...(homeStoreId ? [sql`m.home_store_id = ${homeStoreId}`] : []),
      ...(gender ? [sql`m.gender = ${gender}`] : []),
      ...(enrolledFrom ? [sql`m.enrolled_at >= ${enrolledFrom}`] : []),
      ...(enrolledBefore ? [sql`m.enrolled_at < ${enrolledBefore}`] : []),
      ...(birthdayFrom ? [sql`m.next_birthday_day >= ${birthdayFrom}`] : []),
      ...(birthdayTo ? [sql`m.next_birthday_day <= ${birthdayTo}`] : []),
      ...(source ? [sql`m.source = ${source}`] : []),
      ...(householdId ? [sql`m.household_id = ${householdId}`] : []),
      ...(referrerId ? [sql`m.referrer_id = ${referrerId}`] : []),
      ...(tierId ? [sql`m.tier_id = ${tierId}`] : []),
      ...(tagId
        ? [
            sql`exists (select from members.read_member_tag g
                         where g.merchant_id = m.merchant_id and g.tag_id = ${tagId} and g.member_id = m.id)`,
          ]
        : []),
    ],
    sql` and `,
  )
}

/** One page of the list, latest enrolment first; `after` is the last row of the page before. */
export async function listMembers(
  work: Work,
  filter: MemberFilter,
  page: { limit: number; after: { enrolledAt: string; id: string } | null },
): Promise<(MemberRow & WithKey)[]> {
  const after = page.after
    ? sql`and (m.enrolled_at, m.id) < (${page.after.enrolledAt}::timestamptz, ${page.after.id}::uuid)`
    : sql``
  const rows = await work.send<RawRow>(sql`
    select ${columns} from members.member m ${joins}
     where m.merchant_id = ${work.merchantId} and ${matching(filter)} ${after}
     order by m.enrolled_at desc, m.id desc limit ${page.limit}`)
  return rows.map((row) => toMember(work, row))
}

/** Of these members, those that the filter lets through. */
export async function filterMembers(
  work: Work,
  ids: readonly string[],
  filter: MemberFilter,
): Promise<(MemberRow & WithKey)[]> {
  if (ids.length === 0) return []
  const rows = await work.send<RawRow>(sql`
    select ${columns} from members.member m ${joins}
     where m.merchant_id = ${work.merchantId} and m.id = any(${ids}::uuid[]) and ${matching(filter)}`)
  return rows.map((row) => toMember(work, row))
}

/** How many there are; counted up to `most`, for a count of a million rows is nothing that anybody reads. */
export async function countMembers({ send, merchantId }: Work, filter: MemberFilter, most: number): Promise<number> {
  const [row] = await send<{ members: number }>(sql`
    select count(*) as members from (
      select from members.member m where m.merchant_id = ${merchantId} and ${matching(filter)} limit ${most}) as counted`)
  return row!.members
}

/** Whom a filter lets through, by id, at most so many. */
export async function matchingIds({ send, merchantId }: Work, filter: MemberFilter, most: number): Promise<string[]> {
  const rows = await send<{ id: string }>(sql`
    select m.id from members.member m where m.merchant_id = ${merchantId} and ${matching(filter)} limit ${most}`)
  return rows.map(({ id }) => id)
}
