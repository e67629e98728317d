import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { acceptCoupon, couponGiftSweep, offerCoupon, takeBackCoupon } from '#modules/coupons/gift-coupons.ts'
import { mergeMembers, quoteMerge } from '#modules/member-lifecycle/merge-members.ts'
import { transferPass } from '#modules/passes/change-pass.ts'
import { answerGift, giftSweep, offerGift } from '#modules/rewards/gift-points.ts'
import { stopSpecial } from '#modules/rewards/save-special.ts'
import { tellSpecialsSweep } from '#modules/rewards/tell-specials.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { makeCoupon, makeCouponTemplate } from '#testing/make-coupon.ts'
import { freshPhone, makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makePass, makePlan } from '#testing/make-pass.ts'
import { makeSpecial } from '#testing/make-reward.ts'
import { makePoints } from '#testing/make-value.ts'
import { inWork, testAt, type TestWork } from '#testing/work.ts'
import { plannedMessages } from './hear-events.ts'
import { plannedTypes } from './message-plan.ts'
import { listMessages } from './message-queries.ts'
import { planMessages } from './plan-messages.ts'
import { showMessage } from './show-message.ts'

const dayMs = 86_400_000
const later = (work: TestWork, days: number) => work.as(work.actor, new Date(testAt.getTime() + days * dayMs))

/** Lets messaging hear of everything twice; answers with the kinds planned for a member's inbox, each with its words. */
async function heard(work: TestWork, memberId: string): Promise<[string, string][]> {
  for (let time = 0; time < 2; time++) {
    for (const [seq, { event, id, at }] of work.events.entries()) {
      if (!plannedTypes.includes(event.type)) continue
      const { kind: subjectKind, id: subjectId } = event.subject
      const told = { id, type: event.type, subjectKind, subjectId, seq, at, data: event.data ?? {} }
      await plannedMessages.handle(work.as(work.actor, at), told)
    }
  }
  const rows = await listMessages(
    work,
    { states: null, channel: 'inbox', topic: null, memberId },
    { before: null, limit: 200 },
  )
  const shown = await Promise.all(rows.map(({ id }) => showMessage(work, id, 'https://shop.example')))
  return shown.map(({ kind, words }): [string, string] => [kind, words?.body ?? 'unwritten']).toReversed()
}

const kinds = (told: readonly [string, string][]) => told.map(([kind]) => kind)

async function twoMembers(work: TestWork) {
  const { storeId } = await makeShop(work)
  const enrolled = work.as(work.actor, new Date(testAt.getTime() - 400 * dayMs))
  const phone = freshPhone()
  const giver = await makeMember(enrolled)
  const receiver = await makeMember(enrolled, { phone })
  await makePoints(work, giver.id, 1_000, '2026-12-31')
  return { storeId, fromId: giver.id, toId: receiver.id, phone }
}

suite('gifts between members', () => {
  test(
    'points: who is given them has a message that opens the gift, the giver hears that they were taken',
    inWork(async (work) => {
      const { fromId, toId, phone } = await twoMembers(work)
      const giftId = newId()
      await offerGift(work, { giftId, fromId, phone, points: 100 })
      const [offered] = await heard(work, toId)
      assert.equal(offered?.[0], 'gift_received')
      assert.match(offered[1], /100积分.*https:\/\/shop\.example\/m\/giving/)
      await answerGift(work, { giftId, memberIds: [toId], isAccepted: true })
      const told = await heard(work, fromId)
      assert.deepEqual(told, [['gift_accepted', '您送出的100积分已被领取。']])
      assert.deepEqual(kinds(await heard(work, toId)), ['gift_received'], 'the receiver knows')
    }),
  )

  test(
    'points: returned, or left lying for a day, the giver hears of it once',
    inWork(async (work) => {
      const { fromId, toId, phone } = await twoMembers(work)
      const giftId = newId()
      await offerGift(work, { giftId, fromId, phone, points: 100 })
      await answerGift(work, { giftId, memberIds: [toId], isAccepted: false })
      await offerGift(work, { giftId: newId(), fromId, phone, points: 200 })
      await giftSweep.run(later(work, 2))
      assert.deepEqual(
        (await heard(work, fromId)).map(([kind, body]) => `${kind} ${/\d+积分/.exec(body)?.[0]}`),
        ['gift_returned 100积分', 'gift_returned 200积分'],
      )
    }),
  )

  test(
    'a coupon: taken, the giver hears of it; nobody came, too; taken back by themselves they know',
    inWork(async (work) => {
      const { fromId, toId } = await twoMembers(work)
      const template = await makeCouponTemplate(work)
      const offer = async () => {
        const giftId = newId()
        const { id: couponId } = await makeCoupon(work, fromId, template.id)
        await offerCoupon(work, { giftId, memberId: fromId, couponId })
        return giftId
      }
      await acceptCoupon(work, { giftId: await offer(), memberId: toId })
      await takeBackCoupon(work, { giftId: await offer(), memberId: fromId })
      await offer()
      await couponGiftSweep.run(later(work, 2))
      const ofGifts = kinds(await heard(work, fromId)).filter((kind) => kind !== 'coupon_issued')
      assert.deepEqual(ofGifts, ['coupon_gift_accepted', 'coupon_gift_returned'])
      const [received] = (await heard(work, toId)).filter(([kind]) => kind === 'coupon_received')
      assert.match(received![1], /\/m\/coupons/)
    }),
  )

  test(
    'a pass: who has it now has the way to it, who gave it hears that it was taken',
    inWork(async (work) => {
      const { storeId, fromId, toId } = await twoMembers(work)
      const plan = await makePlan(work)
      const passId = await makePass(work, { storeId, memberId: fromId, plan })
      await transferPass(work, {
        ...{ passId: typeof passId === 'string' ? passId : passId.passId, transferId: newId(), toMemberId: toId },
        ...{ isAgreed: true, reason: '送给家人', fee: 'waived' },
      })
      const [received] = await heard(work, toId)
      assert.equal(received?.[0], 'pass_received')
      assert.match(received[1], /\/m\/benefits/)
      assert.ok(kinds(await heard(work, fromId)).includes('pass_gift_accepted'))
    }),
  )
})

suite('a rescue of points about to end', () => {
  const rescue = { kind: 'rescue', name: '抢救专场', withinDays: 30, toDay: '2026-03-20', rateBps: 7_000 } as const
  const run = async (work: Work) => {
    while ((await tellSpecialsSweep.run(work)) === work.at);
  }

  test(
    'is told to whose points end in its days, once, with the way to it, and to nobody else',
    inWork(async (work) => {
      await makeShop(work)
      const [near, far] = [await makeMember(work), await makeMember(work)]
      await makePoints(work, near.id, 300, '2026-03-15')
      await makePoints(work, near.id, 200, '2026-03-25')
      await makePoints(work, far.id, 500, '2026-08-01')
      await makeSpecial(work, rescue)
      await run(work)
      await run(later(work, 1))
      const told = await heard(work, near.id)
      assert.equal(told.length, 1)
      assert.match(
        told[0]![1],
        /500积分最早于2026年3月15日到期，「抢救专场」开放至2026年3月20日：https:\/\/shop\.example\/m\/mall/,
      )
      assert.deepEqual(await heard(work, far.id), [])
    }),
  )

  test(
    'is heard of on the day on which somebody comes to be concerned; stopped, spent or over, nobody is told',
    inWork(async (work) => {
      await makeShop(work)
      const { id: memberId } = await makeMember(work)
      await makePoints(work, memberId, 300, '2026-04-05')
      const { id: specialId } = await makeSpecial(work, rescue)
      await run(work)
      assert.deepEqual(await heard(work, memberId), [], 'they end 35 days from now')
      await run(later(work, 6))
      assert.deepEqual(kinds(await heard(work, memberId)), ['points_rescue'])
      await stopSpecial(work, specialId)
      await makeSpecial(work, { ...rescue, name: '下一场' })
      await run(later(work, 40))
      assert.equal((await heard(work, memberId)).length, 1, 'both are over by then')
    }),
  )

  test(
    'a message about it is of no use after the first of the points ended, or after its last day',
    inWork(async (work) => {
      await makeShop(work)
      const { id: memberId } = await makeMember(work)
      await makePoints(work, memberId, 300, '2026-03-03')
      await makeSpecial(work, rescue)
      await run(work)
      await heard(work, memberId)
      const [message] = await listMessages(
        work,
        { states: null, channel: 'inbox', topic: null, memberId },
        { before: null, limit: 1 },
      )
      assert.equal(message!.topic, 'offers', 'caps, consent and quiet hours of what sells')
      assert.equal(message!.expiresAt?.toISOString(), '2026-03-03T16:00:00.000Z')
    }),
  )
})

test(
  'two records that became one person are told of the same thing once',
  inWork(async (work) => {
    await makeShop(work)
    const [survivor, absorbed, third] = [await makeMember(work), await makeMember(work), await makeMember(work)]
    const wish = (memberId: string, day: string) => ({
      ...{ kind: 'points_expiring' as const, memberId, ref: `${memberId}/${day}/30`, about: {} },
      data: { points: 10, day, daysLeft: 30 },
    })
    const before = await planMessages(work, [wish(absorbed.id, '2026-03-31'), wish(third.id, '2026-03-31')])
    assert.ok(before.length > 0)
    const twin = { survivorId: survivor.id, absorbedId: absorbed.id }
    await mergeMembers(work, { id: newId(), ...twin, fingerprint: (await quoteMerge(work, twin)).fingerprint })
    assert.deepEqual(await planMessages(work, [wish(survivor.id, '2026-03-31')]), [], 'their other record heard of it')
    assert.ok((await planMessages(work, [wish(survivor.id, '2026-04-30')])).length > 0, 'of another day nobody did')
    const last = { survivorId: third.id, absorbedId: survivor.id }
    await mergeMembers(work, { id: newId(), ...last, fingerprint: (await quoteMerge(work, last)).fingerprint })
    assert.deepEqual(await planMessages(work, [wish(third.id, '2026-04-30')]), [], 'over however many merges')
  }),
)
