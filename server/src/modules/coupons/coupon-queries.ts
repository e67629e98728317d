import { type RawBuilder, sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { CouponBudget, CouponStatus, HeldCoupon } from './coupon-rules.ts'
import type { CouponTerms } from './coupon-types.ts'

export type CouponRow = {
  id: string
  templateId: string
  memberId: string | null
  status: CouponStatus
  turn: number
  startsAt: Date
  endsAt: Date
  issuedAt: Date
  name: string
  terms: CouponTerms
  note: string
  returnGraceDays: number
}

const columns = sql`c.id, c.template_id, c.member_id, c.status, c.turn, c.starts_at, c.ends_at, c.issued_at, v.name, v.terms,
  t.note, t.return_grace_days`

const ownVersion = (work: Work) => sql`
  join lateral (select v.name, v.terms from coupons.template_version v
                 where v.merchant_id = ${work.merchantId} and v.template_id = c.template_id
                   and v.version = c.template_version offset 0) v on true
  join lateral (select t.note, t.return_grace_days from coupons.coupon_template t
                 where t.merchant_id = ${work.merchantId} and t.id = c.template_id offset 0) t on true`

/** The templates of these coupons, each found by its key: a join, planned while the table was young, would go on reading all of it. */
const templatesOf = ({ merchantId }: Work, couponIds: readonly string[]) => sql`array(
  select c.template_id from unnest(${[...couponIds]}::uuid[]) as k(id)
   cross join lateral (select c.template_id from coupons.coupon c
                        where c.merchant_id = ${merchantId} and c.id = k.id offset 0) c)`

/** Coupons with the terms they were issued under. */
export function readCoupons(work: Work, couponIds: readonly string[]): Promise<CouponRow[]> {
  return work.send<CouponRow>(couponsOf(work, couponIds, sql`offset 0`))
}

const couponsOf = (work: Work, couponIds: readonly string[], ending: RawBuilder<unknown>) => sql<CouponRow>`
  select ${columns}
    from unnest(${[...couponIds]}::uuid[]) as k(id)
    join lateral (select * from coupons.coupon c where c.merchant_id = ${work.merchantId} and c.id = k.id ${ending}) c on true
    ${ownVersion(work)}`

export function heldOf(row: CouponRow): HeldCoupon {
  const { id: couponId, templateId, memberId, name, terms, startsAt, endsAt, status, turn, returnGraceDays } = row
  const period = { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
  return { coupon: { ...terms, couponId, templateId, memberId, name, ...period }, status, turn, returnGraceDays }
}

/**
 * Locks coupons in key order and reads them: what a lock waited for is what it reads, the locked row's own; the terms never change.
 */
export function lockCouponRows(work: Work, couponIds: readonly string[]): Promise<CouponRow[]> {
  return work.send<CouponRow>(couponsOf(work, couponIds.toSorted(), sql`for no key update`))
}

type BudgetRow = CouponBudget & { templateId: string }

/** Locks the budgets of these coupons' templates in key order, as far as they have one, and reads them; to be sent before the coupons are locked. */
export function lockBudgets(work: Work, couponIds: readonly string[]): Promise<BudgetRow[]> {
  return work.send<BudgetRow>(budgetsOf(work, couponIds, sql`order by p.template_id for no key update`))
}

export function readBudgets(work: Work, couponIds: readonly string[]): Promise<BudgetRow[]> {
  return work.send<BudgetRow>(budgetsOf(work, couponIds, sql``))
}

const budgetsOf = (work: Work, couponIds: readonly string[], ending: RawBuilder<unknown>) => sql<BudgetRow>`
  select p.template_id, p.budget_cents, p.spent_cents from coupons.pool p
   where p.merchant_id = ${work.merchantId} and p.budget_cents is not null
     and p.template_id = any(${templatesOf(work, couponIds)}) ${ending}`

/** A member's coupons: what can still be used, soonest to end first; else newest first, a page at a time. */
export function listMemberCoupons(
  work: Work,
  filter: {
    memberId: string
    state: 'usable' | 'used' | 'expired'
    after: readonly [at: string, id: string] | null
    limit: number
  },
): Promise<
  (CouponRow & { usedAt: Date | null; saleId: string | null; offCents: number | null; hasBudget: boolean })[]
> {
  const { memberId, state, limit } = filter
  const [afterAt, afterId] = filter.after ?? [null, null]
  const isOfState = {
    usable: sql`c.status = 'unused' and c.ends_at > ${work.at}`,
    used: sql`c.status = 'used'`,
    expired: sql`(c.status = 'void' or (c.status = 'unused' and c.ends_at <= ${work.at}))`,
  }[state]
  const order = state === 'usable' ? sql`asc` : sql`desc`
  const beyond = state === 'usable' ? sql`>` : sql`<`
  return work.send(sql`
    select ${columns}, u.at as used_at, u.sale_id, u.off_cents,
           exists (select from coupons.pool p where p.merchant_id = ${work.merchantId} and p.template_id = c.template_id
                                                and p.budget_cents is not null) as has_budget
      from (select * from coupons.coupon c
             where c.merchant_id = ${work.merchantId} and c.member_id = ${memberId} and ${isOfState}
               and (${afterAt}::timestamptz is null
                    or (c.ends_at, c.id) ${beyond} (${afterAt}::timestamptz, ${afterId}::uuid))
             order by c.ends_at ${order}, c.id ${order} limit ${limit}) c
      ${ownVersion(work)}
      left join coupons.coupon_use u
        on u.merchant_id = ${work.merchantId} and u.coupon_id = c.id and u.turn = c.turn and c.status = 'used'
     order by c.ends_at ${order}, c.id ${order}`)
}

/** What a member holds and can still use, soonest to end first. */
export function readUnused(work: Work, memberId: string, limit: number): Promise<CouponRow[]> {
  return work.send<CouponRow>(sql`
    select ${columns}
      from (select * from coupons.coupon c
             where c.merchant_id = ${work.merchantId} and c.member_id = ${memberId} and c.status = 'unused'
               and c.ends_at > ${work.at}
             order by c.ends_at, c.id limit ${limit}) c
      ${ownVersion(work)}
     order by c.ends_at, c.id`)
}

export async function countMember(work: Work, templateId: string, memberId: string, limit: number): Promise<void> {
  await work.send(sql`
    update coupons.member_count set issued = issued + 1, member_limit = greatest(${limit}, issued)
     where merchant_id = ${work.merchantId} and template_id = ${templateId} and member_id = ${memberId}`)
}
