import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instantOf, localTimeOf } from './local-time-rules.ts'

const shanghai = 'Asia/Shanghai'

test('a day and a time are an instant of the store’s own clock, and back', () => {
  const at = instantOf({ day: '2026-05-01', time: '18:30' }, shanghai)
  assert.equal(at.toISOString(), '2026-05-01T10:30:00.000Z')
  assert.deepEqual(localTimeOf(at, shanghai), { day: '2026-05-01', time: '18:30' })
  assert.deepEqual(localTimeOf(at, shanghai, true), { day: '2026-05-01', time: '18:30' })
})

test('without a time a beginning is midnight and an end is the end of its day', () => {
  assert.equal(instantOf({ day: '2026-05-01', time: '' }, shanghai).toISOString(), '2026-04-30T16:00:00.000Z')
  const end = instantOf({ day: '2026-05-07', time: '' }, shanghai, true)
  assert.equal(end.toISOString(), '2026-05-07T16:00:00.000Z')
  assert.deepEqual(localTimeOf(end, shanghai, true), { day: '2026-05-07', time: '' })
  assert.deepEqual(localTimeOf(end, shanghai), { day: '2026-05-08', time: '' })
})

test('on the day when clocks go forward a time after the jump is that time on the wall', () => {
  const at = instantOf({ day: '2026-03-29', time: '10:00' }, 'Europe/Berlin')
  assert.equal(at.toISOString(), '2026-03-29T08:00:00.000Z')
  assert.deepEqual(localTimeOf(at, 'Europe/Berlin'), { day: '2026-03-29', time: '10:00' })
})
