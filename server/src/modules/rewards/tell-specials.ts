import { sql } from 'kysely'
import { readEndingCohort } from '#modules/points/forecast.ts'
import { refreshForecast } from '#modules/points/forecast-refresh.ts'
import { nextMorning } from '#modules/shops/next-morning.ts'
import { type DueSweep, noteDue } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { addDays, type Day } from '#shared/business-day.ts'
import { shopDay } from './price-reward.ts'
import { listSpecials, type SpecialRow } from './special-queries.ts'
import { isOnDay } from './special-rules.ts'

const tellDueKind = 'rewards.tell_specials'
const perRound = 500

/** Sees to it that members hear of a special for points about to end: at once, or in the morning of its first day. */
export function noteTelling(work: Work): Promise<void> {
  return noteDue(work, tellDueKind, work.at)
}

/**
 * Tells whose points are about to end of the rescues and better worths that run today: an event on the member's line
 * (`points.rescue_open`), once for each member and special for ever, set-wise; whoever comes to be concerned on a later day hears of it in
 * the morning of that day. Nobody is told of one that was stopped, is over, or has nothing left to give.
 */
export const tellSpecialsSweep: DueSweep = {
  kind: tellDueKind,
  async run(work) {
    const today = await shopDay(work)
    const specials = (await listSpecials(work, today)).filter(({ withinDays }) => withinDays !== null)
    if (specials.length === 0) return null
    const open = specials.filter((special) => isOnDay(special, today) && hasBudget(special))
    if (open.length > 0) await refreshForecast(work)
    for (const special of open) {
      if ((await tell(work, special, today)) === perRound) return work.at
    }
    return nextMorning(work)
  },
}

function hasBudget({ budgetPoints, usedPoints }: SpecialRow): boolean {
  return budgetPoints === null || usedPoints < budgetPoints
}

async function tell(work: Work, special: SpecialRow, today: Day): Promise<number> {
  const { send, merchantId, at } = work
  const { id: specialId, kind, name, withinDays, minEnding, toDay: untilDay } = special
  const wasTold = sql`exists (select from rewards.special_told t
    where t.merchant_id = ${merchantId} and t.special_id = ${specialId} and t.member_id = e.member_id)`
  const cohort = { from: today, to: addDays(today, withinDays!), minPoints: Math.max(1, minEnding), limit: perRound }
  const concerned = await readEndingCohort(work, cohort, wasTold)
  if (concerned.length === 0) return 0
  const ids = concerned.map(({ memberId }) => memberId)
  const told = await send<{ memberId: string }>(sql`
    insert into rewards.special_told (merchant_id, special_id, member_id, at)
    select ${merchantId}, ${specialId}, id, ${at} from unnest(${ids}::uuid[]) as m(id)
    on conflict do nothing returning member_id`)
  const isNew = new Set(told.map(({ memberId }) => memberId))
  for (const { memberId, points, firstDay: day } of concerned) {
    if (!isNew.has(memberId)) continue
    const data = { specialId, kind, name, points, day, untilDay }
    work.emit({ type: 'points.rescue_open', subject: { kind: 'member', id: memberId }, data })
  }
  return concerned.length
}
