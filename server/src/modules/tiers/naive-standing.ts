import type { ProgrammeTerms } from './programme-rules.ts'

/** A purchase or a refund of one, as it happened: on which day, and which day's purchase it changes. */
export type Deed = { on: string; ofDay: string; cents: number }

const dayMs = 86_400_000
const asDate = (day: string) => new Date(`${day}T00:00:00Z`)
const asDay = (date: Date) => date.toISOString().slice(0, 10)
const plusDays = (day: string, days: number) => asDay(new Date(asDate(day).getTime() + days * dayMs))

/** The same date in another year; 29 February is the 28th where there is none. */
function sameDateIn(day: string, year: number): string {
  const moved = asDate(`${year}${day.slice(4)}`)
  return Number.isNaN(moved.getTime()) || asDay(moved) !== `${year}${day.slice(4)}` ? `${year}-02-28` : asDay(moved)
}

/**
 * Where somebody stands, found by living every single day from the first to the last: each morning what falls due, then the day's
 * deeds one by one. Shares no code with the engine, knows spend only, and looks at every day there is.
 */
export function liveEveryDay(deeds: readonly Deed[], terms: ProgrammeTerms, first: string, last: string) {
  const done: Deed[] = []
  let rank = 0
  let reached = first
  let review: string | null = null
  let grace: { from: string; last: string } | null = null
  const history: { day: string; rank: number }[] = []

  const spentFrom = (from: string | null, to: string) => {
    const byDay = new Map<string, number>()
    for (const { ofDay, cents } of done) byDay.set(ofDay, (byDay.get(ofDay) ?? 0) + cents)
    let sum = 0
    for (const [day, cents] of byDay) if ((from === null || day >= from) && day <= to) sum += cents
    return sum
  }
  const beginOf = (end: string): string | null => {
    if (terms.window === 'lifetime') return null
    if (terms.window === 'calendar_year') return `${end.slice(0, 4)}-01-01`
    return plusDays(sameDateIn(end, Number(end.slice(0, 4)) - 1), 1)
  }
  const spentOn = (end: string) => spentFrom(beginOf(end), end)
  const rankAt = (cents: number) => terms.levels.filter((level) => cents >= level.units).length
  const need = () => terms.levels[rank - 1]!.units
  const nextReview = (after: string): string => {
    if (terms.window === 'calendar_year') {
      for (let year = Number(reached.slice(0, 4)) + 2; ; year++) if (`${year}-01-01` > after) return `${year}-01-01`
    }
    for (let year = Number(reached.slice(0, 4)) + 1; ; year++) {
      const day = sameDateIn(reached, year)
      if (day > after) return day
    }
  }
  const settleOn = (day: string, newRank: number) => {
    rank = newRank
    reached = day
    grace = null
    review = rank === 0 ? null : nextReview(day)
    history.push({ day, rank })
  }
  const fall = (day: string, cents: number) =>
    settleOn(day, terms.demotion === 'to_balance' ? Math.min(rank - 1, rankAt(cents)) : rank - 1)

  for (let day = first; day <= last; day = plusDays(day, 1)) {
    const evening = plusDays(day, -1)
    if (grace !== null && evening === (grace as { last: string }).last) {
      const { from } = grace as { from: string }
      const cents = spentFrom(beginOf(plusDays(from, -1)), evening)
      if (cents >= need()) {
        grace = null
        review = nextReview(from)
      } else fall(day, cents)
    } else if (grace === null && review === day) {
      const cents = spentOn(evening)
      if (terms.demotion === 'never' || cents >= need()) review = nextReview(day)
      else if (terms.graceDays === 0) fall(day, cents)
      else grace = { from: day, last: plusDays(day, terms.graceDays - 1) }
    }
    for (const deed of deeds.filter(({ on }) => on === day)) {
      done.push(deed)
      if (grace !== null) {
        const { from } = grace as { from: string }
        if (spentFrom(beginOf(plusDays(from, -1)), day) >= need()) {
          grace = null
          review = nextReview(from)
        }
      }
      const now = rankAt(spentOn(day))
      if (now > rank) settleOn(day, now)
    }
  }
  return { rank, reached, review, grace, history, cents: spentOn(last) }
}
