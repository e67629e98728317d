import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { deriveKey, keyedHash, keyRing, seal, unseal } from './secrets.ts'

const secretKey = Buffer.alloc(32, 7)

test('each purpose and each merchant has a key of its own, the same in every process', () => {
  const a = deriveKey(secretKey, 'members.search', 'merchant-a')
  assert.deepEqual(a, deriveKey(secretKey, 'members.search', 'merchant-a'))
  assert.notDeepEqual(a, deriveKey(secretKey, 'members.search', 'merchant-b'))
  assert.notDeepEqual(a, deriveKey(secretKey, 'members.key', 'merchant-a'))
  assert.notDeepEqual(a, deriveKey(Buffer.alloc(32, 8), 'members.search', 'merchant-a'))
  assert.deepEqual(a, keyRing(secretKey)('members.search', 'merchant-a'))
})

test('what is sealed opens exactly, with its key and in its place', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const key = randomBytes(32)
      const sealed = seal(key, text, 'members.phone/1')
      assert.equal(unseal(key, sealed, 'members.phone/1')?.toString('utf8'), Buffer.from(text, 'utf8').toString('utf8'))
      assert.equal(unseal(key, sealed, 'members.phone/2'), null)
      assert.equal(unseal(randomBytes(32), sealed, 'members.phone/1'), null)
    }),
  )
})

test('one changed byte anywhere is noticed', () => {
  const key = randomBytes(32)
  const sealed = seal(key, '+8613800138000', 'x')
  for (let place = 0; place < sealed.length; place++) {
    const bent = Buffer.from(sealed)
    bent[place] = bent[place]! ^ 1
    assert.equal(unseal(key, bent, 'x'), null)
  }
  assert.equal(unseal(key, sealed.subarray(0, 20), 'x'), null)
})

test('the same value sealed twice looks different, its keyed hash the same', () => {
  assert.notDeepEqual(seal(secretKey, 'a', 'x'), seal(secretKey, 'a', 'x'))
  assert.deepEqual(keyedHash(secretKey, 'a'), keyedHash(secretKey, 'a'))
})

test('a process without SECRET_KEY says so when a key is asked for', () => {
  assert.throws(() => keyRing(null)('members.search', null), /SECRET_KEY/)
})
