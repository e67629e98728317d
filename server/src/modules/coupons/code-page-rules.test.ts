import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { hashLength, pageOf, pagesOf } from './code-page-rules.ts'

test('every hash stands in the page of its first twelve bits, each once, and no page is empty', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3_000 }), (quantity) => {
      const hashes = randomBytes(quantity * hashLength)
      const { bytes, pages, starts, lengths } = pagesOf(hashes)
      const given = new Set<string>()
      for (let at = 0; at < hashes.length; at += hashLength) given.add(hashes.toString('hex', at, at + hashLength))
      const found: string[] = []
      for (const [place, page] of pages.entries()) {
        assert.ok(lengths[place]! > 0)
        for (let at = starts[place]!; at < starts[place]! + lengths[place]!; at += hashLength) {
          assert.equal(pageOf(bytes, at), page)
          found.push(bytes.toString('hex', at, at + hashLength))
        }
      }
      assert.equal(found.length, quantity)
      assert.deepEqual(new Set(found), given)
      assert.deepEqual(
        pages,
        [...new Set(pages)].toSorted((a, b) => a - b),
      )
    }),
    { numRuns: 30 },
  )
})
