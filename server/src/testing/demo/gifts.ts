import { sql } from 'kysely'
import { createTemplate } from '#modules/coupons/save-template.ts'
import { acceptCoupon, offerCoupon } from '#modules/coupons/gift-coupons.ts'
import { issueCoupons } from '#modules/coupons/issue-coupons.ts'
import { readLiveMember } from '#modules/members/read-live-member.ts'
import { enterDraw, publishDraw } from '#modules/rewards/draw-prize.ts'
import { answerGift, giftSweep, offerGift } from '#modules/rewards/gift-points.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { couponTemplate } from '#testing/make-coupon.ts'

type Telling = { memberIds: readonly string[]; on: (daysAgo: number) => Work; days: number }

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
export async function tellGifts({ memberIds, on, days }: Telling): Promise<void> {
  const savers = await readSavers(on(0))
  for (const [index, gift] of pointGifts.filter(({ daysAgo }) => daysAgo < days).entries()) {
    const toId = memberIds.find((id) => !savers.includes(id) && memberIds.indexOf(id) > index)
    if (savers[index] && toId) await tolerating(givePoints(on, { ...gift, fromId: savers[index], toId }))
  }
  await giveCoupons(on, memberIds, days)
  if (days > 20) await holdDraw(on, savers.slice(4))
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

async function givePoints(
  on: Telling['on'],
  gift: { daysAgo: number; points: number; answer: 'yes' | 'no' | 'none'; fromId: string; toId: string },
): Promise<void> {
  const { daysAgo, points, answer, fromId, toId } = gift
  const work = on(daysAgo)
  const { phone } = await readLiveMember(work, toId)
  if (phone === null) return
  const giftId = newId(work.at.getTime())
  await offerGift(work, { giftId, fromId, phone, points })
  if (answer !== 'none') await answerGift(work, { giftId, memberIds: [toId], isAccepted: answer === 'yes' })
  else if (daysAgo > 1) await giftSweep.run(on(daysAgo - 2))
}

/** A coupon that its holder gave on to a friend, and one whose link nobody has opened yet. */
async function giveCoupons(on: Telling['on'], memberIds: readonly string[], days: number): Promise<void> {
  const [fromId, toId, waitingId] = memberIds.slice(10)
  if (!fromId || !toId || !waitingId || days < 5) return
  const name = '闺蜜同行券 30 元'
  const draft = couponTemplate({
    name,
    terms: { benefit: { kind: 'amount', offCents: 3_000 }, thresholdCents: 15_000 },
  })
  const { templateId } = await createTemplate(on(4), newId(), draft)
  const issue = { issueId: newId(), templateId, memberIds: [fromId, waitingId], reason: '双人护理活动' }
  const { coupons } = await issueCoupons(on(4), issue)
  const couponOf = (id: string) => coupons.find(({ memberId }) => memberId === id)!.couponId
  const giftId = newId()
  await offerCoupon(on(3), { giftId, memberId: fromId, couponId: couponOf(fromId) })
  await acceptCoupon(on(3), { giftId, memberId: toId })
  await offerCoupon(on(0), { giftId: newId(), memberId: waitingId, couponId: couponOf(waitingId) })
}

/** Since three weeks: odds that are published, a cost in points, prizes that run short. */
async function holdDraw(on: Telling['on'], memberIds: readonly string[]): Promise<void> {
  const since = on(20)
  const voucher = couponTemplate({ name: '抽奖护理券 50 元', terms: { benefit: { kind: 'amount', offCents: 5_000 } } })
  const { templateId } = await createTemplate(since, newId(), voucher)
  const drawId = newId(since.at.getTime())
  const prize = { points: null, couponTemplateId: null, rewardId: null }
  await publishDraw(since, {
    ...{ drawId, name: '秋日积分抽奖', rules: '每次 20 积分，每天最多 3 次；奖品抽完即止，没有库存时退回积分。' },
    ...{ costPoints: 20, dayMost: 3, startsAt: since.at, endsAt: new Date(on(0).at.getTime() + 20 * 86_400_000) },
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
  for (const [index, memberId] of memberIds.entries()) {
    await tolerating(enterDraw(on(1 + (index % 18)), { entryId: newId(), drawId, memberId }))
  }
}

async function tolerating(deed: Promise<unknown>): Promise<void> {
  try {
    await deed
  } catch (error) {
    if (!(error instanceof Refused)) throw error
  }
}
