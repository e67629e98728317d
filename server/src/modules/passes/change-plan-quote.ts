import { itemScopes } from '#modules/catalog/item-facts.ts'
import { isInScope } from '#modules/catalog/item-scope-rules.ts'
import type { Work } from '#platform/work.ts'
import { addDays } from '#shared/business-day.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { adviseOnPlan } from './advice-rules.ts'
import { readVisits } from './advice-queries.ts'
import { cancelQuote } from './cancel-pass.ts'
import { readHeldPass } from './held-passes.ts'
import { readPlans } from './plan-queries.ts'
import { todayOf } from './today.ts'

/**
 * What going over to another plan comes to: the part of the old one that was not had is given back, the new one is paid whole, both as
 * one exchange at the till; so the difference is paid, or comes back. Locks nothing.
 */
export async function quoteChange(work: Work, passId: string, planId: string) {
  const held = await readHeldPass(work, passId)
  const [plan] = await readPlans(work, [planId])
  if (!plan) throw new Refused('plan_not_found')
  if (plan.stoppedAt) throw new Refused('plan_stopped')
  const { refundCents: creditCents, formula } = accept(await cancelQuote(work, held, { cause: 'change', time: 'now' }))
  const { pass } = held
  const [before] = await readPlans(work, [pass.planId])
  return {
    ...{ creditCents, formula, priceCents: plan.priceCents, dueCents: plan.priceCents - creditCents },
    before: { kind: before!.kind, name: pass.name, priceCents: pass.priceCents, terms: pass.terms },
    after: { kind: plan.kind, name: plan.name, priceCents: plan.priceCents, terms: plan.terms },
    ...{ saleId: pass.saleId, saleLineId: pass.saleLineId },
  }
}

/** Half a year says enough of somebody's habit, and not too much of who they were. */
const habitDays = 180

/** Whether a plan is worth it for a member, from what they bought and used of it in the last half year. Locks nothing. */
export async function advisePlan(work: Work, memberId: string, planId: string) {
  const [plan] = await readPlans(work, [planId])
  if (!plan) throw new Refused('plan_not_found')
  const since = addDays(await todayOf(work), -habitDays)
  const { lines, uses } = await readVisits(work, memberId, since)
  const scopes = await itemScopes(work, [...new Set(lines.map(({ itemId }) => itemId))])
  const covered = plan.terms.components.filter(({ isGift }) => !isGift)
  const own = lines.filter(({ itemId }) => {
    const item = scopes.get(itemId)
    return item !== undefined && covered.some(({ scope }) => isInScope(scope, item))
  })
  const ofPlan = uses.filter((use) => use.planId === planId)
  const single = covered.find(({ units }) => units !== null)?.listCents ?? 0
  const visits = new Set([...own, ...ofPlan].map(({ day }) => day)).size
  const paidCents =
    own.reduce((sum, { netCents }) => sum + netCents, 0) + ofPlan.reduce((sum, { units }) => sum + units * single, 0)
  const habit = { days: habitDays, visits, paidCents }
  return { ...adviseOnPlan(plan, habit), ...habit }
}
