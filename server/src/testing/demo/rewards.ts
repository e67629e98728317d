import { sql } from 'kysely'
import { donatePoints, openCharity } from '#modules/rewards/donate-points.ts'
import { pickUpCode } from '#modules/rewards/pick-up-code.ts'
import { priceOfReward, readOffers } from '#modules/rewards/price-reward.ts'
import { redeemReward } from '#modules/rewards/redeem-reward.ts'
import { listRedemptions } from '#modules/rewards/redemption-queries.ts'
import { listRewards, type RewardRow } from '#modules/rewards/reward-queries.ts'
import { publishSpecial } from '#modules/rewards/save-special.ts'
import { handOut, receive, rewardSweep, sendOut } from '#modules/rewards/settle-redemption.ts'
import type { SpecialTerms } from '#modules/rewards/special-rules.ts'
import type { Work } from '#platform/work.ts'
import { addDays, localDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { makeReward } from '#testing/make-reward.ts'

const zone = 'Asia/Shanghai'
const address = '李小红 13800000000 上海市徐汇区漕溪北路 1 号'
/** On these days of a month members come to redeem; the 18th is the shop's redemption day. */
const busyDays = ['-08', '-18', '-28']
const perDay = 2

/** The mall as it opened a year ago: goods off the shelf, a treatment, one for points and money at the till, one for rescues alone. */
export async function planDemoMall(work: Work, itemIds: ReadonlyMap<string, string>): Promise<void> {
  const item = (code: string) => ({ itemId: itemIds.get(code)! })
  await makeReward(work, { name: '护手霜', points: 200, ...item('P09'), mayDeliver: true, unitsLeft: 200 })
  await makeReward(work, { name: '烟酰胺面膜', points: 350, ...item('P03'), note: '一盒五片', memberLimit: 4 })
  await makeReward(work, { name: '瑜伽垫', points: 900, ...item('P10'), mayDeliver: true, unitsLeft: 40 })
  await makeReward(work, { name: '环保帆布袋', points: 150, isEco: true, unitsLeft: 300 })
  await makeReward(work, {
    ...{ name: '洗发水换购', points: 100, cashCents: 1_990, ...item('P06') },
    ...{ tillPay: 'must', minPurchaseCents: 10_000, note: '到店随单换购' },
  })
  await makeReward(work, { name: '保湿面霜', points: 400, ...item('P05'), isRescueOnly: true, unitsLeft: 60 })
  const charity = { name: '乡村图书角', note: '每 100 积分，本店捐 1 元买书。', centsPerHundred: 100 }
  await openCharity(work, { charityId: newId(work.at.getTime()), ...charity })
  const today = localDay(work.at, zone)
  await publishSpecial(work, newId(work.at.getTime()), {
    ...special,
    ...{ kind: 'day', name: '每月 18 日积分兑换日', fromDay: today, toDay: addDays(today, 366), monthDays: [18] },
    ...{ rateBps: 8_000, tillRateBps: 15_000, budgetPoints: 50_000 },
  })
}

const special: Omit<SpecialTerms, 'kind' | 'name' | 'fromDay' | 'toDay'> = {
  ...{ weekDays: null, monthDays: null, withinDays: null, minEnding: 0, rateBps: null, tillRateBps: null },
  ...{ budgetPoints: null, prices: {} },
}

/** A day of the mall. Most days nothing; on the busy ones some members redeem, and what was redeemed before is had or goes back. */
export async function liveDemoMall(work: Work): Promise<void> {
  const today = localDay(work.at, zone)
  if (!busyDays.some((end) => today.endsWith(end))) return
  await rewardSweep.run(work)
  const [savers, rewards, [store]] = await Promise.all([
    readSavers(work),
    listRewards(work, true),
    work.send<{ id: string }>(
      sql`select id from shops.store where merchant_id = ${work.merchantId} order by number limit 1`,
    ),
  ])
  const open = rewards.filter(({ isRescueOnly, tillPay }) => !isRescueOnly && tillPay === 'no')
  const turn = Number(today.slice(5, 7)) * busyDays.length + busyDays.findIndex((end) => today.endsWith(end))
  for (let count = 0; count < perDay && savers.length > 0; count++) {
    const place = turn * perDay + count
    await redeemOne(work, { saver: savers[place % savers.length]!, storeId: store!.id, rewards: open, place })
  }
}

/** What each gives to the charity of their points. */
const donated = 50

type Saver = { id: string; units: number }

/** Those who have the most points to spend today: what is pending or held is not theirs to spend yet. */
function readSavers({ send, merchantId, at }: Work): Promise<Saver[]> {
  return send(sql`
    select a.owner_id as id, l.units from ledger.account a
      cross join lateral (select sum(l.remaining_units - l.held_units)::bigint as units from ledger.read_open_lot l
                           where l.merchant_id = ${merchantId} and l.account_id = a.id and l.ends_at > ${at}
                             and l.usable_from <= ${at} offset 0) l
     where a.merchant_id = ${merchantId} and a.owner_kind = 'member' and a.asset = 'points'
       and a.balance_units + a.debt_units >= 500 -- all that its lots hold: when they end is worked out for these alone
       and l.units >= 500
     order by 2 desc, a.owner_id limit 30`)
}

type Turn = { saver: Saver; storeId: string; rewards: readonly RewardRow[]; place: number }

/** One member redeems what their points reach for; most pick it up at once, some have it sent, some never come. */
async function redeemOne(work: Work, { saver, storeId, rewards, place }: Turn): Promise<void> {
  const memberId = saver.id
  const offers = await readOffers(work, memberId)
  const reward = rewards[place % rewards.length]!
  const price = priceOfReward(reward, 1, offers)
  if (!price || price.points > saver.units) return
  saver.units -= price.points
  const redemptionId = newId(work.at.getTime())
  const isSent = reward.mayDeliver && place % 3 === 0
  await redeemReward(work, {
    ...{ redemptionId, memberId, rewardId: reward.id, quantity: 1, cashCents: 0, points: price.points },
    ...{ storeId: isSent ? null : storeId, address: isSent ? address : null },
  })
  if (isSent) {
    await sendOut(work, { redemptionId, storeId, tracking: `SF${place}${redemptionId.slice(-8)}` })
    if (place % 2 === 0) await receive(work, { redemptionId, memberIds: null })
  } else if (place % 7 !== 5) await handOutLast(work, memberId, storeId)
}

async function handOutLast(work: Work, memberId: string, storeId: string): Promise<void> {
  const [row] = await listRedemptions(work, { memberIds: [memberId], state: 'reserved' }, { before: null, limit: 1 })
  const code = row && pickUpCode(work, row)
  if (code) await handOut(work, { code, storeId })
}

/** Today: a rescue for points of the next month, a better worth in their last week, goods that wait, one to send, a donation. */
export async function liveDemoMallToday(work: Work): Promise<void> {
  const today = localDay(work.at, zone)
  const rewards = await listRewards(work, true)
  const priced = (name: string, points: number) => [rewards.find((reward) => reward.name === name)!.id, points] as const
  await publishSpecial(work, newId(work.at.getTime()), {
    ...special,
    ...{ kind: 'rescue', name: '到期前特惠兑换', fromDay: today, toDay: addDays(today, 20), withinDays: 35 },
    ...{ minEnding: 50, budgetPoints: 30_000 },
    prices: Object.fromEntries([priced('保湿面霜', 260), priced('护手霜', 150), priced('烟酰胺面膜', 240)]),
  })
  await publishSpecial(work, newId(work.at.getTime()), {
    ...special,
    ...{ kind: 'worth', name: '临期积分加值', fromDay: today, toDay: addDays(today, 30), withinDays: 14 },
    ...{ rateBps: 12_000, budgetPoints: 10_000 },
  })
  const [savers, [store], [charity]] = await Promise.all([
    readSavers(work),
    work.send<{ id: string }>(
      sql`select id from shops.store where merchant_id = ${work.merchantId} order by number limit 1`,
    ),
    work.send<{ id: string }>(sql`select id from rewards.charity where merchant_id = ${work.merchantId} limit 1`),
  ])
  const open = rewards.filter(({ isRescueOnly, tillPay }) => !isRescueOnly && tillPay === 'no')
  for (const [index, { id: memberId, units }] of savers.slice(0, 4).entries()) {
    const reward = open[index % open.length]!
    const price = priceOfReward(reward, 1, await readOffers(work, memberId))!
    if (price.points + donated > units) continue
    const isSent = reward.mayDeliver && index < 3
    await redeemReward(work, {
      ...{ redemptionId: newId(work.at.getTime()), memberId, rewardId: reward.id, quantity: 1, cashCents: 0 },
      ...{ points: price.points, storeId: isSent ? null : store!.id, address: isSent ? address : null },
    })
    const gift = { donationId: newId(work.at.getTime()), memberId, charityId: charity!.id, points: donated }
    await donatePoints(work, gift)
  }
}
