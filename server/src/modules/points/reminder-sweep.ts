import { sql } from 'kysely'
import { homeZone } from '#modules/shops/next-morning.ts'
import type { DueSweep } from '#platform/due-work.ts'
import { noteDue } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { addDays, type Day, localDay, localMinute } from '#shared/business-day.ts'
import { worthOrNull } from './forecast.ts'
import { refreshEndings, refreshForecast } from './forecast-refresh.ts'
import { readPublishedRedeemPolicy } from './redeem-policy.ts'
import { reminderSteps } from './reminder-rules.ts'

export const reminderSweepKind = 'points.remind'
const perRound = 2_000
/** Members are told from ten in the morning on; messaging keeps to each one's own quiet hours besides. */
const fromMinute = 600
const untilMinute = 1_200

/** Starts a day's reminders when the shop's clock says so; asked every hour, for what an hour missed the next one does. */
export async function noteReminders(work: Work): Promise<void> {
  const minute = localMinute(work.at, await homeZone(work))
  if (minute >= fromMinute && minute < untilMinute) await noteDue(work, reminderSweepKind, work.at)
}

/**
 * Tells members of points that end in 30, 7 and 1 days: an event on the member's line for each day on which points end and each step,
 * once for ever, however often it runs. What was used or moved meanwhile is told to nobody, what has ended neither. A step that was
 * missed is told while a later one is not due yet.
 */
export const reminderSweep: DueSweep = {
  kind: reminderSweepKind,
  async run(work) {
    if (!(await refreshForecast(work))) return work.at
    const today = localDay(work.at, await homeZone(work))
    return (await remind(work, today)) > 0 ? work.at : null
  },
}

type Told = { memberId: string; day: Day; step: number; points: number }

async function remind(work: Work, today: Day): Promise<number> {
  const accounts = await readCandidates(work, today)
  if (accounts.length === 0) return 0
  // The mirror may lag behind a visit that moved nothing but the time of inactivity: look at these lots once more.
  await refreshEndings(work, accounts)
  const [told, redeem] = await Promise.all([writeReminders(work, today, accounts), readPublishedRedeemPolicy(work)])
  for (const { memberId, day, step, points } of told) {
    const daysLeft = (Date.parse(day) - Date.parse(today)) / 86_400_000
    const data = { points, day, daysLeft, step, worthCents: worthOrNull(redeem?.rule ?? null, points) }
    work.emit({ type: 'points.expiry_near', subject: { kind: 'member', id: memberId }, data })
  }
  return told.length
}

/** The step that a day is in: the smallest that has not passed yet. */
const stepOf = (today: Day) =>
  sql`(select min(s) from unnest(${[...reminderSteps]}::smallint[]) as s where s >= e.day - ${today}::date)`

const isUntold = ({ merchantId }: Work, today: Day) => sql`
  not exists (select from points.reminder r where r.merchant_id = ${merchantId} and r.member_id = e.member_id
                 and r.day = e.day and r.step <= ${stepOf(today)})`

async function readCandidates(work: Work, today: Day): Promise<string[]> {
  const rows = await work.send<{ accountId: string }>(sql`
    select e.account_id from points.ending e
     where e.merchant_id = ${work.merchantId} and e.day between ${today} and ${addDays(today, reminderSteps[0])}
       and ${isUntold(work, today)}
     order by e.day, e.member_id limit ${perRound}`)
  return [...new Set(rows.map(({ accountId }) => accountId))]
}

function writeReminders(work: Work, today: Day, accountIds: readonly string[]): Promise<Told[]> {
  const { merchantId, at } = work
  return work.send<Told>(sql`
    insert into points.reminder (merchant_id, member_id, day, step, points, at)
    select ${merchantId}, e.member_id, e.day, ${stepOf(today)}, live.points, ${at}
      from unnest(${accountIds}::uuid[]) as k(id)
      cross join lateral (select * from points.ending e where e.merchant_id = ${merchantId} and e.account_id = k.id offset 0) e
      cross join lateral (select sum(v.remaining_units)::bigint as points from ledger.read_open_lot v
                           where v.merchant_id = ${merchantId} and v.account_id = k.id and v.ends_day = e.day
                             and v.remaining_units > 0 and v.ends_at > ${at}) live
     where e.day between ${today} and ${addDays(today, reminderSteps[0])} and live.points > 0 and ${isUntold(work, today)}
    on conflict do nothing
    returning member_id, day::text, step, points`)
}
