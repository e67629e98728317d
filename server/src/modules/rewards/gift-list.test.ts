import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { freshPhone, makeMember } from '#testing/make-member.ts'
import { makeCommittedShop, makeUser, signIn } from '#testing/make-merchant.ts'
import { givePoints } from '#testing/make-reward.ts'
import { committed } from '#testing/work.ts'
import { answerGift, offerGift } from './gift-points.ts'
import { writeGiftPolicy } from './gift-queries.ts'

test('staff see who gave points to whom, latest first, by member, state and day; a cashier without the right does not', async () => {
  const app = await testApp()
  const { merchantId, ownerId, storeId } = await makeCommittedShop()
  const { li, wang, taken, waiting } = await committed(merchantId, async (work) => {
    await writeGiftPolicy(work, { isOn: true, dayMost: 10_000, yearMost: 10_000, memberDays: 0 })
    const [liPhone, wangPhone, zhaoPhone] = [freshPhone(), freshPhone(), freshPhone()]
    const { id: fromId } = await makeMember(work, { name: '李雷', phone: liPhone })
    const { id: toId } = await makeMember(work, { name: '王芳', phone: wangPhone })
    await makeMember(work, { name: '赵敏', phone: zhaoPhone })
    await givePoints(work, fromId, storeId, 1_000)
    const { giftId } = await offerGift(work, { giftId: newId(), fromId, phone: wangPhone, points: 300 })
    await answerGift(work, { giftId, memberIds: [toId], isAccepted: true })
    const later = work.as(work.actor, new Date(work.at.getTime() + 60_000))
    const second = await offerGift(later, { giftId: newId(), fromId, phone: zhaoPhone, points: 200 })
    return { li: fromId, wang: toId, taken: giftId, waiting: second.giftId }
  })
  const owner = await signIn(app, { merchantId, userId: ownerId })
  const seen = async (filter: string) => {
    const { body } = await owner.call({ url: `/gifts${filter}` })
    return body.items.map(({ id }: { id: string }) => id)
  }
  assert.deepEqual(await seen(''), [waiting, taken])
  assert.deepEqual(await seen(`?memberId=${li}`), [waiting, taken])
  assert.deepEqual(await seen(`?memberId=${wang}`), [taken])
  assert.deepEqual(await seen('?state=offered'), [waiting])
  assert.deepEqual(await seen('?fromDay=2026-03-02'), [])
  assert.deepEqual(await seen('?untilDay=2026-03-01'), [waiting, taken])
  const { body: first } = await owner.call({ url: '/gifts?limit=1' })
  const { fromName, toName, points, state } = first.items[0]
  assert.deepEqual([fromName, toName, points, state], ['李雷', '赵敏', 200, 'offered'])
  assert.deepEqual(await seen(`?limit=1&cursor=${first.next}`), [taken])

  const { userId } = await committed(merchantId, (work) => makeUser(work, { permissions: ['sale.sell'] }))
  const cashier = await signIn(app, { merchantId, userId })
  assert.equal((await cashier.call({ url: '/gifts' })).status, 403)
})
