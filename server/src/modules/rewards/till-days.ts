import { sql } from 'kysely'
import { givenUpOn } from '#modules/points/redeem-rules.ts'
import type { Work } from '#platform/work.ts'
import { addDays, type Day } from '#shared/business-day.ts'
import { assert } from '#shared/assert.ts'
import { listTillDays } from './special-queries.ts'
import type { Special } from './special-rules.ts'
import { tillDayOn } from './till-day-rules.ts'

/** Every zone's today lies within a day of the clock's. */
function daysAround({ at }: Work): { from: Day; to: Day } {
  const day = at.toISOString().slice(0, 10)
  return { from: addDays(day, -1), to: addDays(day, 1) }
}

/** The redemption days that may hold at tills now, as they stand. Locks nothing. */
export function readTillDays(work: Work): Promise<Special[]> {
  return listTillDays(work, daysAround(work), false)
}

/** The same with their budgets locked, in key order: for sales that points pay in. */
export function holdTillDays(work: Work): Promise<Special[]> {
  return listTillDays(work, daysAround(work), true)
}

type TillDayAhead = { day: Day; specialId: string; name: string; rateBps: number; leftPoints: number | null }

/** The redemption days of the days ahead, one at most a day, as tills keep them. */
export async function tillDaysAhead(work: Work, today: Day, count: number): Promise<TillDayAhead[]> {
  const days = Array.from({ length: count }, (_, index) => addDays(today, index))
  const specials = await listTillDays(work, { from: today, to: days.at(-1)! }, false)
  return days.flatMap((day) => {
    const held = tillDayOn(specials, day)
    return held ? [{ day, ...held }] : []
  })
}

/** A sale that points paid in on a redemption day. */
export type TillDayUse = { saleId: string; specialId: string; points: number }

/** Makes a decided sale part of what the next of its batch sees. */
export function takeTillDay(specials: Special[], { specialId, points }: Omit<TillDayUse, 'saleId'>): void {
  const index = specials.findIndex(({ id }) => id === specialId)
  const special = specials[index]
  const rateBps = special?.tillRateBps ?? null
  assert(special && rateBps !== null, 'the day of a decided sale is held')
  const usedPoints = special.usedPoints + givenUpOn({ rateBps }, points)
  specials[index] = { ...special, usedPoints }
}

/** Notes what sales were given on top; the budgets, which the caller holds, have that much less. Nothing where there are none. */
export async function writeTillDayUses(
  { send, merchantId, at }: Work,
  uses: readonly TillDayUse[],
  specials: readonly Special[],
): Promise<void> {
  if (uses.length === 0) return
  const rateOf = new Map(specials.map(({ id, tillRateBps }) => [id, tillRateBps!]))
  const rows = uses.map((use) => ({ ...use, points: givenUpOn({ rateBps: rateOf.get(use.specialId)! }, use.points) }))
  const sums = new Map<string, number>()
  for (const { specialId, points } of rows) sums.set(specialId, (sums.get(specialId) ?? 0) + points)
  await Promise.all([
    ...[...sums].map(([specialId, points]) =>
      send(sql`
        update rewards.special set used_points = used_points + ${points}
         where merchant_id = ${merchantId} and id = ${specialId}`),
    ),
    send(sql`
      insert into rewards.special_use (merchant_id, redemption_id, special_id, points, at)
      select ${merchantId}, u.*, ${at} from unnest(${rows.map(({ saleId }) => saleId)}::uuid[],
             ${rows.map(({ specialId }) => specialId)}::uuid[], ${rows.map(({ points }) => points)}::bigint[]) as u`),
  ])
}

/**
 * Gives a day's budget back what a refund no longer takes: of a sale, `points` are still spent. To be called by whoever holds the sale.
 * Locks the day.
 */
export async function returnTillDay(work: Work, { saleId, specialId, points }: TillDayUse): Promise<void> {
  const { send, merchantId } = work
  const [[special], [use]] = await Promise.all([
    send<{ tillRateBps: number }>(sql`
      select till_rate_bps from rewards.special where merchant_id = ${merchantId} and id = ${specialId} for no key update`),
    send<{ points: number }>(sql`
      select points from rewards.special_use
       where merchant_id = ${merchantId} and redemption_id = ${saleId} and special_id = ${specialId}`),
  ])
  assert(special && use, 'a sale of a redemption day has its use')
  const left = givenUpOn({ rateBps: special.tillRateBps }, points)
  const keptUse = sql`where merchant_id = ${merchantId} and redemption_id = ${saleId} and special_id = ${specialId}`
  await Promise.all([
    send(sql`
      update rewards.special set used_points = used_points - ${use.points - left}
       where merchant_id = ${merchantId} and id = ${specialId}`),
    send(
      left === 0
        ? sql`delete from rewards.special_use ${keptUse}`
        : sql`update rewards.special_use set points = ${left} ${keptUse}`,
    ),
  ])
}

/** What redemption days are called, by id. */
export async function tillDayNames(
  { send, merchantId }: Work,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { name: string; rateBps: number }>> {
  if (ids.length === 0) return new Map()
  const rows = await send<{ id: string; name: string; rateBps: number }>(sql`
    select id, name, till_rate_bps as rate_bps from rewards.special
     where merchant_id = ${merchantId} and id = any(${[...ids]}::uuid[])`)
  return new Map(rows.map(({ id, ...day }) => [id, day]))
}
