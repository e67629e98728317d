import { saleFingerprint } from '#modules/cashier/pricing/fingerprint-rules.ts'
import { priceCart, priceSale } from '#modules/cashier/pricing/price-sale-rules.ts'
import type { CartLine, TenderRequest } from '#modules/cashier/pricing/pricing-types.ts'
import { previewRefund, refundSale } from '#modules/cashier/refund/refund-sale.ts'
import { pricingFactsOf, readSaleFacts, type SaleFacts } from '#modules/cashier/sale/sale-facts.ts'
import { sell, type SaleInput } from '#modules/cashier/sale/sell.ts'
import type { ConsentPurpose } from '#modules/members/consent-rules.ts'
import { enrolMembers } from '#modules/members/enrol-members.ts'
import { readEarnPolicy } from '#modules/points/earn-policy.ts'
import type { EarnPolicy } from '#modules/points/earn-rules.ts'
import type { Turn } from '#platform/lane.ts'
import type { OpenWork, Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import type { Day } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { accept } from '#shared/refusal.ts'
import { booked, planTopUp, type PlannedTopUp, readPurses, topUpPurses } from './day-top-ups.ts'
import { atCounter as as, type Founded } from './found.ts'
import { type DemoCard, payByDemoCard, sellDemoCard } from './gift-cards.ts'
import { goods } from './goods.ts'
import type { Person } from './people.ts'
import { demoReferrer } from './points-earning.ts'
import { type PointsPaying, pointsPaying } from './points-paying.ts'
import type { Random } from './random.ts'
import { closeStoreDay, closeTill, type OpenTill, openTill, passTill } from './till-day.ts'
import type { Visit } from './visits.ts'

/** What the year keeps of its people and sales, beside the database. */
export type Lives = {
  random: Random
  founded: Founded
  memberIds: Map<number, string>
  storedCents: Map<string, number>
  /** Members whom somebody brought. */
  brought: Set<string>
  /** Gift cards sold so far, oldest first. */
  giftCards: DemoCard[]
  /** Sales that will come back, by the day on which they do. */
  returns: Map<number, { saleId: string; lineId: string; store: 0 | 1 }[]>
  counts: { members: number; topUps: number; sales: number; refunds: number; salesCents: number }
}

export type DemoDay = {
  index: number
  visits: readonly Visit[]
  joining: readonly Person[]
  at(minute: number): Date
  /** The business day when its shifts are kept: tills open, and close when it is over. */
  shifts: { day: Day; isOver: boolean } | null
}

const reasons = ['顾客改变主意', '尺寸不合适', '过敏退回', '重复购买'] as const

/** The morning: the tills where the day's shifts are kept. */
export async function openTills(work: OpenWork, { founded }: Lives, day: DemoDay): Promise<OpenTill[]> {
  const opened: OpenTill[] = []
  for (const store of [0, 1] as const)
    opened.push(await openTill(as(work, founded, store, day.at(595)), founded.stores[store]!.id))
  return opened
}

/** One business day's visits and returns, each at its own minute, in one transaction; then the tills close. */
export async function liveDay(work: OpenWork, lives: Lives, day: DemoDay, tills: readonly OpenTill[]): Promise<void> {
  const facts = await factsOf(work, lives, day)
  const visits = day.visits.map((visit) => visitOf(work, lives, day, visit, facts))
  const topUps = visits.flatMap(({ topUp }) => topUp ?? [])
  await topUpPurses(work, topUps)
  lives.counts.topUps += topUps.length
  const turns = visits.map(({ turn }) => turn)
  const outcomes = turns.length === 0 ? [] : await sell(work, turns)
  for (const [index, outcome] of outcomes.entries()) {
    const { netCents, saleId } = booked(outcome)
    lives.counts.sales++
    lives.counts.salesCents += netCents
    if (lives.random.chance(0.012)) comeBackLater(lives, day, turns[index]!, saleId)
  }
  await takeReturns(work, lives, day)
  // In the evening: what pays on this very day was sold before it.
  if (day.shifts?.isOver !== false) {
    const { founded, giftCards } = lives
    await sellDemoCard(as(work, founded, 0, day.at(1_262)), founded.stores[0]!.id, day.index, giftCards)
  }
  await closeTills(work, lives, day, tills)
}

/** When the day is over: each till is counted, on some evenings by the manager who took it over, and the store's day closes. */
async function closeTills(
  work: OpenWork,
  { founded, random }: Lives,
  { shifts, at, index }: DemoDay,
  tills: readonly OpenTill[],
): Promise<void> {
  if (!shifts?.isOver) return
  for (const store of [0, 1] as const) {
    const storeId = founded.stores[store]!.id
    const cashier = as(work, founded, store, at(1_265))
    if (store === 0 && index % 5 === 0) {
      const manager = as(work, founded, store, at(1_270), founded.managerId)
      const took = await passTill(cashier, manager, { ...tills[store]!, storeId, toUserId: founded.managerId })
      await closeTill(as(work, founded, store, at(1_275), founded.managerId), took, random)
    } else {
      await closeTill(as(work, founded, store, at(1_275)), tills[store]!, random)
    }
    await closeStoreDay(as(work, founded, store, at(1_285)), storeId, shifts.day)
  }
}

/** Who joins that day, in one batch; others go on meanwhile. */
export async function enrol(
  work: OpenWork,
  { founded, memberIds, brought, counts }: Lives,
  { joining, at }: Pick<DemoDay, 'joining' | 'at'>,
): Promise<void> {
  if (joining.length === 0) return
  const rows = joining.map((person) => ({
    id: newId(),
    name: person.name,
    phone: person.phone,
    gender: person.gender,
    birthday: {
      calendar: 'solar' as const,
      year: person.birthYear,
      month: person.birthMonth,
      date: person.birthDate,
      isLeapMonth: false,
    },
    homeStoreId: founded.stores[person.store]!.id,
    referrerId: demoReferrer(person.index, memberIds),
    source: 'till' as const,
    consents: consentsOf(person),
  }))
  const outcomes = await enrolMembers(as(work, founded, 0, at(590)), rows)
  outcomes.forEach((outcome, index) => {
    const { id } = accept(outcome)
    memberIds.set(joining[index]!.index, id)
    if (rows[index]!.referrerId !== null) brought.add(id)
  })
  counts.members += rows.length
}

/** Each says yes or no for itself, and the same ones in every year that is built: two in three to offers, one in two to profiling. */
function consentsOf({ index }: Person): { purpose: ConsentPurpose; textVersion: number }[] {
  const yes: ConsentPurpose[] = []
  if (index % 3 !== 1) yes.push('marketing')
  if (index % 2 === 0) yes.push('profiling')
  return yes.map((purpose) => ({ purpose, textVersion: 1 }))
}

type DayFacts = {
  sale: SaleFacts
  earnPolicy: EarnPolicy | null
  paying: PointsPaying
  /** What is in the purses of those who top up, in the morning. */
  purseCents: ReadonlyMap<string, number>
}

async function factsOf(
  work: Work,
  { founded, memberIds, storedCents }: Lives,
  { visits, index }: DemoDay,
): Promise<DayFacts> {
  const members = visits.flatMap(({ person }) => (person && memberIds.get(person.index)) ?? [])
  const lines = [...founded.itemIds.values()].map((productId) => ({ productId }))
  const toppers = visits.flatMap(({ person }) => (person?.tops && memberIds.get(person.index)) || [])
  const [sale, earnPolicy, paying, purseCents] = await Promise.all([
    // With the members: to some of them what begins the day after tomorrow is open today.
    readSaleFacts(work, [
      ...founded.stores.map(({ id }) => ({ storeId: id, lines })),
      ...members.map((memberId) => ({ storeId: founded.stores[0]!.id, memberId, lines: [] })),
    ]),
    readEarnPolicy(work),
    pointsPaying(work, members, index),
    readPurses(work, toppers),
  ])
  // What was paid out of a purse or into it since, on the phone or for a pass, is known by now.
  for (const [memberId, cents] of purseCents) storedCents.set(memberId, cents)
  return { sale, earnPolicy, paying, purseCents }
}

/** What a customer takes, topped up before where the purse is empty, priced as the till would. */
function visitOf(
  work: OpenWork,
  lives: Lives,
  day: DemoDay,
  { person, store, minuteOfDay }: Visit,
  { sale: facts, earnPolicy, paying, purseCents }: DayFacts,
): { turn: Turn<SaleInput>; topUp: PlannedTopUp | null } {
  const { founded, random, storedCents } = lives
  const at = day.at(minuteOfDay)
  const storeId = founded.stores[store]!.id
  const memberId = person ? (lives.memberIds.get(person.index) ?? null) : null
  const cart = { storeId, memberId, lines: basketOf(lives, person) }
  const redeemRule = paying.ruleAt(at)
  const pricing = pricingFactsOf(facts, {
    ...cart,
    member: memberId ? { memberId, tierId: null } : null,
    at,
    coupons: [],
    earnRule: earnPolicy?.rule ?? null,
    redeemRule,
  })
  const { netCents } = accept(priceCart(cart, pricing))
  let topUp: PlannedTopUp | null = null
  if (person?.tops && memberId && (storedCents.get(memberId) ?? 0) < netCents && random.chance(0.7)) {
    const till = as(work, founded, store, day.at(minuteOfDay - 3))
    topUp = planTopUp(random, founded.offers, purseCents.get(memberId)!, { till, memberId, storeId })
    storedCents.set(memberId, topUp.storedCents)
  }
  const { points, worthCents } = memberId ? paying.pay(memberId, netCents, redeemRule) : { points: 0, worthCents: 0 }
  const byPoints: TenderRequest[] = points > 0 ? [{ tenderId: newId(), kind: 'points', points }] : []
  const tenders = [...byPoints, ...tendersOf(lives, memberId, netCents - worthCents)]
  const priced = accept(priceSale({ ...cart, tenders }, pricing))
  paying.take(priced.tenders)
  const input = { ...cart, tenders: tenders as SaleInput['tenders'], fingerprint: saleFingerprint(priced) }
  return { turn: { work: as(work, founded, store, at), input, key: newId() }, topUp }
}

function basketOf({ random, founded }: Lives, person: Person | null): CartLine[] {
  const tasteOf = { beauty: '美容护理', body: '身体调理', fitness: '健身课程' } as const
  const lines: CartLine[] = []
  const add = (code: string, units: number) =>
    lines.push({ lineId: newId(), productId: founded.itemIds.get(code)!, quantityMilli: units * 1000 })
  const pickFrom = (wanted: (good: (typeof goods)[number]) => boolean) =>
    random.weighted(goods.filter(wanted).map((good) => [good, good.weight] as const))
  if (person) add(pickFrom(({ category }) => category === tasteOf[person.taste]).code, 1)
  if (!person || random.chance(person.shopsGoods)) {
    const count = random.weighted([
      [1, 6],
      [2, 3],
      [3, 1],
    ] as const)
    const chosen = new Set<string>()
    for (let i = 0; i < count; i++) chosen.add(pickFrom(({ kind }) => kind !== 'service').code)
    for (const code of chosen)
      add(
        code,
        random.weighted([
          [1, 8],
          [2, 2],
        ] as const),
      )
  }
  return lines
}

function tendersOf(
  { random, storedCents, giftCards }: Lives,
  memberId: string | null,
  netCents: number,
): TenderRequest[] {
  const tenders: TenderRequest[] = []
  const held = memberId ? (storedCents.get(memberId) ?? 0) : 0
  const stored = Math.min(held, netCents)
  if (stored > 0 && memberId) {
    tenders.push({ tenderId: newId(), kind: 'stored_value', amountCents: stored })
    storedCents.set(memberId, held - stored)
  }
  const card = memberId === null ? payByDemoCard(giftCards, netCents) : null
  if (card) tenders.push(card)
  const left = netCents - stored - (card?.kind === 'gift_card' ? card.amountCents : 0)
  if (left === 0) return tenders
  if (random.chance(0.25)) {
    const receivedCents = random.chance(0.5) ? left : Math.ceil(left / 5_000) * 5_000
    tenders.push({ tenderId: newId(), kind: 'cash', receivedCents })
  } else {
    const method = random.weighted([
      ['wechat', 6],
      ['alipay', 3],
      ['card', 1],
    ] as const)
    tenders.push({ tenderId: newId(), kind: 'other', method, amountCents: left })
  }
  return tenders
}

function comeBackLater(
  { returns, random, founded }: Lives,
  day: DemoDay,
  { input }: Turn<SaleInput>,
  saleId: string,
): void {
  const line = input.lines.at(-1)!
  const due = day.index + random.between(0, 6)
  const store = input.storeId === founded.stores[0]!.id ? 0 : 1
  returns.set(due, [...(returns.get(due) ?? []), { saleId, lineId: line.lineId, store }])
}

async function takeReturns(work: OpenWork, lives: Lives, day: DemoDay): Promise<void> {
  for (const { saleId, lineId, store } of lives.returns.get(day.index) ?? []) {
    const turn = as(work, lives.founded, store, day.at(1_259))
    const lines = [{ lineId, quantityMilli: 1000 }]
    const plan = await previewRefund(turn, { saleId, lines })
    const reason = lives.random.pick(reasons)
    await refundSale(turn, { saleId, lines, fingerprint: plan.fingerprint, reason, refundId: newId() })
    lives.counts.refunds++
    for (const tender of plan.tenders) assert(tender.paidCents >= 0, 'a refund never takes money')
  }
}
