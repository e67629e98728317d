import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { joinLines, parseLines, piecesOf } from './piece-rules.ts'

const encode = (text: string) => new TextEncoder().encode(text)

async function* cut(bytes: Uint8Array, places: readonly number[]): AsyncGenerator<Uint8Array> {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].toSorted((a, b) => a - b)
  let from = 0
  for (const end of [...ends, bytes.length]) {
    yield bytes.subarray(from, end)
    from = end
  }
}

test('however a stream of lines is cut on its way, its pieces hold every line once, in order', async () => {
  const lines = fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.integer()), { maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(lines, fc.array(fc.nat()), fc.integer({ min: 1, max: 200 }), async (records, places, size) => {
      const stream = encode(records.map((record) => `${JSON.stringify(record)}\n`).join(''))
      const read: unknown[] = []
      for await (const bytes of piecesOf(cut(stream, places), size)) read.push(...parseLines({ bytes }))
      assert.deepEqual(read, records)
    }),
  )
})

test('a stream that ends within a line gives what it holds; that is no JSON', async () => {
  const pieces: Uint8Array[] = []
  for await (const piece of piecesOf(cut(encode('[1]\n[2'), []), 1)) pieces.push(piece)
  assert.deepEqual(parseLines({ bytes: pieces[0]! }), [[1]])
  assert.throws(() => parseLines({ bytes: pieces[1]! }), SyntaxError)
})

test('what is joined reads as it was, and so does what an earlier version kept', () => {
  const lines = [['茉莉\n花茶', null, ['6901234500062']], []]
  assert.deepEqual(parseLines({ bytes: joinLines(lines) }), lines)
  assert.deepEqual(parseLines({ text: JSON.stringify(lines) }), lines)
})
