import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isVoidable } from './void-rules.ts'

const sale = { shiftId: 'morning', businessDay: '2026-05-01', refunds: [] }

test('a sale is voided whole, in the shift that made it', () => {
  const here = { shiftId: 'morning', today: '2026-05-02' } // past midnight the shift is still the same
  assert.equal(isVoidable(sale, here), true)
  assert.equal(isVoidable({ ...sale, refunds: [{}] }, here), false)
  assert.equal(isVoidable(sale, { ...here, shiftId: 'evening' }), false)
  assert.equal(isVoidable(sale, { ...here, shiftId: null }), false)
})

test('without shifts its business day decides', () => {
  const loose = { ...sale, shiftId: null }
  assert.equal(isVoidable(loose, { shiftId: null, today: '2026-05-01' }), true)
  assert.equal(isVoidable(loose, { shiftId: null, today: '2026-05-02' }), false)
  assert.equal(isVoidable(loose, { shiftId: 'morning', today: '2026-05-01' }), false)
})
