import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cashOf, denominationsOf } from './count-rules.ts'

test('every sum to the fen can be laid out in notes and coins where cash is exact', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000_000 }), (cents) => {
      let left = cents
      const pieces = denominationsOf('CNY').map((valueCents) => {
        const count = Math.floor(left / valueCents)
        left -= count * valueCents
        return { valueCents, pieces: count }
      })
      assert.equal(cashOf(pieces), cents)
    }),
  )
})

test('a store that rounds cash to the jiao counts no fen; one that rounds to the yuan still counts the jiao of its float', () => {
  assert.deepEqual(denominationsOf('CNY').slice(-4), [10, 5, 2, 1])
  assert.deepEqual(denominationsOf('CNY', 5).slice(-2), [10, 5])
  assert.equal(denominationsOf('CNY', 10).at(-1), 10)
  assert.equal(denominationsOf('CNY', 100).at(-1), 10)
  assert.deepEqual(denominationsOf('JPY'), [], 'an unknown currency is counted as one sum')
})
