import assert from 'node:assert/strict'
import { test } from 'node:test'
import { holdsCardNumber } from './card-number.ts'
import { newId } from './ids.ts'

const cards = [
  '4111111111111111',
  '5555 5555 5555 4444',
  '3782-822463-10005',
  '3530111333300000',
  '6222020000000000000',
  '6200000000000005',
  '卡号 4111 1111 1111 1111，请退到这张卡',
]
for (const text of cards) test(`a card number is seen in “${text}”`, () => assert.equal(holdsCardNumber(text), true))

const others: [string, string][] = [
  ['a wrong check digit', '4111111111111112'],
  ['an identity number', '622424198001010011'],
  ['a payment code', '134567890123456789'],
  ['a barcode', '6901234567892'],
  ['a phone', '13800138000'],
  ['a provider’s trade number', '4200001234202603011234567890'],
  ['digits inside a longer code', 'A4111111111111111'],
  ['sixteen digits that no card begins with', '1234567812345670'],
]
for (const [name, text] of others) test(`${name} is not a card`, () => assert.equal(holdsCardNumber(text), false))

test('ids are never taken for cards', () => {
  for (let i = 0; i < 20_000; i++) assert.equal(holdsCardNumber(newId()), false)
})
