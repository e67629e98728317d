import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sellRenewal } from '#modules/cashier/sale/sell-renewal.ts'
import { acceptCoupon, offerCoupon } from '#modules/coupons/gift-coupons.ts'
import { claimCoupon } from '#modules/coupons/issue-coupons.ts'
import { couponEndSweep } from '#modules/coupons/tell-ends.ts'
import { expireValue } from '#modules/ledger/expire-value.ts'
import { agreeToRenewal, renewalSweep } from '#modules/passes/renew-pass.ts'
import { passEndSweep } from '#modules/passes/tell-ends.ts'
import { expiredNoticeSweep } from '#modules/points/expired-notice.ts'
import { winBackSweep } from '#modules/retention/follow-ups.ts'
import { claimGift } from '#modules/tiers/give-gifts.ts'
import { grantTier } from '#modules/tiers/grant-tier.ts'
import { birthdayGiftSweep } from '#modules/tiers/hand-out-gifts.ts'
import type { Benefit } from '#modules/tiers/programme-rules.ts'
import type { DueSweep } from '#platform/due-work.ts'
import { newId } from '#shared/ids.ts'
import { makeCoupon, makeCouponTemplate } from '#testing/make-coupon.ts'
import { makeFlow, makeLeaving } from '#testing/make-leaving.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makePass, makePlan } from '#testing/make-pass.ts'
import { makeProgramme, programmeTerms } from '#testing/make-tiers.ts'
import { makePoints, makeStoredValue } from '#testing/make-value.ts'
import { inWork, testAt, type TestWork } from '#testing/work.ts'
import { plannedMessages } from './hear-events.ts'
import { plannedTypes } from './message-plan.ts'
import { listMessages } from './message-queries.ts'
import { showMessage } from './show-message.ts'

const on = (work: TestWork, days: number) => work.as(work.actor, new Date(testAt.getTime() + days * 86_400_000))

async function runOn(work: TestWork, days: number, sweep: DueSweep) {
  const now = on(work, days)
  while ((await sweep.run(now)) === now.at);
}

/**
 * Lets messaging hear, twice, of everything that happened from the `from`th event on, at the time when it happened, and answers with
 * what a member would read in the portal, beside the kinds that were planned by channel.
 */
async function heard(work: TestWork, memberId: string, from = 0) {
  const before = new Set((await listMessages(work, all(memberId), { before: null, limit: 200 })).map(({ id }) => id))
  for (let time = 0; time < 2; time++) {
    for (const [seq, { event, id, at }] of work.events.slice(from).entries()) {
      if (!plannedTypes.includes(event.type)) continue
      const { kind: subjectKind, id: subjectId } = event.subject
      const delivered = { id, type: event.type, subjectKind, subjectId, seq, at, data: event.data ?? {} }
      await plannedMessages.handle(work.as(work.actor, at), delivered)
    }
  }
  const rows = (await listMessages(work, all(memberId), { before: null, limit: 200 })).filter(
    ({ id }) => !before.has(id),
  )
  const inbox = rows.filter(({ channel }) => channel === 'inbox').toReversed()
  const words = await Promise.all(inbox.map(({ id }) => showMessage(work, id, 'https://shop.example')))
  return {
    kinds: rows.map(({ kind, channel }) => `${kind}/${channel}`).toSorted(),
    words: words.map((message) => message.words?.body ?? `unwritten: ${message.kind}`),
  }
}

const all = (memberId: string) => ({ states: null, channel: null, topic: null, memberId })

async function shopWithMember(work: TestWork, given: Parameters<typeof makeMember>[1] = {}) {
  const { storeId } = await makeShop(work)
  const { id: memberId } = await makeMember(work, { name: '李雷', ...given })
  return { storeId, memberId }
}

async function silverWith(work: TestWork, benefit: Benefit, memberId: string) {
  const terms = programmeTerms()
  const [silver, ...rest] = terms.levels
  await makeProgramme(work, { ...terms, levels: [{ ...silver!, benefits: [benefit] }, ...rest] })
  await grantTier(work, { grantId: newId(), memberId, tierId: terms.ids[0], untilDay: '2028-12-31', reason: '试用' })
  return terms.ids[0]
}

suite('what members are told of what they hold', () => {
  test(
    'points that ended, a coupon about to end and a pass that ends are told once each, in whole sentences',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const plan = await makePlan(work, { validity: { unit: 'month', count: 1 }, name: '月卡', renewal: null })
      await makePass(work, { storeId, memberId, plan })
      await makePoints(work, memberId, 300, '2026-03-28')
      const validity = { kind: 'after_issue', startsAfterDays: 0, days: 30 } as const
      const { id: templateId } = await makeCouponTemplate(work, { name: '三十元券', validity })
      await makeCoupon(work, memberId, templateId)
      const from = work.events.length
      await expireValue(on(work, 28))
      for (const sweep of [passEndSweep, couponEndSweep, expiredNoticeSweep]) await runOn(work, 28, sweep)
      await runOn(work, 31, passEndSweep)
      const { kinds, words } = await heard(work, memberId, from)
      assert.deepEqual(kinds, [
        ...['coupon_ends_soon/inbox', 'coupon_ends_soon/sms', 'pass_ended/inbox'],
        ...['pass_ends_soon/inbox', 'pass_ends_soon/sms', 'points_expired/inbox'],
      ])
      assert.deepEqual(words.toSorted(), [
        '您的300积分已于2026年3月28日到期。',
        '您的「三十元券」将于2026年3月30日到期，还有1天。',
        '您的「月卡」将于2026年3月31日到期，还有2天。',
        '您的「月卡」已于2026年3月31日到期，期待再次为您服务。',
      ])
    }),
  )

  test(
    'a renewal that was charged is told with its amount, one that could not be with what happens now',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      await makeStoredValue(work, memberId, 40_000)
      const terms = { validity: { unit: 'month', count: 1 }, name: '月卡', priceCents: 30_000 } as const
      const { passId } = await makePass(work, { storeId, memberId, plan: await makePlan(work, terms) })
      await agreeToRenewal(work, { passId, priceCents: 30_000 })
      const from = work.events.length
      for (let day = 23; day <= 61; day++) await runOn(work, day, renewalSweep(sellRenewal))
      const { kinds, words } = await heard(work, memberId, from)
      const renewal = kinds.filter((kind) => kind.startsWith('pass_rene'))
      assert.deepEqual(renewal, [
        ...['pass_renewal_failed/inbox', 'pass_renewal_failed/sms'],
        ...['pass_renewal_near/inbox', 'pass_renewal_near/inbox', 'pass_renewal_near/sms', 'pass_renewal_near/sms'],
        ...['pass_renewed/inbox', 'pass_renewed/sms'],
      ])
      assert.ok(words.some((text) => text.startsWith('您的「月卡」已自动续费¥300.00')))
      assert.ok(words.some((text) => text.startsWith('您的「月卡」未能自动续费¥300.00，未扣款')))
    }),
  )

  test(
    'gifts of a level are told as gifts and not once more as coupons; what a member took by hand is not told',
    inWork(async (work) => {
      const solar = { calendar: 'solar', year: 1990, month: 3, date: 2, isLeapMonth: false } as const
      const { memberId } = await shopWithMember(work, { birthday: solar })
      const { id: templateId } = await makeCouponTemplate(work, { name: '护理券' })
      const gift = { benefitId: newId(), templateId, quantity: 2, costCents: 500 }
      await silverWith(work, { kind: 'birthday_gift', daysBefore: 7, ...gift }, memberId)
      const from = work.events.length
      await runOn(work, 0, birthdayGiftSweep)
      const { kinds, words } = await heard(work, memberId, from)
      assert.deepEqual(kinds, ['birthday_gift/inbox', 'birthday_gift/sms'])
      assert.match(words[0]!, /^李雷，生日快乐！「护理券」2张已放入您的卡包/)
    }),
  )

  test(
    'a quota gift that comes by itself is told once, one that was claimed not at all',
    inWork(async (work) => {
      const { memberId } = await shopWithMember(work)
      const { id: templateId } = await makeCouponTemplate(work, { name: '护理券' })
      const gift = { benefitId: newId(), templateId, quantity: 1, costCents: 500 }
      await silverWith(work, { kind: 'gift', every: 'month', isAutomatic: true, ...gift }, memberId)
      assert.deepEqual((await heard(work, memberId)).kinds, ['tier_gift/inbox', 'tier_raised/inbox', 'tier_raised/sms'])
      const from = work.events.length
      const claimed = { ...gift, benefitId: newId() }
      await silverWith(work, { kind: 'gift', every: 'month', isAutomatic: false, ...claimed }, memberId)
      await claimGift(work, { memberId, benefitId: claimed.benefitId, storeId: null })
      const { kinds } = await heard(work, memberId, from)
      assert.deepEqual(
        kinds.filter((kind) => /gift|coupon/.test(kind)),
        [],
      )
    }),
  )

  test(
    'a level that is kept for a while is told with the day, as long as that has not come',
    inWork(async (work) => {
      const { memberId } = await shopWithMember(work)
      const { id: templateId } = await makeCouponTemplate(work)
      const gift = { benefitId: newId(), templateId, quantity: 1, costCents: 500 }
      const tierId = await silverWith(work, { kind: 'gift', every: 'month', isAutomatic: false, ...gift }, memberId)
      const from = work.events.length
      for (const untilDay of ['2026-03-31', '2026-02-28']) {
        const data = { tierId, untilDay, missingUnits: 80_000, measure: 'spend' }
        work.emit({ type: 'tier.grace_began', subject: { kind: 'member', id: memberId }, data })
      }
      const { kinds, words } = await heard(work, memberId, from)
      assert.deepEqual(kinds, ['tier_grace/inbox', 'tier_grace/sms'])
      assert.equal(words[0], '您的「银卡」等级为您保留至2026年3月31日，在此之前达到要求即可继续享有。')
    }),
  )

  test(
    'who accepts another member’s coupon is told of it once, who claimed one as of any coupon',
    inWork(async (work) => {
      const { memberId: from } = await shopWithMember(work)
      const { id: to } = await makeMember(work)
      const { id: templateId } = await makeCouponTemplate(work, { name: '护理券', isClaimable: true })
      const { id: couponId } = await makeCoupon(work, from, templateId)
      const giftId = newId()
      await offerCoupon(work, { giftId, memberId: from, couponId })
      await acceptCoupon(work, { giftId, memberId: to })
      await claimCoupon(work, { issueId: newId(), templateId, memberId: to })
      assert.deepEqual((await heard(work, to)).kinds, ['coupon_issued/inbox', 'coupon_received/inbox'])
    }),
  )

  test(
    'a win-back coupon goes out on its day as an offer, once, and not as a coupon beside it',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const { id: templateId } = await makeCouponTemplate(work, { name: '回来看看' })
      await makeFlow(work, { winBack: { days: 10, templateId } })
      await makeLeaving(work, { storeId, memberId, isFinished: true })
      const from = work.events.length
      for (const day of [9, 10, 11]) await runOn(work, day, winBackSweep)
      const { kinds, words } = await heard(work, memberId, from)
      assert.deepEqual(kinds, ['win_back/inbox', 'win_back/sms'])
      assert.match(words[0]!, /李雷，好久不见，为您准备了「回来看看」，2026年4月\d+日前到店可用/)
    }),
  )
})
