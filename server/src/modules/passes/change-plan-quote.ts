import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { cancelQuote } from './cancel-pass.ts'
import { readHeldPass } from './held-passes.ts'
import { readPlans } from './plan-queries.ts'

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
