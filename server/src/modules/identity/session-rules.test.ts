import assert from 'node:assert/strict'
import { test } from 'node:test'
import { absoluteSeconds, backOfficeIdleSeconds, isSessionLive, type SessionLife } from './session-rules.ts'

const minuteMs = 60_000
const dayMs = 86_400_000
const began = Date.parse('2026-03-01T06:00:00Z')

type Rule = (session: SessionLife, at: Date) => boolean

/** How long somebody who does something every twenty minutes is let through, in minutes, on a clock that is off by so much after an hour. */
function minutesLetThrough(isLive: Rule, start: number, offMs: number): number {
  const session = {
    lastSeenAt: new Date(start),
    idleSeconds: backOfficeIdleSeconds,
    expiresAt: new Date(start + absoluteSeconds * 1000),
    endedAt: null,
  }
  for (let minutes = 20; minutes <= 3 * 1440; minutes += 20) {
    const at = new Date(start + minutes * minuteMs + (minutes > 60 && minutes <= 120 ? offMs : 0))
    if (!isLive(session, at)) return minutes
    if (at > session.lastSeenAt) session.lastSeenAt = at
  }
  return Infinity
}

// Set back, the clock ends nobody's work; what was done meanwhile does not count once it is right again. A clock that jumps ahead ends
// what it says is over. Nothing lives longer for either.
const letThrough: [what: string, start: number, offMs: number, minutes: number][] = [
  ['a right clock', began, 0, 720],
  ['a clock set back by an hour for a while', began, -60 * minuteMs, 140],
  ['a clock set back by a day for a while', began, -dayMs, 140],
  ['a clock an hour ahead for a while', began, 60 * minuteMs, 80],
  ['a clock a day ahead for a while', began, dayMs, 80],
  ['a leap second', Date.parse('2016-12-31T23:30:00Z'), 1000, 720],
  ['the end of 32 bits', Date.parse('2038-01-19T02:14:08Z'), 0, 720],
]

/** Which of the clocks let somebody in too long or not long enough. */
const wrongWith = (isLive: Rule) =>
  letThrough.filter(([, start, offMs, minutes]) => minutesLetThrough(isLive, start, offMs) !== minutes)

test('clocks that jump leave no session for ever, and end none that lasts', () => {
  assert.deepEqual(
    wrongWith(isSessionLive).map(([what]) => what),
    [],
  )
})

test('the check sees sessions that any use prolongs, and such as a clock set back ends', () => {
  const forEver: Rule = ({ lastSeenAt, idleSeconds }, at) => at.getTime() < lastSeenAt.getTime() + idleSeconds * 1000
  const allDead: Rule = (session, at) => at >= session.lastSeenAt && isSessionLive(session, at)
  assert.ok(wrongWith(forEver).length > 0)
  assert.ok(wrongWith(allDead).length > 0)
})
