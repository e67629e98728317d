import type { Day } from '#shared/business-day.ts'
import { mulDivRound } from '#shared/money.ts'
import { isInScope, type ItemScope, type ScopedItem } from '#modules/catalog/item-scope-rules.ts'
import type { PassComponent, PlanVersion, Span } from './plan-types.ts'

/** A price list as the member's own purchases are tried on it. */
export type AdvicePrices = { priceListId: string; rateBps: number | null; items: Readonly<Record<string, number>> }

/** Something that a member bought: what it cost at list, and what was paid. */
export type Bought = { day: Day; item: ScopedItem; unitListCents: number; grossCents: number; netCents: number }

/** Visits on a pass: of which plan, what the part of it is for, and what one costs singly; null: that part has no price for one. */
export type UsedOf = {
  day: Day
  planId: string
  scope: ItemScope
  item: ScopedItem | null
  units: number
  singleCents: number | null
}

/** What a member did of late. */
export type Life = { days: number; bought: readonly Bought[]; used: readonly UsedOf[] }

/** The same, as one plan sees it. */
export type Habit = {
  days: number
  /** Days on which they had what the plan covers, and what that was worth singly. */
  visits: number
  worthCents: number
  /** Days on which they came at all. */
  cameDays: number
  /** What the plan's prices would have saved on all else. */
  discountCents: number
}

export type Advice = {
  /** Visits within the plan's period at which it costs as much as paying each time; null: it never pays, or not by visits. */
  breakEvenVisits: number | null
  /** Visits to be expected in that period at the member's own pace. */
  expectedVisits: number
  /** What these would cost without the plan, its gifts and its prices for holders included. */
  withoutCents: number
  giftCents: number
  discountCents: number
  /** What the member would save; negative: the plan costs more. */
  savedCents: number
  /** The same for thirty days of what the plan lasts at this pace: by which plans of different lengths compare. */
  monthlySavedCents: number
  verdict: 'worth_it' | 'about_even' | 'not_worth_it' | 'too_little_known'
}

const spanDays = { day: 1, week: 7, month: 30.4375, year: 365.25 } as const
const fewestVisits = 3

/** Whole days of a span on average: what a habit is projected onto. */
export function averageDays({ unit, count }: Span): number {
  return Math.round(spanDays[unit] * count)
}

const paidParts = ({ components }: PlanVersion['terms']) => components.filter(({ isGift }) => !isGift)

/** Whether two parts of the catalogue meet: what was used on one pass may be had on another. */
function scopesMeet(a: ItemScope, b: ItemScope): boolean {
  if (a.of === 'all' || b.of === 'all') return true
  return a.productIds.some((id) => b.productIds.includes(id)) || a.categoryIds.some((id) => b.categoryIds.includes(id))
}

/**
 * What a plan sees of somebody's life: the days on which they had what it covers, bought singly or on any pass, and what its prices
 * would have saved on the rest. `typicalCents`: what one visit costs where neither the pass nor the purchase says so.
 */
export function habitOf(
  plan: Pick<PlanVersion, 'planId' | 'terms'>,
  { days, bought, used }: Life,
  { typicalCents, lists }: { typicalCents: number; lists: readonly AdvicePrices[] },
): Habit {
  const parts = paidParts(plan.terms)
  const covers = (item: ScopedItem) => parts.some(({ scope }) => isInScope(scope, item))
  const mine = lists.filter(({ priceListId }) =>
    plan.terms.benefits.some((each) => each.kind === 'price_list' && each.priceListId === priceListId),
  )
  const seen = bought.filter(({ item }) => covers(item))
  const had = used.filter(
    ({ planId, scope, item }) =>
      planId === plan.planId || (item ? covers(item) : parts.some((part) => scopesMeet(part.scope, scope))),
  )
  const worthOf = ({ units, singleCents }: UsedOf) => units * (singleCents ?? typicalCents)
  return {
    days,
    visits: new Set([...seen, ...had].map(({ day }) => day)).size,
    worthCents: boughtWorth(seen, mostOfVisit(parts)) + sum(had.map(worthOf)),
    cameDays: new Set([...bought, ...used].map(({ day }) => day)).size,
    discountCents: sum(bought.filter(({ item }) => !covers(item)).map((line) => savedOn(line, mine))),
  }
}

const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0)

/** What one visit is worth at most: the price of one at the shop, where all parts have one. */
function mostOfVisit(parts: readonly PassComponent[]): number {
  const singles = parts.map(({ units, listCents }) =>
    units === null || listCents === 0 ? Number.POSITIVE_INFINITY : listCents,
  )
  return Math.max(0, ...singles)
}

/** What was paid, day by day: the pass would have stood for one visit of it, not for all that somebody had that day. */
function boughtWorth(lines: readonly Bought[], mostCents: number): number {
  const byDay = new Map<Day, number>()
  for (const { day, netCents } of lines) byDay.set(day, (byDay.get(day) ?? 0) + netCents)
  return sum([...byDay.values()].map((cents) => Math.min(cents, mostCents)))
}

/** What the best of these prices would have saved on a line, over what was paid for it. */
function savedOn({ item, unitListCents, grossCents, netCents }: Bought, lists: readonly AdvicePrices[]): number {
  if (unitListCents <= 0) return 0
  const priceOf = ({ rateBps, items }: AdvicePrices) =>
    items[item.productId] ?? (rateBps === null ? unitListCents : mulDivRound(unitListCents, rateBps, 10_000))
  const lowest = Math.min(unitListCents, ...lists.map(priceOf))
  return Math.max(0, netCents - mulDivRound(grossCents, lowest, unitListCents))
}

/**
 * Whether a plan is worth it for somebody, from their own visits: their pace over the plan's period, its gifts and its prices for
 * holders against its price. A plan without an end is judged over a year. Below three visits nothing can be said.
 */
export function adviseOnPlan(plan: Pick<PlanVersion, 'priceCents' | 'terms'>, habit: Habit): Advice {
  const { terms, priceCents } = plan
  const periodDays = averageDays(terms.validity ?? { unit: 'year', count: 1 })
  const over = (amount: number) => (habit.days > 0 ? mulDivRound(amount, periodDays, habit.days) : 0)
  const parts = paidParts(terms)
  const single = habit.visits > 0 ? mulDivRound(habit.worthCents, 1, habit.visits) : listPriceOf(parts)
  const pace = over(habit.visits)
  const most = parts.some(({ units }) => units === null)
    ? Number.POSITIVE_INFINITY
    : parts.reduce((units, part) => units + part.units!, 0)
  const expectedVisits = Math.min(pace, most)
  const giftCents = giftsWorth(terms.components, over(habit.cameDays))
  const discountCents = over(habit.discountCents)
  const breakEven = single > 0 ? Math.max(0, Math.ceil((priceCents - giftCents - discountCents) / single)) : null
  const withoutCents = expectedVisits * single + giftCents + discountCents
  const savedCents = withoutCents - priceCents
  // Used up before its period is over, it lasts as long as its visits.
  const lastsDays = pace > most ? Math.max(1, mulDivRound(periodDays, most, pace)) : periodDays
  const known = parts.length > 0 ? habit.visits : habit.cameDays
  return {
    breakEvenVisits: parts.length > 0 && breakEven !== null && breakEven <= most ? breakEven : null,
    ...{ expectedVisits, withoutCents, giftCents, discountCents, savedCents },
    monthlySavedCents: mulDivRound(savedCents, 30, lastsDays),
    verdict: known < fewestVisits ? 'too_little_known' : verdictOf(savedCents, priceCents),
  }
}

/** Gifts at list price, as many as somebody comes for: one a visit. Where there is no end of them, the whole for who comes at all. */
function giftsWorth(components: readonly PassComponent[], visits: number): number {
  return sum(
    components
      .filter(({ isGift }) => isGift)
      .map(({ units, listCents }) => (units === null ? Math.min(visits, 1) : Math.min(visits, units)) * listCents),
  )
}

/** The price of one visit at list: of counted components, weighted by their units. */
function listPriceOf(components: readonly PassComponent[]): number {
  const counted = components.filter(({ units }) => units !== null)
  const units = counted.reduce((all, component) => all + component.units!, 0)
  const cents = counted.reduce((all, component) => all + component.units! * component.listCents, 0)
  return units === 0 ? 0 : mulDivRound(cents, 1, units)
}

/** Within a twentieth of the price nobody can tell. */
function verdictOf(savedCents: number, priceCents: number): Advice['verdict'] {
  if (Math.abs(savedCents) * 20 <= priceCents) return 'about_even'
  return savedCents > 0 ? 'worth_it' : 'not_worth_it'
}

const places = { worth_it: 0, about_even: 1, too_little_known: 2, not_worth_it: 3 } as const

/** Best first: what is worth it before what is not, then by what it saves in a month. */
export function byWorth(a: Advice, b: Advice): number {
  return places[a.verdict] - places[b.verdict] || b.monthlySavedCents - a.monthlySavedCents
}
