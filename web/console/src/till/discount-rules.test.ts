import assert from 'node:assert/strict'
import { test } from 'node:test'
import { discountOf, draftOf, type DiscountDraft } from './discount-rules.ts'

const typed: [DiscountDraft, ReturnType<typeof discountOf>][] = [
  [
    { kind: 'rate', typed: '10' },
    { kind: 'rate', offBps: 1000 },
  ],
  [
    { kind: 'rate', typed: '7.5' },
    { kind: 'rate', offBps: 750 },
  ],
  [
    { kind: 'rate', typed: '１００' },
    { kind: 'rate', offBps: 10_000 },
  ],
  [{ kind: 'rate', typed: '100.01' }, 'unreadable'],
  [{ kind: 'rate', typed: '12,5' }, 'unreadable'],
  [{ kind: 'rate', typed: '' }, null],
  [{ kind: 'amount', typed: '0.00' }, null],
  [
    { kind: 'amount', typed: '12.3' },
    { kind: 'amount', amountCents: 1230 },
  ],
  [{ kind: 'amount', typed: '1.234' }, 'unreadable'],
]
for (const [draft, discount] of typed) {
  test(`“${draft.typed}” as ${draft.kind === 'rate' ? 'per cent' : 'an amount'} off is ${JSON.stringify(discount)}`, () => {
    assert.deepEqual(discountOf(draft), discount)
  })
}

test('a discount that was given is shown as it would be typed', () => {
  for (const discount of [
    { kind: 'rate', offBps: 750 },
    { kind: 'amount', amountCents: 1230 },
  ] as const) {
    assert.deepEqual(discountOf(draftOf(discount)), discount)
  }
})
