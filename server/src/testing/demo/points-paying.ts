import { sql } from 'kysely'
import type { PlannedTender } from '#modules/cashier/pricing/pricing-types.ts'
import { redeemRuleOn, tillDayUsesOf } from '#modules/cashier/sale/redeem-hook.ts'
import { readRedeemPolicy } from '#modules/points/redeem-policy.ts'
import { mostPoints, type RedeemRule, worthOf } from '#modules/points/redeem-rules.ts'
import { readTillDays, takeTillDay } from '#modules/rewards/till-days.ts'
import type { Work } from '#platform/work.ts'

/** Who pays a part by points on a day, and how many: asked once per visit, in the day's order. */
export type PointsPaying = {
  /** How points pay at a moment; on a redemption day more, as long as its budget lasts. */
  ruleAt(at: Date): RedeemRule | null
  pay(memberId: string, netCents: number, rule: RedeemRule | null): { points: number; worthCents: number }
  /** What a visit took of a redemption day is gone for the next. */
  take(tenders: readonly PlannedTender[]): void
}

/** Fewer are not worth a word at the counter. */
const leastPoints = 300
/** Of those who could, so many in a hundred think of it; the same people on the same days in every year that is built. */
const thinkOfIt = 45

/** The day's members with what each could pay by points in the morning. One look for all. */
export async function pointsPaying(work: Work, memberIds: readonly string[], day: number): Promise<PointsPaying> {
  const ids = [...new Set(memberIds)]
  const [policy, tillDays, units] = await Promise.all([
    readRedeemPolicy(work),
    readTillDays(work),
    readUsable(work, ids),
  ])
  const left = new Map(ids.map((id, index) => [id, { units: units.get(id) ?? 0, index }]))
  return {
    ruleAt: (at) => redeemRuleOn(policy, tillDays, { at, zone: 'Asia/Shanghai' }),
    pay(memberId, netCents, rule) {
      const own = left.get(memberId)
      if (!rule || !own || own.units < leastPoints || (own.index * 37 + day * 61) % 100 >= thinkOfIt) {
        return { points: 0, worthCents: 0 }
      }
      const points = mostPoints(rule, netCents, own.units)
      own.units -= points
      return { points, worthCents: points === 0 ? 0 : worthOf(rule, points) }
    },
    take(tenders) {
      for (const use of tillDayUsesOf(tenders)) takeTillDay(tillDays, use)
    },
  }
}

/** The points that members could spend, without their hundreds of lots. */
async function readUsable({ send, merchantId, at }: Work, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await send<{ id: string; units: number }>(sql`
    select k.id, greatest(0, coalesce(l.units, 0) - a.debt_units)::bigint as units
      from unnest(${[...ids]}::uuid[]) as k(id)
      cross join lateral (select a.id, a.debt_units from ledger.account a
                           where a.merchant_id = ${merchantId} and a.owner_id = k.id and a.asset = 'points'
                             and a.owner_kind = 'member' offset 0) a
      cross join lateral (select sum(v.remaining_units - v.held_units) as units from ledger.read_open_lot v
                           where v.merchant_id = ${merchantId} and v.account_id = a.id and v.usable_from <= ${at}
                             and (v.ends_at is null or v.ends_at > ${at})) l`)
  return new Map(rows.map(({ id, units }) => [id, units]))
}
