import { type StoreFacts, storeFacts } from '#modules/shops/store-facts.ts'
import type { Static } from '#platform/contract.ts'
import { actorMay, refuseForeignStore } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { businessDay, type Day, startOfLocalDay } from '#shared/business-day.ts'
import { mulDivRound } from '#shared/money.ts'
import { accept, Refused } from '#shared/refusal.ts'
import type { Home } from './contract.ts'
import { type DaySpan, type HandKind, readDayFigures, readFirstDay, readHands, readHours } from './home-queries.ts'
import { noFigures, usualDays, usualFigures } from './home-rules.ts'

const hour = 3_600_000

/**
 * The store's day at a glance: who needs a hand, and for those who may read reports today against usual and the curve by hour.
 * Two flights.
 */
export async function showHome(work: Work, storeId: string): Promise<Static<typeof Home>> {
  const store = (await storeFacts(work, [storeId])).get(storeId)
  if (!store) throw new Refused('store_not_found')
  accept(refuseForeignStore(work.actor, storeId))
  const day = businessDay(work.at, store.timeZone, store.cutoffHour)
  const [figures, hands] = await Promise.all([
    actorMay(work.actor, 'reports.read') ? figuresOf(work, store, day) : null,
    readHands(work, storeId, day, new Date(work.at.getTime() + 7 * 24 * hour)),
  ])
  return { day, figures, hands: hands.filter(({ kind }) => actorMay(work.actor, handPermissions[kind])) }
}

/** Whoever cannot open what a hand leads to is not told of it. */
const handPermissions: Record<HandKind, string> = {
  points_expiring: 'ledger.read',
  stored_value_expiring: 'ledger.read',
  birthdays: 'members.read',
  stock_below_zero: 'stock.read',
}

async function figuresOf(work: Work, store: StoreFacts, day: Day) {
  const days = [day, ...usualDays(day)]
  const [figures, hours, firstDay] = await Promise.all([
    readDayFigures(work, store.id, spansOf(days, store, work.at)),
    readHours(work, store.id, days, store.timeZone),
    readFirstDay(work, store.id),
  ])
  const { day: _day, ...today } = figures.find((each) => each.day === day) ?? { ...noFigures, day }
  const before = figures.filter((each) => each.day !== day)
  const counted = before.filter((each) => firstDay !== null && each.day >= firstDay).length
  return { today, usual: usualFigures(before, firstDay), hours: curve(hours, day, counted) }
}

/** Each day from its cut-off to the time of day it is now. */
function spansOf(days: readonly Day[], { timeZone, cutoffHour }: StoreFacts, at: Date): DaySpan[] {
  const startOf = (day: Day) => new Date(startOfLocalDay(day, timeZone).getTime() + cutoffHour * hour)
  const elapsed = at.getTime() - startOf(days[0]!).getTime()
  return days.map((day) => ({ day, start: startOf(day), until: new Date(startOf(day).getTime() + elapsed) }))
}

/** Today's turnover by hour beside the usual day's, over the hours in which the shop sells. */
function curve(rows: readonly { day: Day; hour: number; salesCents: number }[], today: Day, daysBefore: number) {
  const soldIn = rows.map((row) => row.hour)
  if (soldIn.length === 0) return []
  const [first, last] = [Math.min(...soldIn), Math.max(...soldIn)]
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const at = rows.filter((row) => row.hour === first + index)
    const sum = (wanted: boolean) =>
      at.filter((row) => (row.day === today) === wanted).reduce((total, row) => total + row.salesCents, 0)
    return {
      hour: first + index,
      salesCents: sum(true),
      usualSalesCents: daysBefore === 0 ? 0 : mulDivRound(sum(false), 1, daysBefore),
    }
  })
}
