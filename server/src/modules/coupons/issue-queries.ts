import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import type { Audience } from './audience-rules.ts'

/**
 * Locks what issuing to these members depends on, template before counters, counters in key order, and only those that a
 * limit makes necessary; then reads them in a statement of its own.
 */
export async function lockIssuing(
  work: Work,
  templateId: string,
  memberIds: readonly string[],
): Promise<{ leftInPool: number | null; issuedTo: Map<string, number> }> {
  const { merchantId } = work
  const members = sql`unnest(${[...memberIds]}::uuid[]) as m(id)`
  const [, , , , pools, counts] = await Promise.all([
    work.send(sql`
      select from coupons.coupon_template where merchant_id = ${merchantId} and id = ${templateId} for share`),
    work.send(sql`
      select from coupons.pool where merchant_id = ${merchantId} and template_id = ${templateId} and total_limit is not null
         for no key update`),
    work.send(sql`
      insert into coupons.member_count (merchant_id, template_id, member_id, member_limit)
      select ${merchantId}, t.id, m.id, t.member_limit
        from coupons.coupon_template t cross join ${members}
       where t.merchant_id = ${merchantId} and t.id = ${templateId} and t.member_limit is not null
       order by m.id
      on conflict do nothing`),
    work.send(sql`
      select from ${members} join coupons.member_count c
        on c.merchant_id = ${merchantId} and c.template_id = ${templateId} and c.member_id = m.id
       order by c.member_id for no key update of c`),
    work.send<{ leftInPool: number }>(sql`
      select total_limit - issued as left_in_pool from coupons.pool
       where merchant_id = ${merchantId} and template_id = ${templateId} and total_limit is not null`),
    work.send<{ memberId: string; issued: number }>(sql`
      select c.member_id, c.issued from ${members} join coupons.member_count c
        on c.merchant_id = ${merchantId} and c.template_id = ${templateId} and c.member_id = m.id`),
  ])
  return {
    leftInPool: pools[0]?.leftInPool ?? null,
    issuedTo: new Map(counts.map(({ memberId, issued }) => [memberId, issued])),
  }
}

export type NewCoupon = { id: string; memberId: string | null }

export type NewIssue = {
  id: string
  templateId: string
  templateVersion: number
  kind: 'given' | 'claimed' | 'codes'
  reason: string
  startsAt: Date
  endsAt: Date
  memberLimit: number | null
  /** By what its members were chosen; undefined: one by one. */
  audience?: Audience | undefined
}

/** Writes an issue: the act, its coupons, and the counters where there are any. One flight. */
export async function writeIssue(work: Work, issue: NewIssue, coupons: readonly NewCoupon[]): Promise<void> {
  await Promise.all([
    insertIssue(work, { ...issue, quantity: coupons.length, sealedSecret: null }),
    writeCoupons(work, issue, coupons),
    countIssued(work, issue.templateId, coupons.length),
  ])
}

/** Writes coupons of an issue with the counters of their members, where the template has a limit for each. One flight. */
export async function writeCoupons(
  work: Work,
  issue: Omit<NewIssue, 'kind' | 'reason' | 'audience'>,
  coupons: readonly NewCoupon[],
): Promise<void> {
  await Promise.all([
    insertCoupons(work, issue, coupons),
    ...(issue.memberLimit === null
      ? []
      : [
          work.send(sql`
            update coupons.member_count c set issued = c.issued + 1, member_limit = greatest(${issue.memberLimit}, c.issued)
              from unnest(${coupons.map(({ memberId }) => memberId)}::uuid[]) as m(id)
             where c.merchant_id = ${work.merchantId} and c.template_id = ${issue.templateId} and c.member_id = m.id`),
        ]),
  ])
}

export function insertIssue(
  work: Work,
  issue: Pick<NewIssue, 'id' | 'templateId' | 'kind' | 'reason' | 'audience'> & {
    quantity: number
    sealedSecret: Buffer | null
  },
): Promise<unknown> {
  const { id, templateId, kind, quantity, reason, sealedSecret, audience } = issue
  return work.send(sql`
    insert into coupons.coupon_issue (merchant_id, id, template_id, kind, quantity, reason, at, author_id, sealed_secret,
      audience)
    values (${work.merchantId}, ${id}, ${templateId}, ${kind}, ${quantity}, ${reason}, ${work.at},
      ${actorId(work.actor)}, ${sealedSecret}, ${audience ? JSON.stringify(audience) : null}::jsonb)`)
}

export function insertCoupons(
  work: Work,
  issue: { id: string; templateId: string; templateVersion: number; startsAt: Date; endsAt: Date },
  coupons: readonly NewCoupon[],
): Promise<unknown> {
  return work.send(sql`
    insert into coupons.coupon (merchant_id, id, template_id, template_version, issue_id, member_id, starts_at, ends_at,
      issued_at)
    select ${work.merchantId}, c.id, ${issue.templateId}, ${issue.templateVersion}, ${issue.id}, c.member_id,
           ${issue.startsAt}, ${issue.endsAt}, ${work.at}
      from unnest(${coupons.map(({ id }) => id)}::uuid[], ${coupons.map(({ memberId }) => memberId)}::uuid[])
        as c(id, member_id)`)
}

/** Takes from the pool where there is one: nothing else counts what a template handed out. */
export function countIssued(work: Work, templateId: string, quantity: number): Promise<unknown> {
  return work.send(sql`
    update coupons.pool set issued = issued + ${quantity}
     where merchant_id = ${work.merchantId} and template_id = ${templateId} and total_limit is not null`)
}

export function readIssuedCoupons(work: Work, issueId: string): Promise<{ id: string; memberId: string | null }[]> {
  return work.send(sql`
    select id, member_id from coupons.coupon where merchant_id = ${work.merchantId} and issue_id = ${issueId} order by id`)
}

export type IssueRow = {
  id: string
  templateId: string
  kind: 'given' | 'claimed' | 'codes'
  quantity: number
  /** Codes that were shown so far; coupons handed out at once are all out. */
  opened: number
  reason: string
  at: Date
  authorId: string | null
  exportedAt: Date | null
  canExport: boolean
  audience: Audience | null
  /** How far an issue has come that is handed out piece by piece. */
  run: { given: number; skipped: number; endedAt: string | null; isStopped: boolean } | null
}

/** A template's issues, newest first; claims are counted in the figures, not listed one by one. */
export function listIssues(work: Work, templateId: string): Promise<IssueRow[]> {
  return work.send<IssueRow>(sql`
    select i.id, i.template_id, i.kind, i.quantity, i.reason, i.at, i.author_id, i.exported_at, i.audience,
           i.sealed_secret is not null as can_export,
           case when i.kind <> 'codes' then i.quantity else
             (select count(*) from coupons.coupon c where c.merchant_id = ${work.merchantId} and c.issue_id = i.id) end as opened,
           (select jsonb_build_object('given', r.given, 'skipped', r.skipped, 'endedAt', r.ended_at, 'isStopped', r.is_stopped)
              from coupons.issue_run r where r.merchant_id = ${work.merchantId} and r.issue_id = i.id) as run
      from coupons.coupon_issue i
     where i.merchant_id = ${work.merchantId} and i.template_id = ${templateId} and i.kind <> 'claimed'
     order by i.at desc, i.id desc limit 200`)
}

/** Counts a coupon that a member got as a gift toward what one may have. Its counter is locked. */
export function countReceived(
  work: Work,
  { templateId, memberId, memberLimit }: { templateId: string; memberId: string; memberLimit: number },
): Promise<unknown> {
  return work.send(sql`
    update coupons.member_count c set issued = c.issued + 1, member_limit = greatest(${memberLimit}, c.issued + 1)
     where c.merchant_id = ${work.merchantId} and c.template_id = ${templateId} and c.member_id = ${memberId}`)
}
