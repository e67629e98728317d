import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shortName, tillCardKey, tillPhoneKey } from './till-key-rules.ts'

test('a phone on a till ends in its last four digits, and twelve bits tell it from most others', () => {
  const key = tillPhoneKey('secret', '+8613900138001')
  assert.match(key, /^8001[0-9a-f]{3}$/)
  assert.equal(tillPhoneKey('secret', '+8613900138001'), key)
  assert.notEqual(tillPhoneKey('another till', '+8613900138001'), key)
})

test('whoever takes the till home, secret and all, is left with hundreds of numbers for one member', () => {
  const key = tillPhoneKey('secret', '+8613900138001')
  let fitting = 0
  for (let middle = 0; middle < 100_000; middle++) {
    if (tillPhoneKey('secret', `+8613${String(middle).padStart(5, '0')}8001`) === key) fitting++
  }
  // Of the 100,000 numbers that begin with 13 and end so; there are some thirty such beginnings.
  assert.ok(fitting >= 10 && fitting <= 45, String(fitting))
})

test('a card is the same however it is typed, and another one is another', () => {
  assert.equal(tillCardKey('secret', 'vip-0001 2'), tillCardKey('secret', 'VIP00012'))
  assert.notEqual(tillCardKey('secret', 'VIP00012'), tillCardKey('secret', 'VIP00013'))
  assert.match(tillCardKey('secret', 'VIP00012'), /^[0-9a-f]{12}$/)
})

test('a name is shown so that one can ask by it and not read it', () => {
  assert.equal(shortName('王小明'), '王＊＊')
  assert.equal(shortName('李梅'), '李＊')
  assert.equal(shortName('欧阳修文'), '欧＊＊')
  assert.equal(shortName('Anna de Vries'), 'A. d. V.')
  assert.equal(shortName(''), '.')
})
