import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import { type Columns, unnestRows } from '#platform/column-arrays.ts'
import { snakeRows } from '#platform/snake-rows.ts'
import type { Work } from '#platform/work.ts'
import type { CouponReturn, CouponUse } from './coupon-rules.ts'

/**
 * Writes uses: coupons, their rows in the history, and budgets where there are any. Three statements of one flight. Whoever did not hold
 * the coupons fails by the history's key, which has each turn of a coupon once.
 */
export function insertUses(work: Work, uses: readonly CouponUse[]): Promise<unknown> {
  const { merchantId } = work
  const own = { actorId: actorId(work.actor), at: work.at }
  const rows = uses.map(({ by = own, ...use }) => ({ ...use, at: by.at, actorId: by.actorId }))
  return Promise.all([
    work.send(sql`
      update coupons.coupon set status = 'used'
       where merchant_id = ${merchantId} and id = any(${uses.map(({ couponId }) => couponId)}::uuid[])`),
    work.send(sql`
      insert into coupons.coupon_use (merchant_id, coupon_id, turn, template_id, sale_id, store_id, member_id, off_cents, at,
        actor_id)
      select ${merchantId}, r.* from ${unnestRows(rows, useColumns)}`),
    moveBudgets(
      work,
      uses.filter(({ hasBudget }) => hasBudget),
      1,
    ),
  ])
}

// In the order of the statement.
const useColumns: Columns<CouponUse & { at: Date; actorId: string | null }> = {
  coupon_id: ['uuid', ({ couponId }) => couponId],
  turn: ['smallint', ({ turn }) => turn],
  template_id: ['uuid', ({ templateId }) => templateId],
  sale_id: ['uuid', ({ saleId }) => saleId],
  store_id: ['uuid', ({ storeId }) => storeId],
  member_id: ['uuid', ({ memberId }) => memberId],
  off_cents: ['bigint', ({ offCents }) => offCents],
  at: ['timestamptz', ({ at }) => at],
  actor_id: ['uuid', ({ actorId }) => actorId],
}

export function insertReturns(work: Work, refundId: string, returns: readonly CouponReturn[]): Promise<unknown> {
  const { merchantId } = work
  const rows = snakeRows(returns.map((row) => ({ ...row, endsAt: row.endsAt.toISOString() })))
  return Promise.all([
    work.send(sql`
      insert into coupons.coupon_return (merchant_id, coupon_id, turn, template_id, refund_id, ends_at, at, actor_id)
      select ${merchantId}, coupon_id, turn, template_id, ${refundId}, ends_at, ${work.at}, ${actorId(work.actor)}
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(coupon_id uuid, turn smallint, template_id uuid,
          ends_at timestamptz)`),
    work.send(sql`
      update coupons.coupon c set status = 'unused', turn = c.turn + 1, ends_at = r.ends_at
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(coupon_id uuid, turn smallint, ends_at timestamptz)
       where c.merchant_id = ${merchantId} and c.id = r.coupon_id and c.status = 'used' and c.turn = r.turn`),
    moveBudgets(work, returns, -1),
  ])
}

function moveBudgets(
  work: Work,
  moved: readonly { templateId: string; offCents: number }[],
  direction: 1 | -1,
): Promise<unknown> {
  if (moved.length === 0) return Promise.resolve()
  const spent = new Map<string, number>()
  for (const { templateId, offCents } of moved) {
    spent.set(templateId, (spent.get(templateId) ?? 0) + direction * offCents)
  }
  return work.send(sql`
    update coupons.pool p set spent_cents = p.spent_cents + s.cents
      from unnest(${[...spent.keys()]}::uuid[], ${[...spent.values()]}::bigint[]) as s(template_id, cents)
     where p.merchant_id = ${work.merchantId} and p.template_id = s.template_id and p.budget_cents is not null`)
}

export type UseRow = { couponId: string; turn: number; offCents: number; saleId: string; memberId: string | null }

/** The uses of a sale that were not given back. */
export function readUsesOfSale(work: Work, saleId: string): Promise<UseRow[]> {
  return work.send<UseRow>(sql`
    select u.coupon_id, u.turn, u.off_cents, u.sale_id, u.member_id from coupons.coupon_use u
     where u.merchant_id = ${work.merchantId} and u.sale_id = ${saleId}
       and not exists (select from coupons.coupon_return r
                        where r.merchant_id = ${work.merchantId} and r.coupon_id = u.coupon_id and r.turn = u.turn)
     order by u.coupon_id`)
}
