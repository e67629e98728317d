import { sql } from 'kysely'
import { homeZone, nextMorning } from '#modules/shops/next-morning.ts'
import { type DueSweep, noteDue } from '#platform/due-work.ts'
import { forEachMerchant, type Job } from '#platform/jobs.ts'
import type { Work } from '#platform/work.ts'
import { localDay } from '#shared/business-day.ts'

const sweepKind = 'coupons.tell_ends'
const perRound = 2_000
/** How many days before its last one a coupon is told of. */
const steps = [7, 1]
const dayMs = 86_400_000
/**
 * Tells members of coupons whose last day is seven days or one day away: an event on the member's line, once for each end and step for
 * ever. Not of one that is used or ended, and not of one that was good for less than twice the step: its receiver has just heard of it.
 */
export const couponEndSweep: DueSweep = {
  kind: sweepKind,
  async run(work) {
    const zone = await homeZone(work)
    const told = await writeNotices(work, zone)
    const today = Date.parse(localDay(work.at, zone))
    for (const { couponId, templateId, memberId, endsAt, step } of told) {
      const day = localDay(new Date(endsAt.getTime() - 1), zone)
      const data = { couponId, templateId, day, daysLeft: (Date.parse(day) - today) / dayMs, step }
      work.emit({ type: 'coupon.ends_soon', subject: { kind: 'member', id: memberId }, data })
    }
    return told.length === perRound ? work.at : null
  },
}

type Told = { couponId: string; templateId: string; memberId: string; endsAt: Date; step: number }

function writeNotices({ send, merchantId, at }: Work, zone: string): Promise<Told[]> {
  const untilMs = at.getTime() + (steps[0]! + 2) * dayMs
  // The last day is that of the instant before the end, for the end is exclusive.
  const daysLeft = sql`((c.ends_at - interval '1 microsecond') at time zone ${zone})::date - (${at}::timestamptz at time zone ${zone})::date`
  return send<Told>(sql`
    with near as materialized (
      select c.id, c.template_id, c.member_id, c.ends_at, s.step
        from coupons.coupon c
        cross join lateral (select min(v) as step from unnest(${steps}::smallint[]) as v where v >= ${daysLeft}) s
       where c.merchant_id = ${merchantId} and c.member_id is not null and c.status = 'unused'
         and c.ends_at > ${at} and c.ends_at <= ${new Date(untilMs)} and c.starts_at <= ${at} and s.step is not null
         and c.ends_at - greatest(c.starts_at, c.issued_at) >= make_interval(days => 2 * s.step)
         and not exists (select from coupons.coupon_notice n where n.merchant_id = ${merchantId} and n.coupon_id = c.id
                            and n.ends_at = c.ends_at and n.step <= s.step)
       order by c.ends_at, c.id limit ${perRound}
    ), noted as (
      insert into coupons.coupon_notice (merchant_id, coupon_id, ends_at, step, at)
      select ${merchantId}, id, ends_at, step, ${at} from near on conflict do nothing returning coupon_id
    )
    select near.id as coupon_id, near.template_id, near.member_id, near.ends_at, near.step
      from near join noted on noted.coupon_id = near.id order by near.ends_at, near.id`)
}

/** Once in the morning of each shop; a morning that was missed is made up for when somebody is there again. */
export const tellCouponEndsJob: Job = {
  name: sweepKind,
  cron: '19 * * * *',
  run: (tools) => forEachMerchant(tools, sweepKind, async (work) => noteDue(work, sweepKind, await nextMorning(work))),
}
