import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from 'kysely'
import { offerCoupon } from '#modules/coupons/gift-coupons.ts'
import { usableCoupons } from '#modules/coupons/use-coupons.ts'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import { changePreferences, readPreferences } from '#modules/messaging/change-preferences.ts'
import { setFamily, transferPass } from '#modules/passes/change-pass.ts'
import { freezePass, previewFreeze } from '#modules/passes/freeze-pass.ts'
import { consumeHold, holdForBooking } from '#modules/passes/hold-pass.ts'
import { passesOf } from '#modules/passes/show-passes.ts'
import { setEarnPolicy } from '#modules/points/set-earn-policy.ts'
import { cancelRedemption } from '#modules/rewards/settle-redemption.ts'
import { redeemReward } from '#modules/rewards/redeem-reward.ts'
import { takeBackLeaving } from '#modules/retention/leave.ts'
import type { Work } from '#platform/work.ts'
import { addDays } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { makeCampaign } from '#testing/make-campaign.ts'
import { makeCoupon, makeCouponTemplate } from '#testing/make-coupon.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeLeaving } from '#testing/make-leaving.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeComponent, makePass, makePlan, makeUse } from '#testing/make-pass.ts'
import { makePromotion } from '#testing/make-promotion.ts'
import { makeRefund } from '#testing/make-refund.ts'
import { givePoints, makeReward } from '#testing/make-reward.ts'
import { makeSale } from '#testing/make-sale.ts'
import { makeProgramme, programmeTerms } from '#testing/make-tiers.ts'
import { makeStoredValue } from '#testing/make-value.ts'
import { inWork, type TestWork } from '#testing/work.ts'
import { mergeMembers, quoteMerge, undoMerge } from './merge-members.ts'

const today = '2026-03-01'

async function merge(work: Work, survivorId: string, absorbedId: string): Promise<string> {
  const { fingerprint } = await quoteMerge(work, { survivorId, absorbedId })
  return (await mergeMembers(work, { id: newId(), survivorId, absorbedId, fingerprint })).mergeId
}

/** What each table says of these members, row by row without times: what a merge and its undo must leave as it was. */
async function picture(work: TestWork, memberIds: readonly string[]): Promise<Record<string, unknown>> {
  const columns: Record<string, string> = {
    'passes.pass': 'id, member_id, ends_day, extended_days, ended_as',
    'passes.pass_family': 'pass_id, member_id',
    'passes.pass_use': 'id, pass_id, member_id, units',
    'passes.pass_hold': 'id, pass_id, member_id, settled_as',
    'coupons.coupon': 'id, member_id, status, turn',
    'coupons.member_count': 'template_id, member_id, nullif(issued, 0) as issued',
    'promotions.member_counter': 'promotion_id, member_id, nullif(uses, 0) as uses',
    'points.campaign_member_counter':
      'campaign_id, member_id, period, nullif(points, 0) as points, nullif(uses, 0) as uses',
    'rewards.member_count': 'reward_id, member_id, nullif(units, 0) as units',
    'retention.leaving': 'id, member_id, done_as',
    'retention.made_offer': 'id, member_id',
    'retention.follow_up': 'id, member_id, kind',
    'tiers.standing': 'member_id, earned_tier_id, reached_day, units',
    'messaging.member_setting': 'member_id, language, quiet_from_minute, week_most, email is null as no_email',
  }
  const rows = await Promise.all(
    Object.entries(columns).map(async ([table, names]) => {
      const found = await work.send<Record<string, unknown>>(sql`
        select ${sql.raw(names)} from ${sql.raw(table)}
         where merchant_id = ${work.merchantId} and member_id = any(${[...memberIds]}::uuid[])`)
      // A counter that came to nothing again is as good as none; so is a setting in which nothing stands.
      const told = found.filter(
        (row) =>
          Object.entries(row).some(([name, value]) => !/Id$|^period$|^no/.test(name) && value !== null) ||
          !/count|setting/.test(table),
      )
      return [table, told.map((row) => JSON.stringify(row)).toSorted()] as const
    }),
  )
  const accounts = await work.send<{ said: string }>(sql`
    select owner_id || ' ' || asset || ' ' || balance_units || ' ' || debt_units || ' ' || held_units as said
      from ledger.account where merchant_id = ${work.merchantId} and owner_id = any(${[...memberIds]}::uuid[])
       and (balance_units, debt_units, held_units) <> (0, 0, 0)`)
  return { ...Object.fromEntries(rows), 'ledger.account': accounts.map(({ said }) => said).toSorted() }
}

/** Two records of one person, each with a pass, and a friend. */
async function twoRecords(work: TestWork) {
  const { storeId } = await makeShop(work)
  const [kept, gone, friend] = [await makeMember(work), await makeMember(work), await makeMember(work)]
  const ids = { kept: kept.id, gone: gone.id, friend: friend.id }
  return { storeId, ...ids, all: [kept.id, gone.id, friend.id] }
}

suite('what merged members hold', () => {
  test(
    'a year of two records that both held and used everything is as it was after a merge and its undo, and the ledger is clean',
    inWork(async (work) => {
      const { storeId, kept, gone, friend, all } = await twoRecords(work)
      await setEarnPolicy(work, {
        rule: { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true },
        expiry: null,
      })
      const caps = { memberDayPoints: 5_000, memberUses: { count: 9, per: 'ever' as const } }
      await makeCampaign(work, { terms: { caps } })
      await makePromotion(work, { memberLimit: 5 })
      const { id: itemId } = await makeItem(work)
      const { id: templateId } = await makeCouponTemplate(work, { memberLimit: 3 })
      const { id: rewardId } = await makeReward(work, { memberLimit: 5 })
      const plan = await makePlan(work, { family: { maxPeople: 2, unitsPerPerson: 3 } })
      for (const memberId of [kept, gone]) {
        await makeStoredValue(work, memberId, 50_000, 5_000)
        const couponId = (await makeCoupon(work, memberId, templateId)).id
        await makeCoupon(work, memberId, templateId)
        await makeSale(work, { storeId, memberId, items: [[itemId, 2]], couponIds: [couponId], storedCents: 1_000 })
        await givePoints(work, memberId, storeId, 500)
        const wish = { redemptionId: newId(), memberId, rewardId, quantity: 1, storeId, address: null }
        await redeemReward(work, { ...wish, points: 100, cashCents: 0 })
        const pass = await makePass(work, { storeId, memberId, plan })
        await makeUse(work, pass, { memberId, storeId })
        const startsAt = new Date(work.at.getTime() + 3 * 86_400_000)
        const booking = { passId: pass.passId, componentId: pass.componentIds[0]!, memberId, storeId, startsAt }
        await holdForBooking(work, { bookingId: newId(), ...booking })
        const rest = { fromDay: addDays(today, 10), untilDay: addDays(today, 15) }
        const { fingerprint } = await previewFreeze(work, pass.passId, rest)
        await freezePass(work, { ...rest, passId: pass.passId, freezeId: newId(), reason: '出差', fingerprint })
        await setFamily(work, { passId: pass.passId, memberIds: memberId === kept ? [gone, friend] : [friend] })
        await makeLeaving(work, { storeId, memberId })
      }
      const friends = await makePass(work, { storeId, memberId: friend, plan })
      await setFamily(work, { passId: friends.passId, memberIds: [gone, kept] })
      await makeUse(work, friends, { memberId: gone, storeId })
      await changePreferences(work, gone, { email: 'li@example.com', language: 'en', weekMost: 2 }, 'portal')

      await makeProgramme(work, programmeTerms())

      const before = await picture(work, all)
      const mergeId = await merge(work, kept, gone)
      const merged = await picture(work, all)
      assert.ok((await verifyLedger(work)).ok)
      for (const table of [
        'passes.pass',
        'passes.pass_use',
        'passes.pass_hold',
        'coupons.coupon',
        'retention.leaving',
      ]) {
        assert.ok(!(merged[table] as string[]).some((row) => row.includes(gone)), `${table} has nobody who is merged`)
      }
      await undoMerge(work, { mergeId })
      assert.deepEqual(await picture(work, all), before)
      assert.ok((await verifyLedger(work)).ok)
    }),
  )

  test(
    'a booking made under the old record is used by the merged member, and a limit per person counts both records’ visits',
    inWork(async (work) => {
      const { storeId, kept, gone, friend } = await twoRecords(work)
      const component = makeComponent({ units: 10 })
      const plan = await makePlan(work, { components: [component], family: { maxPeople: 2, unitsPerPerson: 3 } })
      const own = await makePass(work, { storeId, memberId: gone, plan })
      const startsAt = new Date(work.at.getTime() + 86_400_000)
      const bookingId = newId()
      const componentId = own.componentIds[0]!
      await holdForBooking(work, { bookingId, passId: own.passId, componentId, memberId: gone, storeId, startsAt })
      const friends = await makePass(work, { storeId, memberId: friend, plan })
      await setFamily(work, { passId: friends.passId, memberIds: [gone] })
      for (let visit = 0; visit < 2; visit++) await makeUse(work, friends, { memberId: gone, storeId })
      await merge(work, kept, gone)

      const nextDay = work.as(work.actor, startsAt)
      await consumeHold(nextDay, { bookingId, useId: newId() })
      await makeUse(nextDay, friends, { memberId: kept, storeId })
      await assert.rejects(makeUse(nextDay, friends, { memberId: kept, storeId }), { code: 'pass_person_limit' })
      const held = await passesOf(nextDay, kept, { isAll: false, today: addDays(today, 1) })
      assert.deepEqual(held.map(({ id }) => id).toSorted(), [own.passId, friends.passId].toSorted())
      assert.ok((await verifyLedger(work)).ok)
    }),
  )

  test(
    'limits of promotions, campaigns, coupons and rewards count what both records had, and what comes back is off both',
    inWork(async (work) => {
      const { storeId, kept, gone } = await twoRecords(work)
      await setEarnPolicy(work, {
        rule: { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true },
        expiry: null,
      })
      await makeCampaign(work, { terms: { caps: { memberUses: { count: 2, per: 'ever' } } } })
      await makePromotion(work, { memberLimit: 2 })
      const { id: itemId } = await makeItem(work)
      const { id: templateId } = await makeCouponTemplate(work, { memberLimit: 2 })
      const { id: rewardId } = await makeReward(work, { memberLimit: 2 })
      const buy = (memberId: string) => makeSale(work, { storeId, memberId, items: [[itemId, 1]] })
      const redeem = (memberId: string) => {
        const wish = { redemptionId: newId(), memberId, rewardId, quantity: 1, storeId, address: null }
        return redeemReward(work, { ...wish, points: 100, cashCents: 0 })
      }
      const sales = new Map<string, Awaited<ReturnType<typeof buy>>>()
      const rewards = new Map<string, string>()
      for (const memberId of [kept, gone]) {
        await givePoints(work, memberId, storeId, 1_000)
        sales.set(memberId, await buy(memberId))
        await makeCoupon(work, memberId, templateId)
        rewards.set(memberId, (await redeem(memberId)).redemptionId)
      }
      assert.equal(sales.get(gone)!.netCents, 9_000)
      const before = await picture(work, [kept, gone])
      const mergeId = await merge(work, kept, gone)

      assert.equal((await buy(kept)).netCents, 10_000, 'both uses of the promotion are had')
      await assert.rejects(makeCoupon(work, kept, templateId), { code: 'coupon_member_limit' })
      await assert.rejects(redeem(kept), { code: 'reward_member_limit' })
      await makeRefund(work, sales.get(gone)!)
      await cancelRedemption(work, { redemptionId: rewards.get(gone)!, memberIds: null })
      assert.equal((await buy(kept)).netCents, 9_000, 'one came back with the sale of the old record')
      await redeem(kept)
      assert.ok((await verifyLedger(work)).ok)

      await undoMerge(work, { mergeId })
      const after = await picture(work, [kept, gone])
      const uses = (rows: unknown, memberId: string) =>
        (rows as string[]).filter((row) => row.includes(memberId)).length
      for (const table of ['promotions.member_counter', 'points.campaign_member_counter', 'rewards.member_count']) {
        assert.equal(uses(after[table], gone), 0, `${table}: what the absorbed record had was given back`)
      }
      assert.deepEqual(after['coupons.member_count'], before['coupons.member_count'])
      await makeCoupon(work, kept, templateId)
    }),
  )

  test(
    'a coupon used before the merge comes back to the merged member, and one on offer to nobody else',
    inWork(async (work) => {
      const { storeId, kept, gone } = await twoRecords(work)
      const { id: itemId } = await makeItem(work)
      const { id: templateId } = await makeCouponTemplate(work)
      const used = (await makeCoupon(work, gone, templateId)).id
      const offered = (await makeCoupon(work, gone, templateId)).id
      const sale = await makeSale(work, { storeId, memberId: gone, items: [[itemId, 1]], couponIds: [used] })
      await offerCoupon(work, { giftId: newId(), memberId: gone, couponId: offered })
      await merge(work, kept, gone)
      await makeRefund(work, sale)
      const held = await usableCoupons(work, { memberId: kept, storeId, timeZone: 'Asia/Shanghai' })
      assert.deepEqual(held.map(({ coupon }) => coupon.couponId).toSorted(), [used])
    }),
  )

  test(
    'a pass given away after the merge stays where it is when the merge is undone, and so does a family that was changed',
    inWork(async (work) => {
      const { storeId, kept, gone, friend } = await twoRecords(work)
      const plan = await makePlan(work, { family: { maxPeople: 2, unitsPerPerson: null } })
      const { passId } = await makePass(work, { storeId, memberId: gone, plan })
      const friends = await makePass(work, { storeId, memberId: friend, plan })
      await setFamily(work, { passId: friends.passId, memberIds: [gone] })
      const mergeId = await merge(work, kept, gone)
      await transferPass(work, { transferId: newId(), passId, toMemberId: friend, isAgreed: true, reason: '送朋友' })
      await setFamily(work, { passId: friends.passId, memberIds: [] })
      await undoMerge(work, { mergeId })
      const { 'passes.pass': passes, 'passes.pass_family': family } = await picture(work, [kept, gone, friend])
      assert.equal((passes as string[]).filter((row) => row.includes(friend)).length, 2)
      assert.deepEqual(family, [])
    }),
  )

  test(
    'how to be reached is filled in where nothing was said, and blank again after the undo unless it was changed',
    inWork(async (work) => {
      const { kept, gone } = await twoRecords(work)
      const seen = async (memberId: string) => {
        const reader = { kind: 'member', memberId, sessionId: newId(), ip: null } as const
        const { email, language, weekMost } = await readPreferences(work, memberId, reader)
        return [email, language, weekMost]
      }
      await changePreferences(work, kept, { weekMost: 5 }, 'portal')
      await changePreferences(work, gone, { email: 'li@example.com', language: 'en', weekMost: 1 }, 'portal')
      const mergeId = await merge(work, kept, gone)
      assert.deepEqual(await seen(kept), ['li@example.com', 'en', 5])
      await changePreferences(work, kept, { language: 'zh' }, 'portal')
      await undoMerge(work, { mergeId })
      assert.deepEqual(await seen(kept), [null, 'zh', 5])
      assert.deepEqual(await seen(gone), ['li@example.com', 'en', 1])
    }),
  )

  test(
    'who set out to leave under the old record takes it back under the new one',
    inWork(async (work) => {
      const { storeId, kept, gone } = await twoRecords(work)
      const { leavingId } = await makeLeaving(work, { storeId, memberId: gone })
      const mergeId = await merge(work, kept, gone)
      await assert.rejects(takeBackLeaving(work, leavingId, gone), { code: 'leaving_not_found' })
      await assert.rejects(takeBackLeaving(work, leavingId, kept), { code: 'cancel_not_asked' })
      await undoMerge(work, { mergeId })
      await assert.rejects(takeBackLeaving(work, leavingId, kept), { code: 'leaving_not_found' })
    }),
  )
})
