import { categories } from '#modules/catalog/arrange-shelf.ts'
import { type ItemScope, wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import { createPriceList } from '#modules/catalog/save-price-list.ts'
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
import { availableUnits } from '#modules/ledger/ledger-rules.ts'
import { readLedger } from '#modules/ledger/post-ledger.ts'
import { storedValuePurse } from '#modules/stored-value/sell-top-up.ts'
import { makeComponent, makePasses, makePlan, makeUse, type MadePlan } from '#testing/make-pass.ts'
import type { Work } from '#platform/work.ts'
import { addDays, localDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import type { Random } from './random.ts'

const zone = 'Asia/Shanghai'

type Telling = {
  random: Random
  memberIds: readonly string[]
  storeIds: readonly string[]
  /** The work at three in the afternoon, so many days ago. */
  on: (daysAgo: number) => Work
  /** How many days the shop has lived. */
  days: number
}

type Plans = { facial: MadePlan; gym: MadePlan; mixed: MadePlan; club: MadePlan }

/** What is done with a pass once it is sold: at so many days ago, in the order of time. */
type Deed = { daysAgo: number; act: (work: Work) => Promise<unknown> }

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

type Sold = { passId: string; plan: MadePlan; memberId: string; storeId: string; daysAgo: number; saleId: string }

/** Sells passes through the year in one batch, each at its own day. */
async function sellPasses(telling: Telling, plans: Plans): Promise<Sold[]> {
  const { random, memberIds, storeIds, on, days } = telling
  const wishes = memberIds.map((memberId, index) => ({
    memberId,
    plan: [plans.facial, plans.gym, plans.mixed, plans.facial, plans.club][index % 5]!,
    storeId: storeIds[index % storeIds.length]!,
    daysAgo: Math.min(days - 1, random.between(35, 300)),
  }))
  const made = await makePasses(wishes.map((wish) => ({ ...wish, work: on(wish.daysAgo) })))
  return wishes.map((wish, index) => ({ ...wish, ...made[index]! }))
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

function visitsOf(sold: Sold, random: Random): Deed[] {
  const deeds: Deed[] = []
  const every = sold.plan.terms.components[0]!.units === null ? 14 : 30
  for (let daysAgo = sold.daysAgo - random.between(1, 12); daysAgo > 0; daysAgo -= random.between(4, every * 2 - 4)) {
    deeds.push({ daysAgo, act: (work) => visit(work, sold, random) })
  }
  return deeds
}

/** What people did with some of them: rested, gave away, shared, left, stayed on. */
function turnsOfFate(passes: readonly Sold[], friendId: string): Deed[] {
  const long = passes.filter(({ daysAgo, plan }) => daysAgo > 80 && plan.terms.freeze !== null)
  const deeds: Deed[] = []
  for (const [index, { passId, daysAgo }] of long.slice(0, 6).entries()) {
    deeds.push({
      daysAgo: daysAgo - 40,
      act: (work) => rest(work, passId, ['出差', '怀孕', '受伤休养'][index % 3]!, index === 1),
    })
  }
  const [given, shared, extended, left, moved, ending] = long.slice(6)
  const act = (sold: Sold | undefined, before: number, does: (work: Work, sold: Sold) => Promise<unknown>) =>
    sold && deeds.push({ daysAgo: Math.max(1, sold.daysAgo - before), act: (work) => does(work, sold) })
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
  act(left, 45, (work, { passId }) => leave(work, passId, 'member', '时间安排不开'))
  act(moved, 45, (work, { passId }) => leave(work, passId, 'merchant', '离新店太远'))
  act(ending, 70, async (work, { passId }) => {
    const { fingerprint } = await previewCancel(work, passId, { cause: 'member', time: 'period_end' })
    const input = {
      cancellationId: newId(),
      passId,
      cause: 'member',
      time: 'period_end',
      reason: '换了住处',
      fingerprint,
    } as const
    return cancelAndPayBack(work, input, refundPassLine)
  })
  return deeds
}

async function rest(work: Work, passId: string, reason: string, isBackEarly: boolean): Promise<void> {
  const today = localDay(work.at, zone)
  const wish = { fromDay: addDays(today, 1), untilDay: addDays(today, 14) }
  const { fingerprint } = await previewFreeze(work, passId, wish)
  const freezeId = newId()
  await freezePass(work, { ...wish, passId, freezeId, reason, fingerprint })
  if (isBackEarly) await thawPass(work, { passId, freezeId })
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
function bookings(passes: readonly Sold[], { facial }: Plans): Deed[] {
  const [came, missed, ...ahead] = passes.filter(({ plan, daysAgo }) => plan === facial && daysAgo > 5)
  const asked = (sold: Sold | undefined, daysAgo: number, hoursAhead: number, then: (bookingId: string) => Deed[]) => {
    if (!sold) return []
    const bookingId = newId()
    const { passId, memberId, storeId, plan } = sold
    const act = (work: Work) =>
      askForTime(work, {
        ...{ bookingId, passId, componentId: plan.terms.components[0]!.id, memberId, storeId },
        startsAt: new Date(work.at.getTime() + hoursAhead * hourMs),
      })
    return [{ daysAgo, act }, ...then(bookingId)]
  }
  const confirmed = (daysAgo: number) => (bookingId: string) => [
    { daysAgo, act: (work: Work) => confirmBooking(work, bookingId) },
  ]
  return [
    ...asked(came, 5, 48, (bookingId) => [
      ...confirmed(4)(bookingId),
      { daysAgo: 3, act: (work) => consumeHold(work, { bookingId, useId: newId() }) },
    ]),
    ...asked(missed, 4, 44, (bookingId) => [
      ...confirmed(3)(bookingId),
      { daysAgo: 2, act: (work) => settleAbsence(work, { bookingId, useId: newId() }) },
    ]),
    ...ahead
      .slice(0, 3)
      .flatMap((sold, index) => asked(sold, 1, 44 + index * 25, index === 0 ? confirmed(1) : () => [])),
  ]
}

/** Quarters whose holders agreed that they renew by themselves; where the purse is too small the charge waits for a person. */
function renewals(passes: readonly Sold[], plans: Plans): Deed[] {
  return passes
    .filter(({ plan }) => plan === plans.gym)
    .map(({ passId, daysAgo }) => ({
      daysAgo: daysAgo - 1,
      act: (work: Work) => agreeToRenewal(work, { passId, priceCents: plans.gym.priceCents }),
    }))
}

/** The members with most in their purse, by id: those who can pay for what renews. */
async function richest(work: Work, memberIds: readonly string[], count: number): Promise<string[]> {
  const ledger = await readLedger(work, memberIds.flatMap(storedValuePurse))
  const purse = new Map(memberIds.map((id) => [id, availableUnits(ledger, storedValuePurse(id), work.at)]))
  return memberIds.toSorted((a, b) => purse.get(b)! - purse.get(a)!).slice(0, count)
}

/**
 * A year of passes: sold, used, rested, given away, shared, paid back, renewed by themselves. Everything happens in the order of time, since a
 * pass takes nothing from before what happened to it last. Answers with the plans that are sold on the phone.
 */
export async function tellPasses(telling: Telling): Promise<{ online: MadePlan[] }> {
  const { random, on, days } = telling
  const plans = await makePlans(on(days - 1))
  const online = [plans.facial, plans.club]
  for (const { planId } of online) await sellPlanOnline(on(days - 1), { planId, isOnline: true })
  const memberIds = await richest(on(0), telling.memberIds.slice(0, 300), 25)
  const [friendId = memberIds[0]!] = telling.memberIds.filter((id) => !memberIds.includes(id))
  const passes = await sellPasses({ ...telling, memberIds }, plans)
  await setPin(on(0), { memberId: memberIds[0]!, pin: '2580' })
  const sweep = renewalSweep(sellRenewal)
  const sweeps = Array.from({ length: Math.floor(days / 7) }, (_, index) => ({
    daysAgo: index * 7,
    act: async (work: Work) => {
      while ((await sweep.run(work)) === work.at);
    },
  }))
  const deeds = [
    ...passes.flatMap((sold) => visitsOf(sold, random)),
    ...turnsOfFate(passes, friendId),
    ...renewals(passes, plans),
    ...bookings(passes, plans),
    ...sweeps,
  ].sort((a, b) => b.daysAgo - a.daysAgo)
  for (const { daysAgo, act } of deeds) await tolerating(act(on(daysAgo)))
  return { online }
}

/** What a pass no longer lets (it was given away, ended, had its visit that day) did not happen. */
async function tolerating(deed: Promise<unknown>): Promise<void> {
  try {
    await deed
  } catch (error) {
    if (!(error instanceof Refused)) throw error
  }
}
