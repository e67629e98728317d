import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { codeOfStep as tillCodeOfStep, splitMemberCode, memberNumber } from '#modules/members/member-code-rules.ts'
import { codeOfStep, importSecret, shownCode, stepLeftMs, stepNow } from './rotating-code.ts'

test('the phone shows the very digits that the till works out', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 20, maxLength: 20 }), fc.nat(100_000_000), async (secret, step) => {
      const key = await importSecret(Buffer.from(secret).toString('base64'))
      assert.equal(await codeOfStep(key, step), tillCodeOfStep(secret, step))
    }),
    { numRuns: 200 },
  )
})

test('number and digits in one are what a till can take apart', () => {
  const number = memberNumber(100_234)
  assert.deepEqual(splitMemberCode(shownCode(number, '012345')), { number, code: '012345' })
})

test('a phone whose clock is wrong shows the step of the server', () => {
  assert.equal(stepNow(90_000 + 3_600_000, 3_600_000), 3)
  assert.equal(stepLeftMs(95_000, 0), 25_000)
})

test('the key cannot be read out again', async () => {
  const key = await importSecret(Buffer.alloc(20, 1).toString('base64'))
  assert.equal(key.extractable, false)
})
