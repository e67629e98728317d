import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refused } from '#shared/refusal.ts'
import { keyRing } from '#platform/secrets.ts'
import { makeCommittedShop } from '#testing/make-merchant.ts'
import { testAt, testDatabase } from '#testing/work.ts'
import { noCodeSender } from './code-sender.ts'
import { createIdentity } from './identity.ts'
import { needsSetup, setUp, setupCode } from './set-up.ts'

test('the code is the same in every process of an installation, and another in the next', () => {
  const code = setupCode(keyRing(Buffer.alloc(32, 1)))
  assert.match(code, /^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  assert.equal(setupCode(keyRing(Buffer.alloc(32, 1))), code)
  assert.notEqual(setupCode(keyRing(Buffer.alloc(32, 2))), code)
})

test('a system that has a merchant is not set up again, whatever the code', async () => {
  await makeCommittedShop()
  const identity = createIdentity({
    ...{ database: testDatabase(), secure: false, sendCode: noCodeSender },
    standingMember: async (_, memberId) => memberId,
  })
  assert.equal(await needsSetup(identity), false)
  const attempt = setUp(
    identity,
    {
      setupCode: setupCode(identity.keys),
      merchantName: '第二家',
      currency: 'CNY',
      locale: 'zh-CN',
      storeName: '店',
      timeZone: 'Asia/Shanghai',
      ownerName: '张',
      loginName: 'zhang',
      password: 'a quiet lake at dawn',
      ip: '127.0.0.1',
      userAgent: '',
    },
    testAt,
  )
  await assert.rejects(attempt, (error) => error instanceof Refused && error.code === 'setup_done')
})
