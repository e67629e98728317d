import assert from 'node:assert/strict'
import { test } from 'node:test'
import { initialsOf, toneOf } from './initials-rules.ts'

for (const [name, expected] of [
  ['王小明', '小明'],
  ['王伟', '王伟'],
  ['欧阳 娜娜', '欧阳'],
  ['Anna Maria Berg', 'AB'],
  ['anna', 'A'],
  ['🌸', '?'],
  ['', '?'],
] as const) {
  test(`"${name}" is shown as ${expected}`, () => assert.equal(initialsOf(name), expected))
}

test('a person keeps their colour', () => {
  assert.equal(toneOf('0198-a', 6), toneOf('0198-a', 6))
  for (const seed of ['', 'a', '会员']) assert.ok(toneOf(seed, 6) >= 0 && toneOf(seed, 6) < 6)
})
