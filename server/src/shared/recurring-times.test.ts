import assert from 'node:assert/strict'
import { test } from 'node:test'
import { always, isWithinTimes, type RecurringTimes } from './recurring-times.ts'

const zone = 'Asia/Shanghai'
/** 10 May 2026 is a Sunday. */
const examples: { title: string; times: Partial<RecurringTimes>; at: string; holds: boolean }[] = [
  { title: 'no rule at all', times: {}, at: '2026-05-10T00:00:00+08:00', holds: true },
  { title: 'its weekday', times: { weekdays: [7] }, at: '2026-05-10T23:59:00+08:00', holds: true },
  { title: 'another weekday', times: { weekdays: [6] }, at: '2026-05-10T00:00:00+08:00', holds: false },
  { title: 'its date', times: { monthDays: [10] }, at: '2026-05-10T12:00:00+08:00', holds: true },
  {
    title: 'its date, though not its weekday',
    times: { weekdays: [2], monthDays: [10] },
    at: '2026-05-10T12:00:00+08:00',
    holds: true,
  },
  {
    title: 'the first minute of the hours',
    times: { hours: [{ fromMinute: 840, untilMinute: 1020 }] },
    at: '2026-05-10T14:00:00+08:00',
    holds: true,
  },
  {
    title: 'the minute after the hours',
    times: { hours: [{ fromMinute: 840, untilMinute: 1020 }] },
    at: '2026-05-10T17:00:00+08:00',
    holds: false,
  },
  {
    title: 'one in the morning after a Saturday night',
    times: { weekdays: [6], hours: [{ fromMinute: 1320, untilMinute: 1560 }] },
    at: '2026-05-10T01:59:00+08:00',
    holds: true,
  },
  {
    title: 'one in the morning before a Sunday night',
    times: { weekdays: [7], hours: [{ fromMinute: 1320, untilMinute: 1560 }] },
    at: '2026-05-10T01:59:00+08:00',
    holds: false,
  },
]
for (const { title, times, at, holds } of examples) {
  test(`times ${holds ? 'hold' : 'do not hold'} at ${title}`, () => {
    assert.equal(isWithinTimes({ ...always, ...times }, new Date(at), zone), holds)
  })
}

test('the wall clock of the store decides, not that of the server', () => {
  const afternoon: RecurringTimes = { ...always, hours: [{ fromMinute: 14 * 60, untilMinute: 15 * 60 }] }
  const at = new Date('2026-05-10T06:30:00Z')
  assert.equal(isWithinTimes(afternoon, at, zone), true)
  assert.equal(isWithinTimes(afternoon, at, 'Europe/Berlin'), false)
})
