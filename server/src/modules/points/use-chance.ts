import { sql } from 'kysely'
import { readLotFates } from '#modules/ledger/lot-fates.ts'
import { homeZone } from '#modules/shops/next-morning.ts'
import type { Work } from '#platform/work.ts'
import { type Day, localDay } from '#shared/business-day.ts'
import { type ForecastBy, worthOrNull } from './forecast.ts'
import { readPublishedRedeemPolicy } from './redeem-policy.ts'
import { chanceDays, chanceOf, estimateUse, expectedUse, type UseChance } from './use-chance-rules.ts'

const yearMs = 365 * 86_400_000
/** Members whose points say what becomes of everybody's. */
const sampledMembers = 1_000

/** How likely points are used in time, from the points that ended in the last year. Locks nothing. */
export async function readUseChance(work: Work): Promise<UseChance | null> {
  const since = new Date(work.at.getTime() - yearMs)
  const wish = { asset: 'points', since, until: work.at, daysLeft: chanceDays, sample: sampledMembers } as const
  return estimateUse(await readLotFates(work, wish))
}

/** What of points that end is likely used before, and what is likely lost. */
export type Outlook = {
  from: Day
  points: number
  usedPoints: number
  lostPoints: number
  lostWorthCents: number | null
}

/**
 * The forecast with the chance of each day's points: what is likely used, and so likely lost, by day or by month. Months are sums of their
 * days. Null where too little has ended to say. Reads one row for each day.
 */
export async function readOutlook(
  work: Work,
  { from, to, by }: { from: Day; to: Day; by: ForecastBy },
): Promise<{ chance: UseChance; rows: Outlook[] } | null> {
  const [chance, zone, redeem, days] = await Promise.all([
    readUseChance(work),
    homeZone(work),
    readPublishedRedeemPolicy(work),
    work.send<{ day: Day; units: number }>(sql`
      select day::text, units from points.ending_day
       where merchant_id = ${work.merchantId} and day between ${from} and ${to} and units > 0 order by day`),
  ])
  if (!chance) return null
  const today = localDay(work.at, zone)
  const rows = new Map<Day, { points: number; usedPoints: number }>()
  for (const { day, units } of days) {
    const key = by === 'day' ? day : `${day.slice(0, 7)}-01`
    const row = rows.get(key) ?? { points: 0, usedPoints: 0 }
    row.points += units
    row.usedPoints += expectedUse(units, chanceOf(chance, daysBetween(today, day)))
    rows.set(key, row)
  }
  const shown = [...rows].map(([key, { points, usedPoints }]) => {
    const lostPoints = points - usedPoints
    return { from: key, points, usedPoints, lostPoints, lostWorthCents: worthOrNull(redeem?.rule ?? null, lostPoints) }
  })
  return { chance, rows: shown }
}

/** Whole days from one to another; the day itself counts as one: its evening is still to come. */
export function daysBetween(today: Day, day: Day): number {
  return Math.max(1, Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000) + 1)
}
