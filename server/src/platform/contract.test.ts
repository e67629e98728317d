import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeCursor, encodeCursor, pageOf } from './contract.ts'

test('pages read one after the other show each row once, in order, and the last says that nothing follows', () => {
  const row = fc.record({ at: fc.date({ noInvalidDate: true }), id: fc.uuid() })
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), fc.integer({ min: 1, max: 7 }), (rows, limit) => {
      const shown = []
      let from = 0
      for (let cursor: string | null | undefined; cursor !== null;) {
        const { page, next } = pageOf(rows.slice(from, from + limit + 1), limit, ({ at, id }) => [at, id])
        shown.push(...page)
        from += page.length
        if (next) {
          const last = page.at(-1)!
          assert.deepEqual(decodeCursor(next, 2), [last.at.toISOString(), last.id])
        }
        cursor = next
      }
      assert.deepEqual(shown, rows)
    }),
  )
})

test('a cursor of another list, or of nobody, is none', () => {
  const made = encodeCursor([1, 'a', null])
  assert.deepEqual(decodeCursor(made, 3), [1, 'a', null])
  for (const forged of [undefined, '', 'x', 'bnVsbA', made.slice(0, -3), encodeCursor([1])]) {
    assert.equal(decodeCursor(forged, 3), null, String(forged))
  }
})
