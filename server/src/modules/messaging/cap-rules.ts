import { addDays, localDay, startOfLocalDay } from '#shared/business-day.ts'

/** At most so many messages of a topic: in a calendar day of the member's zone, and in any stretch of `days` × 24 hours. */
export type Cap = { perDay: number | null; rolling: { days: number; most: number } | null }

export type CapHit = { reason: 'cap_day' | 'cap_rolling' | 'cap_week'; freeAt: Date | null }

const dayMs = 86_400_000

/** From when on messages have to be looked at to judge a cap. */
export function capLookBack(at: Date, cap: Cap, weekMost: number | null): Date {
  const days = Math.max(2, cap.rolling?.days ?? 0, weekMost === null ? 0 : 7)
  return new Date(at.getTime() - days * dayMs)
}

/**
 * Is there room for one more at `at`? `sent` are the instants at which the member's counted messages of the topic were reserved,
 * `sentAny` those of every restrained topic: the member's own most in seven days is about all of them.
 *
 * Returns the first cap that says no and when it may say yes: null when it never will (a cap of none).
 */
export function capHit(
  { cap, weekMost }: { cap: Cap; weekMost: number | null },
  { sent, sentAny }: { sent: readonly Date[]; sentAny: readonly Date[] },
  at: Date,
  timeZone: string,
): CapHit | null {
  if (cap.perDay !== null) {
    const today = localDay(at, timeZone)
    const count = sent.filter((each) => localDay(each, timeZone) === today).length
    if (count >= cap.perDay) {
      const freeAt = cap.perDay === 0 ? null : startOfLocalDay(addDays(today, 1), timeZone)
      return { reason: 'cap_day', freeAt }
    }
  }
  if (cap.rolling) {
    const freeAt = rollingFreeAt(sent, cap.rolling, at)
    if (freeAt !== at) return { reason: 'cap_rolling', freeAt }
  }
  if (weekMost !== null) {
    const freeAt = rollingFreeAt(sentAny, { days: 7, most: weekMost }, at)
    if (freeAt !== at) return { reason: 'cap_week', freeAt }
  }
  return null
}

/** `at` itself when there is room; else when enough of them are that many days old; null for never. */
function rollingFreeAt(sent: readonly Date[], { days, most }: { days: number; most: number }, at: Date): Date | null {
  if (most === 0) return null
  const since = at.getTime() - days * dayMs
  const inside = sent.map((each) => each.getTime()).filter((time) => time > since)
  if (inside.length < most) return at
  const leaving = inside.sort((a, b) => a - b)[inside.length - most]!
  return new Date(leaving + days * dayMs)
}
