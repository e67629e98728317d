import { addDays, type Day } from '#shared/business-day.ts'
import type { Quota } from './plan-types.ts'

/**
 * A pass as somebody keeps it on a paper card: so many good days, crossed off one by one; a day that rests is not crossed off. It knows no
 * dates of ends and shares no code with the engine. For tests.
 */
export class NaivePass {
  private readonly resting = new Set<Day>()
  private readonly usedOn: Day[] = []
  private readonly start: Day
  private goodDays: number
  private units: number
  private readonly quotas: readonly Quota[]

  constructor(given: { start: Day; goodDays: number; units: number; quotas: readonly Quota[] }) {
    this.start = given.start
    this.goodDays = given.goodDays
    this.units = given.units
    this.quotas = given.quotas
  }

  /** The day on which the last good day is crossed off. */
  lastDay(): Day {
    let day = this.start
    for (let left = this.goodDays; ; day = addDays(day, 1)) {
      if (!this.resting.has(day)) left--
      if (left === 0) return day
    }
  }

  leftUnits(): number {
    return this.units
  }

  rests(day: Day): boolean {
    return this.resting.has(day)
  }

  mayUse(day: Day): boolean {
    if (day < this.start || day > this.lastDay() || this.resting.has(day) || this.units === 0) return false
    return this.quotas.every((quota) => this.fits(quota, day))
  }

  use(day: Day): void {
    this.units--
    this.usedOn.push(day)
  }

  undo(day: Day): void {
    this.units++
    this.usedOn.splice(this.usedOn.indexOf(day), 1)
  }

  mayFreeze(
    from: Day,
    until: Day,
    { maxDays, maxTimes }: { maxDays: number; maxTimes: number },
    times: number,
  ): boolean {
    if (from > this.lastDay() || from < this.start || times >= maxTimes) return false
    let days = 0
    for (let day = from; day <= until; day = addDays(day, 1)) {
      if (this.resting.has(day) || this.usedOn.includes(day)) return false
      days++
    }
    return this.resting.size + days <= maxDays
  }

  freeze(from: Day, until: Day): void {
    for (let day = from; day <= until; day = addDays(day, 1)) this.resting.add(day)
  }

  /** From today on it rests no more, as far as this freeze goes. */
  thaw(today: Day, until: Day): void {
    for (let day = today; day <= until; day = addDays(day, 1)) this.resting.delete(day)
  }

  extend(days: number): void {
    this.goodDays += days
  }

  private fits({ units, per, counting }: Quota, day: Day): boolean {
    const length = { day: 1, week: 7, month: 30 }[per]
    if (counting === 'calendar') {
      const sameMonth = (other: Day) => other.slice(0, 7) === day.slice(0, 7)
      const mondayOf = (any: Day) => addDays(any, -((new Date(`${any}T12:00:00Z`).getUTCDay() + 6) % 7))
      const same = (other: Day) =>
        per === 'day' ? other === day : per === 'week' ? mondayOf(other) === mondayOf(day) : sameMonth(other)
      return this.usedOn.filter(same).length < units
    }
    for (let first = 0; first < length; first++) {
      const stretch = Array.from({ length }, (_, place) => addDays(day, place - first))
      if (this.usedOn.filter((other) => stretch.includes(other)).length >= units) return false
    }
    return true
  }
}
