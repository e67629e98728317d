import { type RawBuilder, sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import type { Day } from '#shared/business-day.ts'

export type Notice = {
  id: string
  storeId: string
  lastDay: Day
  isBusinessEnd: boolean
  reason: string
  noticeDays: number
  repaidWithinDays: number | null
  lawPacks: string[]
  announcedDay: Day
}

const columns = sql`n.id, n.store_id, n.last_day::text, n.is_business_end, n.reason, n.notice_days, n.repaid_within_days, n.law_packs,
  n.announced_day::text`

/** The notices that stand, of one store or of all. */
export function readNotices({ send, merchantId }: Work, storeId: string | null = null): Promise<Notice[]> {
  return send<Notice>(sql`
    select ${columns} from closing.notice n
     where n.merchant_id = ${merchantId} and n.withdrawn_at is null and n.closed_at is null
       and (${storeId}::uuid is null or n.store_id = ${storeId}::uuid) order by n.announced_at, n.id`)
}

/** False: another notice of the store stands. */
export async function insertNotice({ send, merchantId, at, actor }: Work, notice: Notice): Promise<boolean> {
  const rows = await send(sql`
    insert into closing.notice (merchant_id, id, store_id, last_day, is_business_end, reason, notice_days, repaid_within_days, law_packs,
           announced_day, announced_at, author_id)
    values (${merchantId}, ${notice.id}, ${notice.storeId}, ${notice.lastDay}, ${notice.isBusinessEnd}, ${notice.reason}, ${notice.noticeDays},
            ${notice.repaidWithinDays}, ${notice.lawPacks}::text[], ${notice.announcedDay}, ${at}, ${actorId(actor)})
    on conflict do nothing returning id`)
  return rows.length > 0
}

/** Ends the notice that stands for a store: taken back, or done with because the store closed. */
export async function endNotice(
  { send, merchantId, at }: Work,
  storeId: string,
  how: 'withdrawn' | 'closed',
): Promise<boolean> {
  const rows = await send(sql`
    update closing.notice
       set withdrawn_at = case when ${how} = 'withdrawn' then ${at}::timestamptz end,
           closed_at = case when ${how} = 'closed' then ${at}::timestamptz end
     where merchant_id = ${merchantId} and store_id = ${storeId} and withdrawn_at is null and closed_at is null returning id`)
  return rows.length > 0
}

export type Owed = {
  kind: 'top_up' | 'pass'
  subjectId: string
  memberId: string
  name: string
  soldDay: Day
  /** Of a top-up what is left of the principal, which is what the shop's cause gives back; of a pass what was paid. */
  cents: number
  /** Beside it, what the shop gave on top; it is never paid out. */
  bonusCents: number
  lawPack: string | null
  claimedAt: Date | null
  dueDay: Day | null
}

/** What was sold at a store, or at any (null), and is not used up: a row for each top-up and pass. */
function owedRows({ merchantId, at }: Work, storeId: string | null): RawBuilder<unknown> {
  return sql`
    select 'top_up' as kind, t.id as subject_id, l.owner_id as member_id, t.number as name, t.business_day as sold_day, t.law_pack,
           coalesce(sum(l.remaining_units) filter (where l.asset = 'stored_principal'), 0)::bigint as cents,
           coalesce(sum(l.remaining_units) filter (where l.asset = 'stored_bonus' and (l.expires_at is null or l.expires_at > ${at})), 0)::bigint
             as bonus_cents
      from stored_value.read_sold_top_up t
      join ledger.read_prepaid_lot l on l.merchant_id = ${merchantId} and l.source_kind = 'top_up' and l.source_id = t.id
     where t.merchant_id = ${merchantId} and (${storeId}::uuid is null or t.store_id = ${storeId}::uuid)
     group by t.id, l.owner_id, t.number, t.business_day, t.law_pack
    having coalesce(sum(l.remaining_units) filter (where l.asset = 'stored_principal'), 0) > 0
    union all
    select 'pass', p.id, p.member_id, p.name, p.sold_day, null, p.paid_cents, 0
      from passes.read_standing_pass p
     where p.merchant_id = ${merchantId} and p.paid_cents > 0 and (p.ends_day is null or p.ends_day >= ${at}::date)
       and (${storeId}::uuid is null or p.store_id = ${storeId}::uuid)`
}

export type OwedPlace = { kind: string; subjectId: string; memberId: string }

/** Who is owed what by a store, a page of it, or of some members alone; with what was asked for under a notice. */
export function readOwed(
  work: Work,
  wish: {
    storeId: string | null
    noticeId: string | null
    memberIds?: readonly string[]
    after?: OwedPlace | null
    limit: number
  },
): Promise<Owed[]> {
  const { storeId, noticeId, memberIds = null, after = null, limit } = wish
  return work.send<Owed>(sql`
    select o.kind, o.subject_id, o.member_id, o.name, o.sold_day::text, o.cents, o.bonus_cents, o.law_pack, c.asked_at as claimed_at,
           c.due_day::text as due_day
      from (${owedRows(work, storeId)}) o
      left join closing.claim c on c.merchant_id = ${work.merchantId} and c.notice_id = ${noticeId}::uuid and c.subject_id = o.subject_id
     where (${memberIds}::uuid[] is null or o.member_id = any(${memberIds}::uuid[]))
       and (${after?.kind ?? null}::text is null or (o.kind, o.subject_id, o.member_id)
            > (${after?.kind ?? null}::text, ${after?.subjectId ?? null}::uuid, ${after?.memberId ?? null}::uuid))
     order by o.kind, o.subject_id, o.member_id limit ${limit}`)
}

export type OwedSums = {
  members: number
  topUps: number
  principalCents: number
  passes: number
  passCents: number
  giftCards: number
  giftCardCents: number
  openClaims: number
  /** Under which packs what is owed was sold. */
  lawPacks: string[]
}

/** What a store owes in all, anonymous gift cards that it sold included, and how many asked for it and do not have it. */
export async function sumOwed(
  work: Work,
  { storeId, noticeId }: { storeId: string | null; noticeId: string | null },
): Promise<OwedSums> {
  const { merchantId } = work
  const [row] = await work.send<OwedSums>(sql`
    with owed as (${owedRows(work, storeId)})
    select count(distinct o.member_id)::integer as members, count(*) filter (where o.kind = 'top_up')::integer as top_ups,
           coalesce(sum(o.cents) filter (where o.kind = 'top_up'), 0)::bigint as principal_cents,
           count(*) filter (where o.kind = 'pass')::integer as passes,
           coalesce(sum(o.cents) filter (where o.kind = 'pass'), 0)::bigint as pass_cents,
           (select count(distinct g.owner_id)::integer from ledger.read_prepaid_lot g
             where g.merchant_id = ${merchantId} and g.asset = 'gift_card' and (${storeId}::uuid is null or g.store_id = ${storeId}::uuid)) as gift_cards,
           (select coalesce(sum(g.remaining_units), 0)::bigint from ledger.read_prepaid_lot g
             where g.merchant_id = ${merchantId} and g.asset = 'gift_card' and (${storeId}::uuid is null or g.store_id = ${storeId}::uuid)) as gift_card_cents,
           (select count(*)::integer from closing.claim c join owed q on q.subject_id = c.subject_id
             where c.merchant_id = ${merchantId} and c.notice_id = ${noticeId}::uuid) as open_claims,
           coalesce(array_agg(distinct o.law_pack) filter (where o.law_pack is not null), '{}') as law_packs
      from owed o`)
  return row!
}

/** Notes what somebody asked to have back; asked twice is asked once, with the day of the first time. */
export async function insertClaims(
  { send, merchantId, at }: Work,
  claims: {
    noticeId: string
    subjects: readonly Pick<Owed, 'kind' | 'subjectId'>[]
    dueDay: Day | null
    askedBy: 'member' | 'staff'
  },
): Promise<number> {
  const { noticeId, subjects, dueDay, askedBy } = claims
  const rows = await send(sql`
    insert into closing.claim (merchant_id, notice_id, subject_id, kind, asked_at, due_day, asked_by)
    select ${merchantId}, ${noticeId}, s.id, s.kind, ${at}, ${dueDay}::date, ${askedBy}
      from unnest(${subjects.map(({ subjectId }) => subjectId)}::uuid[], ${subjects.map(({ kind }) => kind)}::text[]) as s(id, kind)
    on conflict do nothing returning subject_id`)
  return rows.length
}
