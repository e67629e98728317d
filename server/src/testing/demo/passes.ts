import { categories } from '#modules/catalog/arrange-shelf.ts'
import { type ItemScope, wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import { createPriceList } from '#modules/catalog/save-price-list.ts'
import { bookPassExchange, planPassExchange } from '#modules/cashier/refund/exchange-from-afar.ts'
import { refundPassLine } from '#modules/cashier/refund/refund-pass-line.ts'
import { sellRenewal } from '#modules/cashier/sale/sell-renewal.ts'
import { askForTime, confirmBooking, settleAbsence } from '#modules/passes/book-time.ts'
import { previewCancel } from '#modules/passes/cancel-pass.ts'
import { extendPass, setFamily, transferPass } from '#modules/passes/change-pass.ts'
import { freezePass, previewFreeze, thawPass } from '#modules/passes/freeze-pass.ts'
import { cancelAndPayBack } from '#modules/passes/pay-back.ts'
import { consumeHold } from '#modules/passes/hold-pass.ts'
import { agreeToRenewal, renewalSweep } from '#modules/passes/renew-pass.ts'
import { sellPlanOnline } from '#modules/passes/save-plan.ts'
import { setPin } from '#modules/passes/member-pin.ts'
import { undoUse } from '#modules/passes/use-pass.ts'
import { makeComponent, makePass, makePlan, makeUse, type MadePlan } from '#testing/make-pass.ts'
import type { Work } from '#platform/work.ts'
import { addDays, localDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import type { Agenda } from './agenda.ts'
import type { Random } from './random.ts'

const zone = 'Asia/Shanghai'

type Telling = {
  random: Random
  agenda: Agenda
  /** Who buys passes: those who have a purse and stay, the longest-standing first. */
  memberIds: readonly string[]
  /** Who is given one, and shares one. */
  friendId: string
  storeIds: readonly string[]
  /** How many days the shop will have lived. */
  days: number
}

type Plans = { facial: MadePlan; gym: MadePlan; mixed: MadePlan; club: MadePlan }

/** The plans of a beauty and fitness shop: a count pass, a quarter that renews by itself, a package with a gift, a membership. */
async function makePlans(work: Work): Promise<Plans> {
  const all = await categories(work)
  const scopeOf = (...names: string[]): ItemScope => ({
    ...wholeCatalogue,
    of: 'listed',
    categoryIds: all.filter(({ name }) => names.includes(name)).map(({ id }) => id),
  })
  const priceListId = newId()
  await createPriceList(work, {
    ...{ id: priceListId, name: '悦享会员价', kind: 'pass', storeId: null, tierId: null, startsAt: null, endsAt: null },
    rateBps: 9_000,
  })
  const facial = { name: '面部护理', listCents: 19_800, scope: scopeOf('美容护理') }
  const body = { name: '身体调理', listCents: 25_800, scope: scopeOf('身体调理') }
  const drink = { name: '饮品', listCents: 2_200, isGift: true, scope: scopeOf('饮品轻食') }
  const firstUse = { kind: 'first_use', latestDays: 60 } as const
  const daily = { units: 1, per: 'day', counting: 'calendar' } as const
  return {
    facial: await makePlan(work, {
      ...{ name: '面部护理十次卡', priceCents: 158_000, activation: firstUse },
      components: [makeComponent({ ...facial, units: 10 })],
      family: { maxPeople: 1, unitsPerPerson: 3 },
      booking: { freeHours: 12, absence: 'counts' },
    }),
    gym: await makePlan(work, {
      ...{ kind: 'term', name: '健身季卡', priceCents: 89_900, validity: { unit: 'month', count: 3 } },
      components: [
        makeComponent({
          name: '健身课程',
          units: null,
          listCents: 120_000,
          quotas: [daily],
          scope: scopeOf('健身课程'),
        }),
      ],
    }),
    mixed: await makePlan(work, {
      ...{ kind: 'mixed', name: '焕活套餐', priceCents: 238_000, activation: firstUse },
      components: [
        makeComponent({ ...facial, units: 6 }),
        makeComponent({ ...body, units: 6, quotas: [{ units: 2, per: 'week', counting: 'rolling' }] }),
        makeComponent({ ...drink, units: 6 }),
      ],
    }),
    club: await makePlan(work, {
      ...{ kind: 'membership', name: '悦享会员', priceCents: 29_900, freeze: null },
      components: [
        makeComponent({
          ...drink,
          name: '每月一杯',
          units: 12,
          quotas: [{ units: 1, per: 'month', counting: 'calendar' }],
        }),
      ],
      benefits: [
        { kind: 'price_list', priceListId },
        { kind: 'priority', level: 2 },
        { kind: 'early_access', hours: 48 },
      ],
    }),
  }
}

/** A pass of the story; until its day has come nobody holds it. */
type Sold = {
  passId: string
  saleId: string
  lineId: string
  plan: MadePlan
  memberId: string
  storeId: string
  daysAgo: number
}

/** When on the day things are asked for at the desk. */
const atDesk = 900

/** Sells passes through the year, each at its own day. */
function planSales({ random, agenda, memberIds, storeIds, days }: Telling, plans: Plans): Sold[] {
  return memberIds.map((memberId, index) => {
    const plan = [plans.facial, plans.gym, plans.mixed, plans.facial, plans.club][index % 5]!
    const storeId = storeIds[index % storeIds.length]!
    const daysAgo = Math.min(days - 1, random.between(35, 300))
    const sold: Sold = { passId: '', saleId: '', lineId: '', plan, memberId, storeId, daysAgo }
    const act = async (work: Work) => {
      const { passId, saleId, lineId } = await makePass(work, { storeId, memberId, plan })
      Object.assign(sold, { passId, saleId, lineId })
    }
    agenda.plan({ daysAgo, minute: atDesk, memberIds: [memberId], act })
    return sold
  })
}

/** A visit, where the pass lets: a week with two already, a day too many or a pass that ran out leaves the card in the pocket. */
async function visit(work: Work, sold: Sold, random: Random): Promise<void> {
  const { passId, memberId, storeId, plan } = sold
  const componentIds = [random.pick(plan.terms.components).id]
  try {
    const { useId } = await makeUse(work, { passId, componentIds }, { memberId, storeId })
    if (random.chance(0.02)) await undoUse(work, { useId, reason: '点错项目' })
  } catch (error) {
    if (!(error instanceof Refused)) throw error
  }
}

function planVisits(agenda: Agenda, sold: Sold, random: Random): void {
  const every = sold.plan.terms.components[0]!.units === null ? 14 : 30
  for (let daysAgo = sold.daysAgo - random.between(1, 12); daysAgo > 0; daysAgo -= random.between(4, every * 2 - 4)) {
    agenda.plan({ daysAgo, minute: random.between(610, 1_230), act: (work) => visit(work, sold, random) })
  }
}

/** What people did with some of them: rested, gave away, shared, took a larger one, left, stayed on. */
function planTurnsOfFate(agenda: Agenda, passes: readonly Sold[], friendId: string, { facial, mixed }: Plans): void {
  const long = passes.filter(({ daysAgo, plan }) => daysAgo > 80 && plan.terms.freeze !== null)
  const act = (sold: Sold | undefined, before: number, does: (work: Work, sold: Sold) => Promise<unknown>) => {
    if (!sold) return
    const { memberId, daysAgo } = sold
    const on = { daysAgo: Math.max(1, daysAgo - before), minute: atDesk, memberIds: [memberId], isTolerant: true }
    agenda.plan({ ...on, act: (work) => does(work, sold) })
  }
  for (const [index, sold] of long.slice(0, 6).entries()) {
    const reason = ['出差', '怀孕', '受伤休养'][index % 3]!
    act(sold, 40, (work, { passId }) => rest(work, passId, reason, index === 1))
  }
  const [given, shared, extended, left, moved, ending, ...others] = long.slice(6)
  act(given, 50, (work, { passId }) =>
    transferPass(work, { passId, transferId: newId(), toMemberId: friendId, isAgreed: true, reason: '搬到外地' }),
  )
  act(
    shared,
    20,
    async (work, { passId, plan }) => plan.terms.family && setFamily(work, { passId, memberIds: [friendId] }),
  )
  act(extended, 60, (work, { passId }) =>
    extendPass(work, { passId, extensionId: newId(), days: 7, reason: '门店装修' }),
  )
  for (const sold of others.filter(({ plan }) => plan === facial).slice(0, 4)) {
    act(sold, 25, (work) => takeLarger(work, sold, mixed))
  }
  act(left, 45, (work, { passId }) => leave(work, passId, 'member', '时间安排不开'))
  act(moved, 45, (work, { passId }) => leave(work, passId, 'merchant', '离新店太远'))
  act(ending, 70, async (work, { passId }) => {
    const { fingerprint } = await previewCancel(work, passId, { cause: 'member', time: 'period_end' })
    const wish = { passId, cause: 'member', time: 'period_end', reason: '换了住处', fingerprint } as const
    return cancelAndPayBack(work, { cancellationId: newId(), ...wish }, refundPassLine)
  })
}

async function rest(work: Work, passId: string, reason: string, isBackEarly: boolean): Promise<void> {
  const today = localDay(work.at, zone)
  const wish = { fromDay: addDays(today, 1), untilDay: addDays(today, 14) }
  const { fingerprint } = await previewFreeze(work, passId, wish)
  const freezeId = newId()
  await freezePass(work, { ...wish, passId, freezeId, reason, fingerprint })
  if (isBackEarly) await thawPass(work, { passId, freezeId })
}

/** What is left of the old one pays first, the difference is paid in cash. */
async function takeLarger(work: Work, { saleId, lineId, memberId }: Sold, plan: MadePlan): Promise<void> {
  const planned = await planPassExchange(work, { saleId, lineId, memberId, plan })
  const { dueCents } = planned
  const paid = dueCents > 0 ? [{ tenderId: newId(), kind: 'cash' as const, receivedCents: dueCents }] : []
  const id = () => newId(work.at.getTime())
  await bookPassExchange(work, planned, { refundId: id(), newSaleId: id(), reason: '换更大的套餐', paid })
}

async function leave(work: Work, passId: string, cause: 'member' | 'merchant', reason: string): Promise<void> {
  const { fingerprint } = await previewCancel(work, passId, { cause, time: 'now' })
  await cancelAndPayBack(
    work,
    { cancellationId: newId(), passId, cause, time: 'now', reason, fingerprint },
    refundPassLine,
  )
}

const hourMs = 3_600_000

/** Times asked for on the phone: one who came, one who did not, and three that lie ahead, of which the shop has said yes to one. */
function planBookings(agenda: Agenda, passes: readonly Sold[], { facial }: Plans): void {
  const [came, missed, ...ahead] = passes.filter(({ plan, daysAgo }) => plan === facial && daysAgo > 5)
  const plan = (daysAgo: number, act: (work: Work) => Promise<unknown>) =>
    agenda.plan({ daysAgo, minute: atDesk, isTolerant: true, act })
  const ask = (sold: Sold, daysAgo: number, hoursAhead: number) => {
    const bookingId = newId()
    plan(daysAgo, (work) => {
      const { passId, memberId, storeId } = sold
      const componentId = sold.plan.terms.components[0]!.id
      const startsAt = new Date(work.at.getTime() + hoursAhead * hourMs)
      return askForTime(work, { bookingId, passId, componentId, memberId, storeId, startsAt })
    })
    return bookingId
  }
  if (came) {
    const bookingId = ask(came, 5, 48)
    plan(4, (work) => confirmBooking(work, bookingId))
    plan(3, (work) => consumeHold(work, { bookingId, useId: newId() }))
  }
  if (missed) {
    const bookingId = ask(missed, 4, 44)
    plan(3, (work) => confirmBooking(work, bookingId))
    plan(2, (work) => settleAbsence(work, { bookingId, useId: newId() }))
  }
  for (const [index, sold] of ahead.slice(0, 3).entries()) {
    const bookingId = ask(sold, 1, 44 + index * 25)
    if (index === 0) plan(1, (work) => confirmBooking(work, bookingId))
  }
}

/** Quarters whose holders agreed that they renew by themselves; where the purse is too small the charge waits for a person. */
function planRenewals(agenda: Agenda, passes: readonly Sold[], { gym }: Plans, days: number): void {
  for (const sold of passes.filter(({ plan }) => plan === gym)) {
    const act = (work: Work) => agreeToRenewal(work, { passId: sold.passId, priceCents: gym.priceCents })
    agenda.plan({ daysAgo: sold.daysAgo - 1, minute: atDesk, isTolerant: true, act })
  }
  const sweep = renewalSweep(sellRenewal)
  const act = async (work: Work) => {
    while ((await sweep.run(work)) === work.at);
  }
  for (let week = 0; week < Math.floor(days / 7); week++) agenda.plan({ daysAgo: week * 7, minute: 541, act })
}

/**
 * A year of passes: sold, used, rested, given away, shared, paid back, renewed by themselves, each on its day of the year that is about to
 * be lived. Answers with the plans that are sold on the phone.
 */
export async function planDemoPasses(work: Work, telling: Telling): Promise<{ online: MadePlan[] }> {
  const { random, agenda, memberIds, friendId, days } = telling
  const plans = await makePlans(work)
  const online = [plans.facial, plans.mixed, plans.club]
  for (const { planId } of online) await sellPlanOnline(work, { planId, isOnline: true })
  const passes = planSales(telling, plans)
  for (const sold of passes) planVisits(agenda, sold, random)
  planTurnsOfFate(agenda, passes, friendId, plans)
  planRenewals(agenda, passes, plans, days)
  planBookings(agenda, passes, plans)
  const [first] = memberIds
  if (first) agenda.plan({ daysAgo: 0, minute: atDesk, act: (late) => setPin(late, { memberId: first, pin: '2580' }) })
  return { online }
}
