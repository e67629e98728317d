import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#shared/refusal.ts'
import { maskPhone, readPhone } from './phone-rules.ts'

const read: [string, string | null][] = [
  ['13800138000', '+8613800138000'],
  [' 138-0013-8000 ', '+8613800138000'],
  ['１３８００１３８０００', '+8613800138000'],
  ['0086 13800138000', '+8613800138000'],
  ['+86 138 0013 8000', '+8613800138000'],
  ['010-62345678', '+861062345678'],
  ['+1 212 555 2671', '+12125552671'],
  ['+852 9123 4567', '+85291234567'],
  ['19912345678', '+8619912345678'],
  ['12345', null],
  ['138001380001', null],
  ['138001380', null],
  ['13800138000 ext 5', null],
  ['abc', null],
  ['', null],
  ['=13800138000', '+8613800138000'],
]
for (const [typed, expected] of read) {
  test(`“${typed}” is ${expected ?? 'no phone'}`, () => {
    const phone = readPhone(typed)
    assert.equal(isRefusal(phone) ? null : phone, expected)
  })
}

test('a masked phone shows its beginning and its last four digits', () => {
  assert.equal(maskPhone('+8613800138000'), '138****8000')
  assert.equal(maskPhone('+85291234567'), '+85*****4567')
})
