import { addDays, type Day } from '#shared/business-day.ts'
import { allocate, mulDivRound } from '#shared/money.ts'
import { frozenDaysWithin, type Pass, startOf } from './pass-rules.ts'
import { daysBetween } from './period-rules.ts'
import type { PassComponent, PlanTerms } from './plan-types.ts'

/** What a share of the price was paid for: a component, or the period itself where nothing else has a price (null). */
export type Share = { componentId: string | null; paidCents: number; listCents: number }

const listOf = ({ units, listCents }: PassComponent) => (units ?? 1) * listCents

/**
 * The price paid, spread over the components by list price (R26, R19). Gifts take nothing; units that the contract calls a
 * discount do. Where nothing has a list price, the price was paid for the period.
 */
export function sharesOf(terms: Pick<PlanTerms, 'components'>, paidCents: number, listCents: number): Share[] {
  const priced = terms.components.filter((component) => !component.isGift && listOf(component) > 0)
  if (priced.length === 0) return [{ componentId: null, paidCents, listCents }]
  const parts = allocate(paidCents, priced.map(listOf))
  return priced.map((component, index) => ({
    componentId: component.id,
    paidCents: parts[index]!,
    listCents: listOf(component),
  }))
}

/** What the k-th of n units is worth: cumulative, so that all sum to the share and the last takes the remainder (R26). */
export function unitValue(shareCents: number, units: number, before: number, now: number): number {
  return mulDivRound(shareCents, before + now, units) - mulDivRound(shareCents, before, units)
}

/** Days of the period that are gone by `day`, and all its days: those that rest count in neither. Null: it has no end. */
export function periodGone(pass: Pass, day: Day): { goneDays: number; allDays: number | null } {
  const start = startOf(pass, day)
  const allDays = pass.endsDay === null ? null : lengthOf(pass, start)
  if (start === null || day < start) return { goneDays: 0, allDays }
  const last = pass.endsDay !== null && pass.endsDay < day ? pass.endsDay : day
  return { goneDays: daysBetween(start, last) + 1 - frozenDaysWithin(pass.freezes, start, last), allDays }
}

function lengthOf(pass: Pass, start: Day | null): number {
  const from = start ?? pass.startsDay ?? pass.latestStartDay!
  const until = pass.endsDay!
  return Math.max(1, daysBetween(from, until) + 1 - frozenDaysWithin(pass.freezes, from, until))
}

/** What was had of a share by a day, as it was paid for and at list price. */
export type UsedShare = Share & {
  name: string | null
  usedUnits: number
  ofUnits: number | null
  usedPaidCents: number
  usedListCents: number
}

/**
 * What was had of each share: units used where they are counted, days gone by where they are not. A period without an end is had
 * in full once it has begun.
 */
export function usedShares(pass: Pass, usedUnits: ReadonlyMap<string, number>, day: Day): UsedShare[] {
  const { goneDays, allDays } = periodGone(pass, day)
  return sharesOf(pass.terms, pass.paidCents, pass.listCents).map((share): UsedShare => {
    const component = pass.terms.components.find(({ id }) => id === share.componentId)
    const units = component?.units ?? null
    const [used, of] =
      units !== null
        ? [usedUnits.get(component!.id) ?? 0, units]
        : allDays === null
          ? [Math.min(goneDays, 1), 1]
          : [goneDays, allDays]
    return {
      ...share,
      name: component?.name ?? null,
      usedUnits: used,
      ofUnits: units === null && allDays === null ? null : of,
      usedPaidCents: mulDivRound(share.paidCents, Math.min(used, of), of),
      usedListCents: mulDivRound(share.listCents, Math.min(used, of), of),
    }
  })
}

/** Whether on a day the whole price may still be asked back for what was never used (R5). */
export function mayWithdraw({ soldDay, refundPolicy }: Pick<Pass, 'soldDay' | 'refundPolicy'>, day: Day): boolean {
  const { withdrawalDays } = refundPolicy
  return withdrawalDays !== null && day <= addDays(soldDay, withdrawalDays)
}
