import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changePreferences } from '#modules/messaging/change-preferences.ts'
import { forgetMessagesSweep } from '#modules/messaging/message-runner.ts'
import { newId } from '#shared/ids.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeMessageShop } from '#testing/make-message-shop.ts'
import { copyAsPage } from './copy-page-rules.ts'
import { erasureSweep, requestErasure } from './erase-member.ts'
import { exportMember } from './export-member.ts'
import { mergeMembers, quoteMerge } from './merge-members.ts'

const dayMs = 86_400_000
type Shop = Awaited<ReturnType<typeof makeMessageShop>>

const messagesOf = (shop: Shop, memberId: string) =>
  shop.inShop(async (work) => {
    const copy = await exportMember(work, memberId)
    return { rows: copy.messages, page: copyAsPage(copy) }
  })

test('the copy of a member’s data says what was sent, when, by which channel and in which words', async () => {
  const shop = await makeMessageShop()
  await shop.plan()
  await shop.plan({ channels: ['inbox'] })
  await shop.inShop((work) =>
    changePreferences(work, shop.memberId, { choices: [{ channel: 'sms', topic: 'offers', isOn: false }] }, 'portal'),
  )
  await shop.plan({ kind: 'win_back', data: { offer: '免费护理', day: '2026-03-31' }, channels: ['sms'] })
  await shop.driveDue()
  const { rows, page } = await messagesOf(shop, shop.memberId)
  assert.deepEqual(
    rows.map(({ kind, channel, state, reason }) => [kind, channel, state, reason]),
    [
      ['points_expiring', 'sms', 'accepted', null],
      ['points_expiring', 'inbox', 'delivered', null],
      ['win_back', 'sms', 'refused', 'turned_off'],
    ],
  )
  assert.match(rows[0]!.address!, /^\+86139/)
  assert.match(rows[0]!.body!, /您有120积分2026年3月31日到期/)
  assert.match(rows[1]!.body!, /您有120积分将于2026年3月31日到期/)
  assert.equal(rows[2]!.body, null, 'what was not sent was not written')
  assert.ok(page.includes('您有120积分2026年3月31日到期'))
})

test('after 200 days the words are forgotten and the fact stays; a merged record’s messages are the member’s, too', async () => {
  const shop = await makeMessageShop()
  await shop.plan()
  await shop.driveDue()
  const survivorId = await shop.inShop(async (work) => {
    const { id } = await makeMember(work)
    const pair = { survivorId: id, absorbedId: shop.memberId }
    await mergeMembers(work, { ...pair, id: newId(), fingerprint: (await quoteMerge(work, pair)).fingerprint })
    return id
  })
  assert.match((await messagesOf(shop, survivorId)).rows[0]!.body!, /120积分/)
  shop.clock.moveTo(new Date(shop.clock.now().getTime() + 201 * dayMs))
  await shop.inShop((work) => forgetMessagesSweep.run(work))
  const [row] = (await messagesOf(shop, survivorId)).rows
  assert.deepEqual([row!.kind, row!.address, row!.body], ['points_expiring', null, null])
})

test('an erased member’s words and addresses are gone; that something was sent stays, under the id alone', async () => {
  const shop = await makeMessageShop()
  const id = await shop.plan()
  await shop.driveDue()
  await shop.inShop((work) => requestErasure(work, { id: newId(), memberId: shop.memberId, givesUpValue: true }))
  shop.clock.moveTo(new Date(shop.clock.now().getTime() + 8 * dayMs))
  await shop.inShop((work) => erasureSweep.run(work))
  await shop.deliver()
  const row = await shop.read(id)
  assert.deepEqual([row.state, row.body, row.address, row.sealedData], ['accepted', null, null, null])
  assert.equal(row.memberId, shop.memberId)
})
