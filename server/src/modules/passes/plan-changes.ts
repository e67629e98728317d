import type { Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import { hasOpened } from '#shared/early-hours.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { cancelQuote } from './cancel-pass.ts'
import { earlyHoursOf } from './early-access.ts'
import type { HeldPass } from './held-passes.ts'
import type { MyChangeList } from './me-contract.ts'
import { namesInPlans } from './offer-plan.ts'
import { opensOf } from './plan-opens.ts'
import { readPlans } from './plan-queries.ts'

/**
 * What a member's own pass may go for on the phone: the plans that are sold there and open to them, the dearer ones first, each with what is
 * to be paid beside what is left of the pass. Refuses a pass that no sale of the shop made (`pass_change_at_shop`). Locks nothing.
 */
export async function planChanges(work: Work, held: HeldPass): Promise<Static<typeof MyChangeList>> {
  const { pass } = held
  const {
    refundCents: creditCents,
    formula,
    bookingIds,
  } = accept(await cancelQuote(work, held, { cause: 'change', time: 'now' }))
  if (pass.saleId === null) throw new Refused('pass_change_at_shop')
  const [[was], all] = await Promise.all([readPlans(work, [pass.planId]), readPlans(work)])
  const sold = all.filter(({ planId, stoppedAt, isOnline }) => stoppedAt === null && isOnline && planId !== pass.planId)
  const [opens, early, names] = await Promise.all([
    opensOf(work, sold),
    earlyHoursOf(work, [pass.memberId]),
    namesInPlans(work, [pass.terms, ...sold.map(({ terms }) => terms)]),
  ])
  const isOpen = (planId: string) => hasOpened(opens.get(planId), work.at, early.get(pass.memberId) ?? 0)
  return {
    ...{ name: pass.name, storeId: pass.storeId, creditCents, formula, bookings: bookingIds.length },
    before: {
      kind: was!.kind,
      ...{ name: pass.name, priceCents: pass.priceCents, terms: pass.terms },
    },
    items: sold
      .filter(({ planId }) => isOpen(planId))
      .map(({ planId, version, kind, name, priceCents, terms }) => ({
        ...{ planId, version, kind, name, priceCents, terms },
        dueCents: priceCents - creditCents,
      }))
      .toSorted((a, b) => b.dueCents - a.dueCents),
    names: Object.fromEntries(names),
  }
}
