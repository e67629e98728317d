import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'

/** Something that happens in the year beside the day's visits. */
export type Deed = {
  daysAgo: number
  /** When on the day, unless one of its members comes to the shop that day. */
  minute: number
  /** Whose purses it moves. It comes before their visits of the day, which are booked in one batch: else their statements would jump. */
  memberIds?: readonly string[]
  /** What is refused did not happen: a pass was given away meanwhile, a week had its visits. */
  isTolerant?: boolean
  act: (work: Work) => Promise<unknown>
}

/** A deed of today at its minute. */
type Timed = Deed & { minute: number }

export type Agenda = {
  /** Notes a deed for a day that is not over; a deed may so plan what follows from it. */
  plan(deed: Deed): void
  /** Takes what is planned for a day: first what happens before the shop opens, then the rest, each by its minute. */
  take(daysAgo: number, visiting: ReadonlySet<string>): { early: Timed[]; late: Timed[] }
}

/** Members who come to the shop later on the day are seen to from here on, in the order in which it was planned. */
const firstEarlyMinute = 542
const opensAtMinute = 600

/** What is to happen in the year, kept by the day, so that it is told as the year is lived. */
export function makeAgenda(): Agenda {
  const byDay = new Map<number, Deed[]>()
  return {
    plan: (deed) => void byDay.set(deed.daysAgo, [...(byDay.get(deed.daysAgo) ?? []), deed]),
    take(daysAgo, visiting) {
      const deeds = byDay.get(daysAgo) ?? []
      byDay.delete(daysAgo)
      let early = 0
      const timed = deeds
        .map((deed) => {
          const isEarly = deed.memberIds?.some((id) => visiting.has(id))
          return isEarly ? { ...deed, minute: Math.min(firstEarlyMinute + early++, opensAtMinute - 10) } : deed
        })
        .toSorted((a, b) => a.minute - b.minute)
      const { early: before = [], late = [] } = Object.groupBy(timed, ({ minute }) =>
        minute < opensAtMinute ? 'early' : 'late',
      )
      return { early: before, late }
    },
  }
}

/** Does deeds one after the other, each at its own minute. */
export async function tell(deeds: readonly Timed[], workAt: (minute: number) => Work): Promise<void> {
  for (const { minute, act, isTolerant = false } of deeds) {
    try {
      await act(workAt(minute))
    } catch (error) {
      if (!isTolerant || !(error instanceof Refused)) throw error
    }
  }
}
