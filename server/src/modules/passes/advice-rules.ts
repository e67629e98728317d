import { mulDivRound } from '#shared/money.ts'
import type { PassComponent, PlanVersion, Span } from './plan-types.ts'

/** What a member did of late: how often they came for what a plan covers, and what they paid for it. */
export type Habit = { days: number; visits: number; paidCents: number }

export type Advice = {
  /** Visits within the plan's period at which it costs as much as paying each time; null: it never pays. */
  breakEvenVisits: number | null
  /** Visits to be expected in that period at the member's own pace. */
  expectedVisits: number
  /** What these would cost without the plan, at what the member paid for one, else at list price. */
  withoutCents: number
  /** What the member would save; negative: the plan costs more. */
  savedCents: number
  verdict: 'worth_it' | 'about_even' | 'not_worth_it' | 'too_little_known'
}

const spanDays = { day: 1, week: 7, month: 30.4375, year: 365.25 } as const
const fewestVisits = 3

/** Whole days of a span on average: what a habit is projected onto. */
export function averageDays({ unit, count }: Span): number {
  return Math.round(spanDays[unit] * count)
}

/**
 * Whether a plan is worth it for somebody, from their own visits: their pace over the plan's period against its price. A plan
 * without an end is judged over a year. Below three visits nothing can be said.
 */
export function adviseOnPlan(plan: Pick<PlanVersion, 'priceCents' | 'terms'>, habit: Habit): Advice {
  const { terms, priceCents } = plan
  const periodDays = averageDays(terms.validity ?? { unit: 'year', count: 1 })
  const covered = terms.components.filter(({ isGift }) => !isGift)
  const single = habit.visits > 0 ? Math.round(habit.paidCents / habit.visits) : listPriceOf(covered)
  const pace = habit.days > 0 ? mulDivRound(habit.visits, periodDays, habit.days) : 0
  const most = covered.some(({ units }) => units === null)
    ? Number.POSITIVE_INFINITY
    : covered.reduce((sum, { units }) => sum + units!, 0)
  const expectedVisits = Math.min(pace, most)
  const breakEven = single > 0 ? Math.ceil(priceCents / single) : null
  const withoutCents = expectedVisits * single
  const savedCents = withoutCents - priceCents
  return {
    breakEvenVisits: breakEven !== null && breakEven <= most ? breakEven : null,
    ...{ expectedVisits, withoutCents, savedCents },
    verdict: habit.visits < fewestVisits ? 'too_little_known' : verdictOf(savedCents, priceCents),
  }
}

/** The price of one visit at list: of counted components, weighted by their units. */
function listPriceOf(components: readonly PassComponent[]): number {
  const counted = components.filter(({ units }) => units !== null)
  const units = counted.reduce((sum, component) => sum + component.units!, 0)
  const cents = counted.reduce((sum, component) => sum + component.units! * component.listCents, 0)
  return units === 0 ? 0 : mulDivRound(cents, 1, units)
}

/** Within a twentieth of the price nobody can tell. */
function verdictOf(savedCents: number, priceCents: number): Advice['verdict'] {
  if (Math.abs(savedCents) * 20 <= priceCents) return 'about_even'
  return savedCents > 0 ? 'worth_it' : 'not_worth_it'
}
