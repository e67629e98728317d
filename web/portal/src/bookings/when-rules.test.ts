import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { firstProposal, instantAt } from './when-rules.ts'

suite('the moment of a booking', () => {
  test('a day and a time are meant as the shop’s own clock shows them', () => {
    assert.equal(instantAt('2026-03-02', '14:30', 'Asia/Shanghai').toISOString(), '2026-03-02T06:30:00.000Z')
  })

  test('on the day on which clocks go forward the afternoon is still the afternoon', () => {
    assert.equal(instantAt('2026-03-29', '14:30', 'Europe/Berlin').toISOString(), '2026-03-29T12:30:00.000Z')
    assert.equal(instantAt('2026-10-25', '14:30', 'Europe/Berlin').toISOString(), '2026-10-25T13:30:00.000Z')
  })

  test('tomorrow in the forenoon is proposed, by the shop’s own day', () => {
    const at = (text: string) => firstProposal(new Date(text), 'Asia/Shanghai')
    assert.deepEqual(at('2026-03-01T06:01:00Z'), { day: '2026-03-02', clock: '10:00' })
    assert.deepEqual(at('2026-03-01T16:50:00Z'), { day: '2026-03-03', clock: '10:00' })
  })
})
