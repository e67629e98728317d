import { sql } from 'kysely'
import { readMonthFlows } from '#modules/ledger/month-flows.ts'
import { homeZone } from '#modules/shops/next-morning.ts'
import type { Work } from '#platform/work.ts'
import { addDays, addMonths, type Day, localDay, startOfLocalDay } from '#shared/business-day.ts'
import {
  backTest,
  type BackTest,
  type Estimate,
  estimateRedemption,
  type Flow,
  isTooLittle,
  type TooLittle,
} from './breakage-rules.ts'
import { readEarnPolicy } from './earn-policy.ts'
import { lifeMonthsOf } from './expiry-life-rules.ts'

/** The first day of the month that a day is in. */
export const monthOf = (day: Day): Day => `${day.slice(0, 7)}-01`

/** The flows of all months that are over and were written. */
export function readFlows({ send, merchantId }: Work): Promise<Flow[]> {
  return send<Flow>(sql`
    select month::text, earned_month::text, issued_points as issued, redeemed_points as redeemed, expired_points as expired,
           other_points as other
      from points.flow_month where merchant_id = ${merchantId} order by month, earned_month`)
}

/** Writes the flows of a month that is over, once. Reads that month's entries alone. */
export async function writeFlows(work: Work, month: Day, zone: string): Promise<void> {
  const flows = await flowsOfMonth(work, month, zone)
  if (flows.length === 0) return
  await work.send(sql`
    insert into points.flow_month (merchant_id, month, earned_month, issued_points, redeemed_points, expired_points, other_points)
    select ${work.merchantId}, ${month}, x.*
      from jsonb_to_recordset(${JSON.stringify(flows.map(({ earnedMonth, ...rest }) => ({ earned_month: earnedMonth, ...rest })))}::jsonb)
             as x(earned_month date, issued bigint, redeemed bigint, expired bigint, other bigint)
    on conflict do nothing`)
}

/** The flows of one month as its entries say, also of one that is still running. */
export function flowsOfMonth(work: Work, month: Day, zone: string) {
  const [from, until] = [startOfLocalDay(month, zone), startOfLocalDay(addMonths(month, 1), zone)]
  return readMonthFlows(work, { asset: 'points', from, until, zone })
}

export type Breakage = { estimate: Estimate | TooLittle; backTest: BackTest | null; lastMonth: Day }

/** The shop's own estimate from the months that are over, with what the same estimate would have said three months ago. */
export async function readBreakage(work: Work): Promise<Breakage> {
  const zone = await homeZone(work)
  const lastMonth = monthOf(addDays(monthOf(localDay(work.at, zone)), -1))
  const [flows, policy] = await Promise.all([readFlows(work), readEarnPolicy(work)])
  const lifeMonths = policy && lifeMonthsOf(policy, lastMonth)
  const estimate = estimateRedemption(flows, { lastMonth, lifeMonths })
  return { estimate, backTest: isTooLittle(estimate) ? null : backTest(flows, lastMonth, 3), lastMonth }
}

/** The expected rate of redemption; null where too little is known to say one. */
export async function readExpectedRate(work: Work): Promise<Estimate | null> {
  const { estimate } = await readBreakage(work)
  return isTooLittle(estimate) ? null : estimate
}
