import { isRefusal, type Refusal } from '#shared/refusal.ts'
import { type Pass, refuseComponent, refusePass, type Taken, type Visit, type VisitRefusalCode } from './pass-rules.ts'
import type { PassComponent } from './plan-types.ts'

/** A pass as the till knows it: what is left of each component, and what was taken around the day. */
export type HeldPass = { pass: Pass; left: ReadonlyMap<string, number | null>; taken: readonly Taken[] }

/** Why the first is better than the second, in the order in which they are compared. */
export type PickReason = 'only_one' | 'unlimited' | 'gift' | 'ends_first' | 'narrowest' | 'fewest_left' | 'oldest'

export type Fit = { pass: Pass; component: PassComponent; leftUnits: number | null; endsDay: string | null }
export type Picked = {
  fits: Fit[]
  reason: PickReason | null
  unfit: { passId: string; componentId: string | null; refusal: Refusal<VisitRefusalCode> }[]
}

/** How much of the catalogue a component is for; less is narrower. */
function breadthOf({ scope }: PassComponent): number {
  if (scope.of === 'all') return 1_000_000
  return scope.productIds.length + scope.categoryIds.length * 100
}

type Step = { reason: PickReason; compare: (a: Fit, b: Fit) => number }

/** What costs the member least, and lapses soonest, goes first. */
const steps: readonly Step[] = [
  { reason: 'unlimited', compare: (a, b) => Number(a.leftUnits !== null) - Number(b.leftUnits !== null) },
  { reason: 'gift', compare: (a, b) => Number(b.component.isGift) - Number(a.component.isGift) },
  { reason: 'ends_first', compare: (a, b) => compareText(a.endsDay ?? '9999-99-99', b.endsDay ?? '9999-99-99') },
  { reason: 'narrowest', compare: (a, b) => breadthOf(a.component) - breadthOf(b.component) },
  { reason: 'fewest_left', compare: (a, b) => (a.leftUnits ?? 0) - (b.leftUnits ?? 0) },
  {
    reason: 'oldest',
    compare: (a, b) => a.pass.soldAt.getTime() - b.pass.soldAt.getTime() || compareText(a.pass.id, b.pass.id),
  },
]

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * Every pass and component that can serve a visit, best first, and why the first is: what has no end of units, then gifts, then
 * what ends soonest, is for the least, has fewest left, is oldest. What cannot serve it comes with its reason.
 */
export function pickPass(held: readonly HeldPass[], visit: Visit): Picked {
  const fits: Fit[] = []
  const unfit: Picked['unfit'] = []
  for (const { pass, left, taken } of held) {
    const whole = refusePass(pass, visit)
    if (whole) {
      unfit.push({ passId: pass.id, componentId: null, refusal: whole })
      continue
    }
    for (const component of pass.terms.components) {
      const leftUnits = component.units === null ? null : (left.get(component.id) ?? 0)
      const refusal = refuseComponent(pass, component, visit, { left: leftUnits, taken })
      if (isRefusal(refusal)) unfit.push({ passId: pass.id, componentId: component.id, refusal })
      else fits.push({ pass, component, leftUnits, endsDay: pass.endsDay })
    }
  }
  fits.sort((a, b) => firstDifference(a, b)?.order ?? 0)
  const [first, second] = fits
  if (!first) return { fits, unfit, reason: null }
  return { fits, unfit, reason: second ? firstDifference(first, second)!.reason : 'only_one' }
}

function firstDifference(a: Fit, b: Fit): { reason: PickReason; order: number } | null {
  for (const { reason, compare } of steps) {
    const order = compare(a, b)
    if (order !== 0) return { reason, order }
  }
  // Two components of one pass that are alike in all: as the plan lists them.
  const place = ({ pass, component }: Fit) => pass.terms.components.findIndex(({ id }) => id === component.id)
  return { reason: 'oldest', order: place(a) - place(b) }
}
