import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { type OfflineLimits, usualLimits } from './budget-rules.ts'

type LimitRow = {
  storedSaleCents: number
  storedMemberCents: number
  storedTotalCents: number
  pointsSale: number
  pointsMember: number
  pointsTotal: number
}

/** The limits of a till; the usual ones where nobody has set any. */
export async function readLimits({ send, merchantId }: Work, deviceId: string): Promise<OfflineLimits> {
  const [row] = await send<LimitRow>(sql`
    select stored_sale_cents, stored_member_cents, stored_total_cents, points_sale, points_member, points_total
      from cashier.offline_limit where merchant_id = ${merchantId} and device_id = ${deviceId}`)
  if (!row) return usualLimits
  return {
    stored: { sale: row.storedSaleCents, member: row.storedMemberCents, total: row.storedTotalCents },
    points: { sale: row.pointsSale, member: row.pointsMember, total: row.pointsTotal },
  }
}

export async function writeLimits(work: Work, deviceId: string, { stored, points }: OfflineLimits): Promise<void> {
  await work.send(sql`
    insert into cashier.offline_limit (merchant_id, device_id, stored_sale_cents, stored_member_cents, stored_total_cents,
      points_sale, points_member, points_total, changed_at, changed_by)
    values (${work.merchantId}, ${deviceId}, ${stored.sale}, ${stored.member}, ${stored.total}, ${points.sale},
      ${points.member}, ${points.total}, ${work.at}, ${actorId(work.actor)})
    on conflict (merchant_id, device_id) do update
      set stored_sale_cents = excluded.stored_sale_cents, stored_member_cents = excluded.stored_member_cents,
          stored_total_cents = excluded.stored_total_cents, points_sale = excluded.points_sale,
          points_member = excluded.points_member, points_total = excluded.points_total,
          changed_at = excluded.changed_at, changed_by = excluded.changed_by`)
}
