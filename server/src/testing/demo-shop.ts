import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import type { Actor } from '#platform/actor.ts'
import type { Database } from '#platform/db.ts'
import { inTransaction } from '#platform/transaction.ts'
import type { OpenWork } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { addDays, localDay, startOfLocalDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { type Agenda, makeAgenda, tell } from './demo/agenda.ts'
import { handOutDemoCoupons, planDemoPromotions } from './demo/benefits.ts'
import { type DemoLogin, foundDemo } from './demo/found.ts'
import { finishDemoCards } from './demo/gift-cards.ts'
import { planDemoGifts } from './demo/gifts.ts'
import { planDemoLeavings } from './demo/leavings.ts'
import { type Live, liveIn } from './demo/live.ts'
import { type DemoDay, enrol, liveDay, type Lives, openTills } from './demo/live-day.ts'
import { tellDemoMessages } from './demo/messages.ts'
import { planDemoPasses } from './demo/passes.ts'
import { planOnlineOrders } from './demo/online.ts'
import { type CodePayments, payByCodes } from './demo/paid-by-code.ts'
import { makePeople, type Person } from './demo/people.ts'
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
  const agenda = makeAgenda()
  const { tellOnline } = await planStories(live, at(0, 595), {
    ...{ agenda, payments, lives, days, seed, storeIds: founded.stores.map(({ id }) => id) },
    regulars: people.filter(({ joinsOnDay }) => joinsOnDay <= 0),
  })
  for (let index = 0; index <= days; index++) {
    const day = dayOf(index)
    const daysAgo = days - index
    if (!isOver(index)) lives.returns.delete(index)
    const morning = at(index, 540)
    founded.isAtTill = day.shifts !== null
    const visiting = new Set(day.visits.flatMap(({ person }) => (person && lives.memberIds.get(person.index)) ?? []))
    const deeds = agenda.take(daysAgo, visiting)
    const told = (work: OpenWork, some: typeof deeds.early) =>
      tell(some, (minute) => work.as(system, index < days ? at(index, minute) : today))
    // In the books before what is bought on the day: every balance of a statement follows from the one before.
    if (index < days) {
      await tellOnline(daysAgo, at(index, 480))
      await live(morning, async (work) => {
        await signInDemoMembers(work.as(system, at(index, 510)), [...lives.memberIds.values()], daysAgo)
        await liveDemoEndings(work, daysAgo)
        await liveDemoMall(work)
        await told(work, deeds.early)
      })
    }
    const tills = day.shifts ? await live(morning, (work) => openTills(work, lives, day)) : []
    if (day.shifts) await tellStories(day, daysAgo)
    const livingIt = live(morning, async (work) => {
      if (index < days) await told(work, deeds.late)
      await liveDay(work, lives, day, tills)
      await rewardDemoVisits(work, lives.brought, new Date(Math.min(at(index, 1_261).getTime(), today.getTime())))
      if (index === days) await told(work, [...deeds.early, ...deeds.late])
    })
    // Who joins tomorrow meets nobody of today: both at once, on two connections.
    await Promise.all([livingIt, index < days ? enrolOn(index + 1) : null])
    if (index % 30 === 29)
      progress(`${addDays(firstDay, index)}: ${lives.counts.sales} sales, ${lives.counts.members} members`)
  }
  await payments.stop()
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

type Stories = {
  agenda: Agenda
  payments: CodePayments
  lives: Lives
  /** Who is there from the first day on. */
  regulars: readonly Person[]
  storeIds: readonly string[]
  days: number
  seed: number
}

/** Puts what happens beside the visits on the agenda; each story has a chance of its own. */
async function planStories(live: Live, at: Date, { agenda, payments, lives, regulars, storeIds, days, seed }: Stories) {
  const { founded } = lives
  const idsOf = (some: readonly Person[]) => some.map(({ index }) => lives.memberIds.get(index)!)
  const memberIds = idsOf(regulars)
  const buyers = idsOf(regulars.slice(0, 300).filter(({ tops, leavesOnDay }) => tops && leavesOnDay > days)).slice(
    0,
    25,
  )
  const friendId = memberIds.find((id) => !buyers.includes(id)) ?? memberIds[0]!
  const online = await live(at, async (work) => {
    const who = { agenda, storeIds, days }
    const passes = { ...who, random: randomFrom(seed + 1), memberIds: buyers, friendId }
    const plans = await planDemoPasses(work, passes)
    const itemIds = ['S01', 'S02', 'S03'].map((code) => founded.itemIds.get(code)!)
    await planDemoLeavings(work, { ...who, random: randomFrom(seed + 2), memberIds, itemIds })
    return plans.online
  })
  planDemoGifts({ agenda, memberIds, days })
  const tellOnline = planOnlineOrders({
    ...{ live, payments, random: randomFrom(seed + 3), plans: online, days, storeIds, offers: founded.offers },
    memberIds: () => [...lives.memberIds.values()],
  })
  return { tellOnline }
}
