import assert from 'node:assert/strict'
import { test } from 'node:test'
import bwipjs from 'bwip-js/node'
import fc from 'fast-check'
import { code128 } from './code-128-rules.ts'

/** What the label printer's library draws for the same digits. */
function reference(digits: string): number[] {
  const [{ sbs }] = bwipjs.raw('code128', digits, {}) as unknown as [{ sbs: number[] }]
  return sbs
}

test('bars are those of the library that prints the shop’s labels', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{12,20}$/), (digits) => {
      assert.deepEqual(code128(digits), reference(digits))
    }),
    { numRuns: 100 },
  )
})
