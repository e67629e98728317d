import type { ItemScope } from '#modules/catalog/item-scope-rules.ts'
import type { Day } from '#shared/business-day.ts'
import type { RecurringTimes } from '#shared/recurring-times.ts'

/** How a plan is called; what it gives is said by its terms alone. */
export type PlanKind = 'term' | 'count' | 'mixed' | 'membership'

export type Span = { unit: 'day' | 'week' | 'month' | 'year'; count: number }

/**
 * At most so many units in each period. `calendar`: the day, the week from Monday, the month. `rolling`: any 1, 7 or 30 days on
 * end, so that no two periods can be used up back to back.
 */
export type Quota = { units: number; per: 'day' | 'week' | 'month'; counting: 'calendar' | 'rolling' }

/** One thing that a pass gives. Plain JSON, as all of this file. */
export type PassComponent = {
  id: string
  name: string
  /** Null: as often as its quotas let. */
  units: number | null
  /** What one unit costs without a pass; where there is no end of units, what the whole period would cost. Weight of R26. */
  listCents: number
  /** A gift takes no share of the price paid; free units that the contract calls a discount do (R26). */
  isGift: boolean
  quotas: readonly Quota[]
  /** What it may be used for. */
  scope: ItemScope
  /** Grades of staff who may serve it; empty: all. */
  staffGrades: readonly string[]
  /** Null: every store. */
  storeIds: readonly string[] | null
  times: RecurringTimes
}

/** When the period begins: with the sale, with the first use (on the day after so many at the latest), or on a day. */
export type Activation = { kind: 'on_sale' } | { kind: 'first_use'; latestDays: number } | { kind: 'fixed'; day: Day }

/** What holders have beside their units, each enforced where it applies. */
export type Benefit =
  /** The prices of a list of kind `pass`, at the till. */
  | { kind: 'price_list'; priceListId: string }
  /** Served and booked before others; higher goes first. */
  | { kind: 'priority'; level: number }
  /** Sales and bookings open so many hours earlier. */
  | { kind: 'early_access'; hours: number }

export type FreezeTerms = {
  /** Days in all that it may rest. */
  maxDays: number
  maxTimes: number
  minDays: number
  feeCents: number
}

/** What becomes of the visit that a booking keeps when nobody comes for it. */
export type BookingTerms = {
  /** Up to so many hours before it begins the member calls off for nothing; 0: until it begins. */
  freeHours: number
  /** Called off later than that, or not at all: the visit counts, or is given back. */
  absence: 'counts' | 'returned'
}

export type PlanTerms = {
  components: readonly PassComponent[]
  /** Null: never ends; such a pass cannot be frozen. */
  validity: Span | null
  activation: Activation
  freeze: FreezeTerms | null
  transfer: { feeCents: number } | null
  renewal: {
    /** Renewed within so many days before the end, at the price it was sold under; 0: at today's price. */
    lockDays: number
    /** May run by itself when the member agrees. */
    isAuto: boolean
    /** Days before a charge at which the member is told; five at least. */
    noticeDays: number
  } | null
  /** Others who may use it, beside the holder, and how much each of them. */
  family: { maxPeople: number; unitsPerPerson: number | null } | null
  benefits: readonly Benefit[]
  /** Left out: called off for nothing until it begins, and whether an absence counts is for staff to say. */
  booking?: BookingTerms | undefined
}

/** One version of a plan: what a pass is pinned to. */
export type PlanVersion = {
  planId: string
  version: number
  kind: PlanKind
  name: string
  priceCents: number
  terms: PlanTerms
}

/** What the law says of giving back, pinned to each pass when it is sold. Input, never advice. */
export type RefundPolicy = {
  /** The dated pack that these figures are of. */
  version: string
  /** Days from payment within which an unused pass is paid back whole; null: no such right. */
  withdrawalDays: number | null
  /** The shop's doing, and the member's own choice. */
  merchant: 'proportional' | 'list_price'
  member: 'proportional' | 'list_price'
}

/** How long after it ended a cancelled pass can come back as it was, in days. */
export const restoreDays = 30

/** The floor under every notice before a charge, in days. */
export const leastNoticeDays = 5
