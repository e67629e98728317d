import { sql } from 'kysely'
import { type Columns, unnestRows } from '#platform/column-arrays.ts'
import { survivorLines } from '#modules/members/survivor.ts'
import type { Work } from '#platform/work.ts'
import type { PromotionUse } from './use-rules.ts'

/** Locks counters in key order: the counter of a promotion guards its members' counts, too. */
export function lockCounters(work: Work, promotionIds: readonly string[]): Promise<unknown> {
  return work.send(sql`
    select from promotions.counter
     where merchant_id = ${work.merchantId} and promotion_id = any(${[...promotionIds]}::uuid[])
     order by promotion_id for no key update`)
}

export type LeftRow = {
  promotionId: string
  uses: number | null
  budgetCents: number | null
  memberLimit: number | null
}

/** What is left, with the limit per member that runs now. */
export function readLeft(work: Work, promotionIds: readonly string[]): Promise<LeftRow[]> {
  return work.send<LeftRow>(sql`
    select c.promotion_id, c.use_limit - c.uses as uses, c.budget_cents - c.spent_cents as budget_cents, v.member_limit
      from promotions.counter c
      left join lateral (
        select v.member_limit from promotions.promotion_version v
         where v.merchant_id = ${work.merchantId} and v.promotion_id = c.promotion_id and v.valid_from <= ${work.at}
           and (v.valid_until is null or v.valid_until > ${work.at})
         order by v.version desc limit 1) v on true
     where c.merchant_id = ${work.merchantId} and c.promotion_id = any(${[...promotionIds]}::uuid[])`)
}

export function readMemberUses(
  work: Work,
  promotionIds: readonly string[],
  memberIds: readonly string[],
): Promise<{ promotionId: string; memberId: string; uses: number }[]> {
  return work.send(sql`
    select c.promotion_id, c.member_id, c.uses
      from unnest(${[...promotionIds]}::uuid[]) as p(id) cross join unnest(${[...memberIds]}::uuid[]) as m(id)
      join promotions.member_counter c
        on c.merchant_id = ${work.merchantId} and c.promotion_id = p.id and c.member_id = m.id`)
}

/** Writes uses; counters only of promotions that have one. */
export function insertUses(work: Work, uses: readonly PromotionUse[]): Promise<unknown> {
  const { merchantId } = work
  const counted = uses.flatMap(({ memberId, memberLimit, promotionId }) =>
    memberId !== null && memberLimit !== null ? [{ promotionId, memberId, memberLimit }] : [],
  )
  return Promise.all([
    work.send(sql`
      insert into promotions.promotion_use (merchant_id, promotion_id, sale_id, version, store_id, member_id, off_cents, at)
      select ${merchantId}, r.*, ${work.at} from ${unnestRows(uses, useColumns)}`),
    moveCounters(
      work,
      uses.filter(({ isCounted }) => isCounted),
      1,
    ),
    ...(counted.length === 0
      ? []
      : [
          work.send(sql`
            insert into promotions.member_counter as c (merchant_id, promotion_id, member_id, uses, member_limit)
            select ${merchantId}, u.promotion_id, u.member_id, count(*), max(u.member_limit)
              from unnest(${counted.map(({ promotionId }) => promotionId)}::uuid[],
                          ${counted.map(({ memberId }) => memberId)}::uuid[],
                          ${counted.map(({ memberLimit }) => memberLimit)}::integer[])
                as u(promotion_id, member_id, member_limit)
             group by u.promotion_id, u.member_id order by u.promotion_id, u.member_id
            on conflict (merchant_id, promotion_id, member_id) do update
               set uses = c.uses + excluded.uses, member_limit = greatest(excluded.member_limit, c.uses)`),
        ]),
  ])
}

// In the order of the statement.
const useColumns: Columns<PromotionUse> = {
  promotion_id: ['uuid', ({ promotionId }) => promotionId],
  sale_id: ['uuid', ({ saleId }) => saleId],
  version: ['integer', ({ version }) => version],
  store_id: ['uuid', ({ storeId }) => storeId],
  member_id: ['uuid', ({ memberId }) => memberId],
  off_cents: ['bigint', ({ offCents }) => offCents],
}

function moveCounters(
  work: Work,
  moved: readonly { promotionId: string; offCents: number }[],
  direction: 1 | -1,
): Promise<unknown> {
  if (moved.length === 0) return Promise.resolve()
  const sums = new Map<string, { uses: number; cents: number }>()
  for (const { promotionId, offCents } of moved) {
    const sum = sums.get(promotionId) ?? { uses: 0, cents: 0 }
    sums.set(promotionId, { uses: sum.uses + direction, cents: sum.cents + direction * offCents })
  }
  return work.send(sql`
    update promotions.counter c set uses = c.uses + s.uses, spent_cents = c.spent_cents + s.cents
      from unnest(${[...sums.keys()]}::uuid[], ${[...sums.values()].map(({ uses }) => uses)}::integer[],
                  ${[...sums.values()].map(({ cents }) => cents)}::bigint[]) as s(promotion_id, uses, cents)
     where c.merchant_id = ${work.merchantId} and c.promotion_id = s.promotion_id`)
}

export type UseRow = { promotionId: string; saleId: string; memberId: string | null; offCents: number }

/** The uses of a sale that were not given back. */
export function readUsesOfSale(work: Work, saleId: string): Promise<UseRow[]> {
  return work.send<UseRow>(sql`
    select u.promotion_id, u.sale_id, u.member_id, u.off_cents from promotions.promotion_use u
     where u.merchant_id = ${work.merchantId} and u.sale_id = ${saleId}
       and not exists (select from promotions.promotion_return r where r.merchant_id = ${work.merchantId}
                          and r.promotion_id = u.promotion_id and r.sale_id = u.sale_id)
     order by u.promotion_id`)
}

/** Gives uses back; a member's counter loses them, and those of everybody the record was merged into since. */
export async function insertReturns(work: Work, refundId: string, uses: readonly UseRow[]): Promise<unknown> {
  const { merchantId } = work
  const ids = uses.map(({ promotionId }) => promotionId)
  const byMember = uses.flatMap(({ promotionId, memberId }) => (memberId === null ? [] : [{ promotionId, memberId }]))
  const lines = await survivorLines(
    work,
    byMember.map(({ memberId }) => memberId),
  )
  const counted = byMember.flatMap(({ promotionId, memberId }) =>
    lines.get(memberId)!.map((id) => ({ promotionId, memberId: id })),
  )
  return Promise.all([
    work.send(sql`
      insert into promotions.promotion_return (merchant_id, promotion_id, sale_id, refund_id, at)
      select ${merchantId}, u.promotion_id, u.sale_id, ${refundId}, ${work.at}
        from unnest(${ids}::uuid[], ${uses.map(({ saleId }) => saleId)}::uuid[]) as u(promotion_id, sale_id)`),
    moveCounters(work, uses, -1),
    work.send(sql`
      update promotions.member_counter c set uses = c.uses - 1
        from unnest(${counted.map(({ promotionId }) => promotionId)}::uuid[],
                    ${counted.map(({ memberId }) => memberId)}::uuid[]) as u(promotion_id, member_id)
       where c.merchant_id = ${merchantId} and c.promotion_id = u.promotion_id and c.member_id = u.member_id
         and c.uses > 0`),
  ])
}
