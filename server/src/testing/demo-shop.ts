import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import type { Actor } from '#platform/actor.ts'
import type { Database } from '#platform/db.ts'
import { inTransaction } from '#platform/transaction.ts'
import { assert } from '#shared/assert.ts'
import { addDays, localDay, startOfLocalDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { handOutDemoCoupons, planDemoPromotions } from './demo/benefits.ts'
import { type DemoLogin, foundDemo } from './demo/found.ts'
import { finishDemoCards } from './demo/gift-cards.ts'
import { tellGifts } from './demo/gifts.ts'
import { tellLeavings } from './demo/leavings.ts'
import { type Live, liveIn } from './demo/live.ts'
import { type DemoDay, enrol, liveDay, type Lives, openTills } from './demo/live-day.ts'
import { tellDemoMessages } from './demo/messages.ts'
import { tellPasses } from './demo/passes.ts'
import { tellOnlineOrders } from './demo/online.ts'
import { payByCodes } from './demo/paid-by-code.ts'
import { makePeople } from './demo/people.ts'
import { planDemoEarning, rewardDemoVisits, signInDemoMembers } from './demo/points-earning.ts'
import { countDemoEndings, liveDemoEndings, planDemoEndings } from './demo/points-endings.ts'
import { randomFrom } from './demo/random.ts'
import { tagDemoMembers } from './demo/tags.ts'
import { tellTiers } from './demo/tiers.ts'
import { liveDemoMall, liveDemoMallToday, planDemoMall } from './demo/rewards.ts'
import { storyTeller } from './demo/till-stories.ts'
import { planVisits } from './demo/visits.ts'

export type DemoShop = {
  merchantId: string
  logins: DemoLogin[]
  counts: Lives['counts']
}

const zone = 'Asia/Shanghai'
/** Shifts and closed days of the last month: enough to page through, and cheap. */
const daysWithShifts = 30
/** Today's tills are open once this minute has passed, and the first of the day's stories can have happened. */
const opensAtMinute = 660
const system: Actor = { kind: 'system', name: 'demo' }

/**
 * A year of a beauty and fitness shop with two stores, lived through the use cases at a moved clock: people who enrol, top up,
 * come by their own rhythm and drift away, buy, return. The same seed and day give the same year; ids differ.
 *
 * Ends at `today`, with the hours of today that are over. Proves the ledger at the end and throws when it does not add up.
 */
export async function buildDemoShop(tools: {
  database: Database
  today: Date
  progress?: (line: string) => void
  members?: number
  days?: number
  seed?: number
}): Promise<DemoShop> {
  const { database, today, progress = () => {}, members = 2_000, days = 365, seed = 20_260_101 } = tools
  const merchantId = newId()
  const firstDay = addDays(localDay(today, zone), -days)
  const startOf = (index: number) => startOfLocalDay(addDays(firstDay, index), zone).getTime()
  const at = (index: number, minute: number) => new Date(startOf(index) + minute * 60_000)
  const live: Live = (moment, body) => liveIn(database, { merchantId, at: moment }, body)
  const founded = await live(at(0, 540), async (work) => {
    const shop = await foundDemo(work, database)
    await planDemoPromotions(work, today)
    await planDemoEarning(work, today)
    await planDemoEndings(work)
    await planDemoMall(work, shop.itemIds)
    return shop
  })
  const random = randomFrom(seed)
  const people = makePeople(random, members)
  const visits = planVisits(random, people, firstDay, days + 1).filter(
    (visit) => at(visit.dayIndex, visit.minuteOfDay) < today,
  )
  const byDay = Map.groupBy(visits, (visit) => visit.dayIndex)
  const joining = Map.groupBy(people, (person) => Math.max(0, person.joinsOnDay))
  const lives: Lives = {
    random,
    founded,
    memberIds: new Map(),
    storedCents: new Map(),
    brought: new Set(),
    giftCards: [],
    returns: new Map(),
    counts: { members: 0, topUps: 0, sales: 0, refunds: 0, salesCents: 0 },
  }
  const payments = await payByCodes(database, merchantId, at(0, 540))
  const tellStories = storyTeller({ live, payments, daysWithShifts }, lives)
  const isOver = (index: number) => at(index, 1_290) < today
  const dayOf = (index: number): DemoDay => {
    const hasShifts = days - index < daysWithShifts && at(index, opensAtMinute) < today
    return {
      index,
      visits: byDay.get(index) ?? [],
      joining: isOver(index) || index < days ? (joining.get(index) ?? []) : [],
      at: (minute: number) => at(index, minute),
      shifts: hasShifts ? { day: addDays(firstDay, index), isOver: isOver(index) } : null,
    }
  }
  const enrolOn = (index: number) => live(at(index, 540), (work) => enrol(work, lives, dayOf(index)))
  await enrolOn(0)
  for (let index = 0; index <= days; index++) {
    const day = dayOf(index)
    if (!isOver(index)) lives.returns.delete(index)
    const morning = at(index, 540)
    founded.isAtTill = day.shifts !== null
    const tills = day.shifts ? await live(morning, (work) => openTills(work, lives, day)) : []
    if (day.shifts) await tellStories(day, days - index)
    const livingIt = live(morning, async (work) => {
      // In the books before what is bought on the day: every balance of a statement follows from the one before.
      await signInDemoMembers(work.as(system, at(index, 510)), [...lives.memberIds.values()], days - index)
      if (work.at < today) await liveDemoEndings(work, days - index)
      await liveDay(work, lives, day, tills)
      await rewardDemoVisits(work, lives.brought)
      if (work.at < today) await liveDemoMall(work)
    })
    // Who joins tomorrow meets nobody of today: both at once, on two connections.
    await Promise.all([livingIt, index < days ? enrolOn(index + 1) : null])
    if (index % 30 === 29)
      progress(`${addDays(firstDay, index)}: ${lives.counts.sales} sales, ${lives.counts.members} members`)
  }
  await live(today, (work) =>
    handOutDemoCoupons(work, {
      itemIds: founded.itemIds,
      memberIds: [...lives.memberIds.values()],
      on: (daysAgo) => work.as(system, at(Math.max(0, days - daysAgo), 600)),
    }),
  )
  const known = people.filter(({ joinsOnDay }) => joinsOnDay < Math.max(1, days - 20))
  await live(at(Math.max(0, days - 20), 690), (work) => tagDemoMembers(work, known, lives.memberIds))
  await live(today, (work) =>
    tellTiers({
      memberIds: [...lives.memberIds.values()],
      on: (daysAgo) => work.as(system, at(Math.max(0, days - daysAgo), 570)),
    }),
  )
  const { online } = await live(today, (work) =>
    tellPasses({
      random: randomFrom(seed + 1),
      memberIds: [...lives.memberIds.values()],
      storeIds: founded.stores.map(({ id }) => id),
      on: (daysAgo) => work.as(system, daysAgo === 0 ? today : at(Math.max(0, days - daysAgo), 900)),
      days,
    }),
  )
  await live(today, (work) =>
    tellLeavings({
      random: randomFrom(seed + 2),
      itemIds: ['S01', 'S02', 'S03'].map((code) => founded.itemIds.get(code)!),
      memberIds: [...lives.memberIds.values()],
      storeIds: founded.stores.map(({ id }) => id),
      on: (daysAgo) => work.as(system, daysAgo === 0 ? today : at(Math.max(0, days - daysAgo), 1_080)),
      days,
    }),
  )
  await tellOnlineOrders({
    ...{ live, payments, random: randomFrom(seed + 3), memberIds: [...lives.memberIds.values()], plans: online, days },
    ...{ storeIds: founded.stores.map(({ id }) => id), offers: founded.offers },
    at: (daysAgo) => at(Math.max(0, days - daysAgo), 1_200),
  })
  await payments.stop()
  await live(today, (work) =>
    tellGifts({
      memberIds: [...lives.memberIds.values()],
      on: (daysAgo) => work.as(system, daysAgo === 0 ? today : at(Math.max(0, days - daysAgo), 1_170)),
      days,
    }),
  )
  await live(at(Math.max(0, days - 3), 660), (work) => finishDemoCards(work, lives.giftCards))
  await live(today, liveDemoMallToday)
  await live(today, countDemoEndings)
  await tellDemoMessages({ database, merchantId, memberIds: [...lives.memberIds.values()], today })
  // Whole tables, and not key by key.
  const proof = { merchantId, actor: system, at: today }
  const verdict = await inTransaction(database, proof, (work) => verifyLedger(work))
  assert(verdict.ok, `the demo's ledger does not add up: ${JSON.stringify(verdict.firstBroken)}`)
  return { merchantId, logins: founded.logins, counts: lives.counts }
}
