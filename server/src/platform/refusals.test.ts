import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillSentence } from './refusals.ts'

const filled: [sentence: string, details: Record<string, unknown>, said: string][] = [
  ['还差 {{missingCents}}', { missingCents: 25_005 }, '还差 250.05'],
  [
    '{{limitCents}} at most, {{heldCents}} are there',
    { limitCents: 500_000, heldCents: 0 },
    '5000.00 at most, 0.00 are there',
  ],
  ['{{left}} tries left', { left: 4 }, '4 tries left'],
  ['“{{name}}”', { name: '{{left}}', left: 4 }, '“{{left}}”'],
  ['{{nobody}} knows {{it}}', { it: { is: 'no text' } }, ' knows '],
]
for (const [sentence, details, said] of filled) {
  test(`“${sentence}” is said as “${said}”`, () => assert.equal(fillSentence(sentence, details), said))
}
