import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { codeOfStep, isMemberNumber, memberNumber, splitMemberCode, stepAt, stepOfCode } from './member-code-rules.ts'

const secret = Buffer.from('12345678901234567890', 'ascii')

/** RFC 6238, appendix B, SHA-1; its eight digits end with our six. */
const vectors: [number, string][] = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
]
for (const [seconds, digits] of vectors) {
  test(`the code at ${seconds} s is that of RFC 6238`, () => {
    assert.equal(codeOfStep(secret, stepAt(new Date(seconds * 1000))), digits.slice(2))
  })
}

test('a code is good for its step and one to either side, no further', () => {
  const at = new Date('2026-03-01T06:00:15Z')
  const step = stepAt(at)
  const offsets = [-2, -1, 0, 1, 2].map((offset) => stepOfCode(secret, codeOfStep(secret, step + offset), at))
  assert.deepEqual(offsets, [null, step - 1, step, step + 1, null])
})

test('a number with one digit mistyped, or two neighbours swapped, is nobody’s', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 100_001, max: 99_999_999 }),
      fc.nat(),
      fc.integer({ min: 1, max: 9 }),
      (ordinal, place, shift) => {
        const number = memberNumber(ordinal)
        assert.ok(isMemberNumber(number))
        const at = place % number.length
        const mistyped = number.slice(0, at) + ((Number(number[at]) + shift) % 10) + number.slice(at + 1)
        assert.ok(!isMemberNumber(mistyped))
        const next = (at + 1) % number.length
        const [a, b] = [number[at]!, number[next]!]
        // Luhn's one blind spot is 09 and 90.
        if (next === 0 || a === b || [a, b].sort().join('') === '09') return
        assert.ok(!isMemberNumber(number.slice(0, at) + b + a + number.slice(at + 2)))
      },
    ),
  )
})

test('what a till scans is split into number and code; a card or a phone is not', () => {
  assert.deepEqual(splitMemberCode('1000017 123456'), { number: '1000017', code: '123456' })
  assert.deepEqual(splitMemberCode('１０００017123456'), { number: '1000017', code: '123456' })
  for (const text of ['1000018123456', '13800138000', '123456', '', 'VIP0001', '1000017-12345a'])
    assert.equal(splitMemberCode(text), null)
})
