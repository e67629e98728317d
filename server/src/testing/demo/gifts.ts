import { sql } from 'kysely'
import { createTemplate } from '#modules/coupons/save-template.ts'
import { acceptCoupon, offerCoupon } from '#modules/coupons/gift-coupons.ts'
import { issueCoupons } from '#modules/coupons/issue-coupons.ts'
import { readLiveMember } from '#modules/members/read-live-member.ts'
import { enterDraw, publishDraw } from '#modules/rewards/draw-prize.ts'
import { answerGift, giftSweep, offerGift } from '#modules/rewards/gift-points.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { couponTemplate } from '#testing/make-coupon.ts'
import type { Agenda, Deed } from './agenda.ts'

type Telling = {
  agenda: Agenda
  /** Those who were there before the first of the gifts. */
  memberIds: readonly string[]
  days: number
}

/** Early in the morning, before anybody is in the shop: what they have then is theirs to give. */
const early = 550

/** Points from one regular to another, so many days ago: accepted, turned down, forgotten, and one that still waits. */
const pointGifts = [
  { daysAgo: 21, points: 100, answer: 'yes' },
  { daysAgo: 13, points: 50, answer: 'no' },
  { daysAgo: 8, points: 80, answer: 'none' },
  { daysAgo: 5, points: 120, answer: 'yes' },
  { daysAgo: 0, points: 60, answer: 'none' },
] as const

/**
 * What members gave each other, and a draw: points on their way, a coupon from a friend, entries that won and lost. Those who hold points
 * enough on that day give them; whom a rule keeps from it does not.
 */
export function planDemoGifts({ agenda, memberIds, days }: Telling): void {
  for (const [index, gift] of pointGifts.filter(({ daysAgo }) => daysAgo < days).entries()) {
    planPoints(agenda, { ...gift, ...{ memberIds, index } })
  }
  planCoupons(agenda, memberIds, days)
  if (days > 20) planDraw(agenda)
}

/** Those who have the most points to spend, for longest. */
async function readSavers({ send, merchantId, at }: Work): Promise<string[]> {
  const rows = await send<{ id: string }>(sql`
    select owner_id as id from ledger.read_open_lot
     where merchant_id = ${merchantId} and owner_kind = 'member' and asset = 'points' and ends_at > ${at} and held_units = 0
       and earned_at < ${new Date(at.getTime() - 30 * 86_400_000)}
     group by owner_id having sum(remaining_units) >= 200 order by sum(remaining_units) desc, owner_id limit 24`)
  return rows.map(({ id }) => id)
}

type Gift = (typeof pointGifts)[number] & { memberIds: readonly string[]; index: number }

function planPoints(agenda: Agenda, { daysAgo, points, answer, memberIds, index }: Gift): void {
  const giftId = newId()
  agenda.plan({
    ...{ daysAgo, minute: early, isTolerant: true },
    async act(work) {
      const savers = await readSavers(work)
      const [fromId, toId] = [savers[index], memberIds.find((id, place) => !savers.includes(id) && place > index)]
      if (!fromId || !toId) return
      const { phone } = await readLiveMember(work, toId)
      if (phone === null) return
      await offerGift(work, { giftId, fromId, phone, points })
      if (answer !== 'none') await answerGift(work, { giftId, memberIds: [toId], isAccepted: answer === 'yes' })
    },
  })
  const act = (work: Work) => giftSweep.run(work)
  if (answer === 'none' && daysAgo > 1) agenda.plan({ daysAgo: daysAgo - 2, minute: 541, act })
}

/** A coupon that its holder gave on to a friend, and one whose link nobody has opened yet. */
function planCoupons(agenda: Agenda, memberIds: readonly string[], days: number): void {
  const [fromId, toId, waitingId] = memberIds.slice(10)
  if (!fromId || !toId || !waitingId || days < 5) return
  const name = '闺蜜同行券 30 元'
  const draft = couponTemplate({
    name,
    terms: { benefit: { kind: 'amount', offCents: 3_000 }, thresholdCents: 15_000 },
  })
  const couponIds = new Map<string, string>()
  const plan = (daysAgo: number, act: Deed['act']) => agenda.plan({ daysAgo, minute: early, act })
  plan(4, async (work) => {
    const { templateId } = await createTemplate(work, newId(), draft)
    const issue = { issueId: newId(), templateId, memberIds: [fromId, waitingId], reason: '双人护理活动' }
    for (const { memberId, couponId } of (await issueCoupons(work, issue)).coupons) couponIds.set(memberId, couponId)
  })
  plan(3, async (work) => {
    const giftId = newId()
    await offerCoupon(work, { giftId, memberId: fromId, couponId: couponIds.get(fromId)! })
    await acceptCoupon(work, { giftId, memberId: toId })
  })
  plan(0, (work) => offerCoupon(work, { giftId: newId(), memberId: waitingId, couponId: couponIds.get(waitingId)! }))
}

/** Since three weeks: who has points enough by then enters once, one after the other. */
function planDraw(agenda: Agenda): void {
  agenda.plan({
    ...{ daysAgo: 20, minute: early },
    async act(work) {
      const drawId = await openDraw(work)
      for (const [index, memberId] of (await readSavers(work)).slice(4).entries()) {
        const act = (later: Work) => enterDraw(later, { entryId: newId(), drawId, memberId })
        agenda.plan({ daysAgo: 1 + (index % 18), minute: early, isTolerant: true, act })
      }
    },
  })
}

/** Odds that are published, a cost in points, prizes that run short. */
async function openDraw(since: Work): Promise<string> {
  const voucher = couponTemplate({ name: '抽奖护理券 50 元', terms: { benefit: { kind: 'amount', offCents: 5_000 } } })
  const { templateId } = await createTemplate(since, newId(), voucher)
  const drawId = newId(since.at.getTime())
  const prize = { points: null, couponTemplateId: null, rewardId: null }
  await publishDraw(since, {
    ...{ drawId, name: '秋日积分抽奖', rules: '每次 20 积分，每天最多 3 次；奖品抽完即止，没有库存时退回积分。' },
    ...{ costPoints: 20, dayMost: 3, startsAt: since.at, endsAt: new Date(since.at.getTime() + 40 * 86_400_000) },
    prizes: [
      {
        ...prize,
        name: '护理券 50 元',
        kind: 'coupon',
        couponTemplateId: templateId,
        worthCents: 5_000,
        oddsPpm: 80_000,
        total: 10,
      },
      { ...prize, name: '66 积分', kind: 'points', points: 66, worthCents: 66, oddsPpm: 250_000, total: 200 },
    ],
  })
  return drawId
}
