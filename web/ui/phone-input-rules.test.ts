import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#shared/refusal.ts'
import { formatPhone, parsePhone } from './phone-input-rules.ts'

const understood: [string, string | null][] = [
  ['', null],
  ['13800138000', '+8613800138000'],
  ['138 0013 8000', '+8613800138000'],
  ['１３８００１３８０００', '+8613800138000'],
  ['+86 138-0013-8000', '+8613800138000'],
  ['0086 13800138000', '+8613800138000'],
  ['8613800138000', '+8613800138000'],
  ['+852 5123 4567', '+85251234567'],
]
for (const [typed, expected] of understood) {
  test(`"${typed}" is read as ${expected}`, () => assert.equal(parsePhone(typed), expected))
}

for (const [typed, code] of [
  ['1380013800', 'phone_wrong_length'],
  ['138001380001', 'phone_wrong_length'],
  ['+861380013', 'phone_wrong_length'],
  ['1380013800x', 'phone_not_a_number'],
] as const) {
  test(`"${typed}" is refused as ${code}`, () => {
    const result = parsePhone(typed)
    assert.ok(isRefusal(result))
    assert.equal(result.code, code)
  })
}

test('a mainland number is shown in groups, without its country', () => {
  assert.equal(formatPhone('+8613800138000'), '138 0013 8000')
  assert.equal(formatPhone('+85251234567'), '+85251234567')
})
