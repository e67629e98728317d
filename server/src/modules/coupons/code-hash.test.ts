import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { macBlocks } from './code-hash.ts'

/** NIST SP 800-38B, appendix D.3, example 10: AES-256, a message of one whole block. */
const key = Buffer.from('603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4', 'hex')
const message = Buffer.from('6bc1bee22e409f96e93d7e117393172a', 'hex')
const mac = '28a7023f452e8f82bd4bf28d8c37c35c'

test('a code is hashed as the standard’s example says', () => {
  assert.equal(macBlocks(key, Buffer.from(message)).toString('hex'), mac)
})

test('each of many codes has the hash that it has alone, under its own key only', () => {
  const other = randomBytes(16)
  const both = macBlocks(key, Buffer.concat([message, other]))
  assert.equal(both.subarray(0, 16).toString('hex'), mac)
  assert.deepEqual(both.subarray(16), macBlocks(key, Buffer.from(other)))
  assert.notEqual(macBlocks(randomBytes(32), Buffer.from(message)).toString('hex'), mac)
})
