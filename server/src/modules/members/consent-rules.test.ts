import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ConsentRecord, currentConsents, mergedConsents } from './consent-rules.ts'

const said = (purpose: string, isGiven: boolean, minute = 0): ConsentRecord => ({
  purpose,
  isGiven,
  textVersion: 1,
  at: new Date(Date.UTC(2026, 0, 1, 0, minute)),
})

test('the last word on a purpose holds, each purpose by itself', () => {
  const current = currentConsents([said('marketing', true, 1), said('profiling', true, 2), said('marketing', false, 3)])
  assert.equal(current.get('marketing')?.isGiven, false)
  assert.equal(current.get('profiling')?.isGiven, true)
})

const merges: [string, ConsentRecord[], ConsentRecord[], string[]][] = [
  ['a no on the other record wins', [said('marketing', true, 5)], [said('marketing', false, 1)], ['marketing no']],
  ['a no on the own record stays', [said('marketing', false, 1)], [said('marketing', true, 5)], []],
  ['a yes moves where the own record is silent', [], [said('marketing', true)], ['marketing yes']],
  ['a no moves where the own record is silent', [], [said('marketing', false)], ['marketing no']],
  ['two yes are one', [said('marketing', true)], [said('marketing', true)], []],
]
for (const [what, survivor, absorbed, added] of merges) {
  test(`merging consents: ${what}`, () => {
    assert.deepEqual(
      mergedConsents(survivor, absorbed).map(({ purpose, isGiven }) => `${purpose} ${isGiven ? 'yes' : 'no'}`),
      added,
    )
  })
}
