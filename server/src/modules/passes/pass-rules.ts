import type { Day } from '#shared/business-day.ts'
import { addDays } from '#shared/business-day.ts'
import { isWithinTimes } from '#shared/recurring-times.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'
import { isInScope, type ScopedItem } from '#modules/catalog/item-scope-rules.ts'
import { type DayUnits, earlierDay, laterDay, periodEnd, quotaLeft } from './period-rules.ts'
import type { PassComponent, PlanTerms, RefundPolicy } from './plan-types.ts'

/** Days of rest, both in it; thawed early, `untilDay` lies before the day that was asked for. */
export type Freeze = { id: string; fromDay: Day; untilDay: Day; askedUntilDay: Day }

/** A pass as it stands; its terms are those of the version it was sold under. */
export type Pass = {
  id: string
  planId: string
  planVersion: number
  name: string
  priceCents: number
  terms: PlanTerms
  memberId: string
  saleId: string | null
  saleLineId: string | null
  storeId: string
  soldAt: Date
  soldDay: Day
  zone: string
  paidCents: number
  listCents: number
  refundPolicy: RefundPolicy
  startsDay: Day | null
  latestStartDay: Day | null
  endsDay: Day | null
  extendedDays: number
  renewsPassId: string | null
  cancelAskedAt: Date | null
  endedAt: Date | null
  endedAs: 'refunded' | 'cancelled' | 'changed' | null
  refundedCents: number
  lastAt: Date
  freezes: readonly Freeze[]
  familyIds: readonly string[]
}

/** What was taken of a component: uses and open holds, day by day; `byPerson` over the whole life. */
export type Taken = {
  componentId: string
  memberId: string
  day: Day
  units: number
  isHeld: boolean
  /** A booking that nobody came for and that counts all the same: its units are spent, its day is not a day of use. */
  isAbsent: boolean
  bookingId: string | null
}

export type PassState = 'waiting' | 'unstarted' | 'active' | 'frozen' | 'ended' | 'expired'

/** The day on which the period begins, as things stand on `day`: a first use that never came begins it at the latest day. */
export function startOf(pass: Pick<Pass, 'startsDay' | 'latestStartDay'>, day: Day): Day | null {
  if (pass.startsDay) return pass.startsDay
  return pass.latestStartDay && pass.latestStartDay <= day ? pass.latestStartDay : null
}

/** The freezes that hold days, planned ones too; one taken back before it began holds none. */
export function liveFreezes(freezes: readonly Freeze[]): Freeze[] {
  return freezes.filter(({ fromDay, untilDay }) => fromDay <= untilDay)
}

export function frozenOn(pass: Pick<Pass, 'freezes'>, day: Day): Freeze | undefined {
  return liveFreezes(pass.freezes).find(({ fromDay, untilDay }) => fromDay <= day && day <= untilDay)
}

export function stateOf(pass: Pass, day: Day): PassState {
  if (pass.endedAt) return 'ended'
  if (pass.endsDay !== null && pass.endsDay < day) return 'expired'
  if (frozenOn(pass, day)) return 'frozen'
  const start = startOf(pass, day)
  if (start === null) return 'unstarted'
  return start > day ? 'waiting' : 'active'
}

/** The dates of a pass that is sold on `soldDay` (R24); `from`: it follows another and begins then. */
export function datesOfSale(
  terms: Pick<PlanTerms, 'activation' | 'validity'>,
  soldDay: Day,
  from: Day | null = null,
): Pick<Pass, 'startsDay' | 'latestStartDay' | 'endsDay'> {
  const { activation, validity } = terms
  const endOf = (start: Day) => (validity ? periodEnd(start, validity) : null)
  if (from !== null) return { startsDay: from, latestStartDay: null, endsDay: endOf(from) }
  switch (activation.kind) {
    case 'on_sale':
      return { startsDay: soldDay, latestStartDay: null, endsDay: endOf(soldDay) }
    case 'fixed':
      return { startsDay: activation.day, latestStartDay: null, endsDay: endOf(activation.day) }
    case 'first_use': {
      const latest = addDays(soldDay, activation.latestDays)
      return { startsDay: null, latestStartDay: latest, endsDay: endOf(latest) }
    }
  }
}

/** The dates once the first use has come; null when the period had begun already. */
export function datesOfFirstUse(pass: Pass, day: Day): { startsDay: Day; endsDay: Day | null } | null {
  if (pass.startsDay) return null
  const startsDay = earlierDay(day, pass.latestStartDay!)
  const { validity } = pass.terms
  return { startsDay, endsDay: validity ? addDays(periodEnd(startsDay, validity), pass.extendedDays) : null }
}

/** A visit that somebody wants now, or a booking for later. */
export type Visit = {
  at: Date
  day: Day
  zone: string
  storeId: string
  memberId: string
  /** Null: nobody said what for; only components for everything fit. */
  item: ScopedItem | null
  staffGrade: string | null
  units: number
}

export type VisitRefusalCode =
  | 'pass_ended'
  | 'pass_expired'
  | 'pass_frozen'
  | 'pass_not_begun'
  | 'pass_of_other_member'
  | 'pass_used_up'
  | 'pass_quota_used'
  | 'pass_person_limit'
  | 'pass_other_store'
  | 'pass_other_item'
  | 'pass_other_time'
  | 'pass_other_staff'

/** Why a pass as a whole cannot serve this visit; undefined when it can. */
export function refusePass(pass: Pass, { day, memberId }: Visit): Refusal<VisitRefusalCode> | undefined {
  if (pass.memberId !== memberId && !pass.familyIds.includes(memberId)) return refuse('pass_of_other_member')
  switch (stateOf(pass, day)) {
    case 'ended':
      return refuse('pass_ended')
    case 'expired':
      return refuse('pass_expired', { endsDay: pass.endsDay })
    case 'frozen':
      return refuse('pass_frozen', { untilDay: frozenOn(pass, day)!.untilDay })
    case 'waiting':
      return refuse('pass_not_begun', { startsDay: pass.startsDay })
    case 'unstarted':
    case 'active':
      return undefined
  }
}

/** Why a component cannot serve this visit; undefined when it can. The order tells what can be helped last. */
export function refuseComponent(
  pass: Pass,
  component: PassComponent,
  visit: Visit,
  held: { left: number | null; taken: readonly Taken[] },
): Refusal<VisitRefusalCode> | undefined {
  const { storeIds, staffGrades, times, scope, quotas } = component
  if (storeIds !== null && !storeIds.includes(visit.storeId)) return refuse('pass_other_store')
  const fitsItem = visit.item ? isInScope(scope, visit.item) : true
  if (!fitsItem) return refuse('pass_other_item')
  if (staffGrades.length > 0 && (visit.staffGrade === null || !staffGrades.includes(visit.staffGrade))) {
    return refuse('pass_other_staff', { staffGrades })
  }
  if (!isWithinTimes(times, visit.at, visit.zone)) return refuse('pass_other_time')
  if (held.left !== null && held.left < visit.units) return refuse('pass_used_up', { leftUnits: held.left })
  const own = held.taken.filter(({ componentId }) => componentId === component.id)
  const byDay: DayUnits[] = own
  for (const quota of quotas) {
    const left = quotaLeft(quota, byDay, visit.day)
    if (left < visit.units)
      return refuse('pass_quota_used', { per: quota.per, units: quota.units, leftUnits: Math.max(0, left) })
  }
  const most = pass.terms.family?.unitsPerPerson ?? null
  if (most !== null && visit.memberId !== pass.memberId) {
    const used = held.taken.reduce((sum, each) => sum + (each.memberId === visit.memberId ? each.units : 0), 0)
    if (used + visit.units > most) return refuse('pass_person_limit', { units: most })
  }
  return undefined
}

/** The days from `from` to `until` that a pass rested, both in it. */
export function frozenDaysWithin(freezes: readonly Freeze[], from: Day, until: Day): number {
  return liveFreezes(freezes).reduce((sum, { fromDay, untilDay }) => {
    const [first, last] = [laterDay(fromDay, from), earlierDay(untilDay, until)]
    return sum + (first <= last ? (Date.parse(last) - Date.parse(first)) / 86_400_000 + 1 : 0)
  }, 0)
}
