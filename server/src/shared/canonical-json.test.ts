import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonicalJson } from './canonical-json.ts'
import { fingerprintOf, portableHash } from './fingerprint.ts'

/** What canonical JSON is, said as JSON's own replacer. Seals of the audit log and kept keys were made from just this text. */
function byReplacer(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner
    const record = inner as Record<string, unknown>
    return Object.fromEntries(
      Object.keys(record)
        .sort()
        .map((key) => [key, record[key]]),
    )
  })
}

test('the text is that of the definition, whatever the value', () => {
  const anything = fc.anything({ withDate: false, withBoxedValues: false, maxDepth: 4 })
  fc.assert(fc.property(anything, (value) => assert.equal(canonicalJson(value), byReplacer(value))))
})

for (const [name, value, text] of [
  [
    'the order of keys does not matter',
    { b: 1, a: { d: [2, { z: 1, y: 2 }], c: null } },
    '{"a":{"c":null,"d":[2,{"y":2,"z":1}]},"b":1}',
  ],
  ['undefined is left out of objects and is null in lists', { a: undefined, b: [undefined] }, '{"b":[null]}'],
  ['a time is its text', { at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
  ['numbers as keys come first, by size', { b: 0, 10: 1, 9: 2 }, '{"9":2,"10":1,"b":0}'],
  ['a key that names the prototype is a key', JSON.parse('{"__proto__":1,"a":2}'), '{"__proto__":1,"a":2}'],
] as const) {
  test(name, () => {
    assert.equal(canonicalJson(value), text)
    assert.equal(byReplacer(value), text)
  })
}

test('server and browser hash alike', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.equal(fingerprintOf(text), portableHash(canonicalJson(text)))
    }),
  )
})
