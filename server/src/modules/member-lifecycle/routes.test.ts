import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop, signIn } from '#testing/make-merchant.ts'
import { committed } from '#testing/work.ts'

test('two who may be one are answered with all that a person decides by', async () => {
  const app = await testApp()
  const merchantId = newId()
  const birthday = { calendar: 'lunar', year: 1990, month: 8, date: 15, isLeapMonth: false } as const
  const [shop, first, second] = await committed(merchantId, async (work) => [
    await makeShop(work),
    await makeMember(work, { name: '邓文博', birthday }),
    await makeMember(work, { name: '邓文博', birthday }),
  ])
  const owner = await signIn(app, { merchantId, userId: shop.ownerId })
  const { status, body } = await owner.call({ url: '/member-duplicates' })
  assert.equal(status, 200)
  const [pair, ...others] = body.items
  assert.deepEqual(others, [])
  assert.deepEqual(new Set([pair.first.id, pair.second.id]), new Set([first.id, second.id]))
  assert.deepEqual([pair.first.birthday, pair.second.birthday], [birthday, birthday])
  assert.ok(pair.reasons.includes('same_birthday'))
})
