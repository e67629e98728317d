import { archiveItem, changeItem } from '#modules/catalog/change-item.ts'
import { createItem } from '#modules/catalog/create-item.ts'
import { itemsById } from '#modules/catalog/save-items.ts'
import type { Work } from '#platform/work.ts'
import { fingerprintOf } from '#shared/fingerprint.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { insertPlan, insertVersion, lockPlan, writePlan, writePlanOnline } from './plan-queries.ts'
import { checkPlan } from './plan-save-rules.ts'
import type { PlanKind, PlanTerms } from './plan-types.ts'

export type PlanInput = {
  kind: PlanKind
  name: string
  priceCents: number
  terms: PlanTerms
  /** Its place in the catalogue; left out: as it is, or none. */
  categoryId?: string | null | undefined
  taxRateBps?: number | undefined
  /** Not sold before, but to who has early access; left out: as it is, or at once. */
  opensAt?: Date | null | undefined
}

/** Makes a plan: its first version, and the item of the catalogue that the till sells it by, under the same id. */
export async function createPlan(
  work: Work,
  planId: string,
  input: PlanInput,
): Promise<{ planId: string; version: number }> {
  const misfit = checkPlan(input)
  if (misfit) accept(misfit)
  const { kind, name, priceCents, terms, categoryId = null, taxRateBps, opensAt = null } = input
  await createItem(work, {
    ...{ id: planId, kind: 'plan', name, listPriceCents: priceCents, categoryId, tracksStock: false, opensAt },
    ...(taxRateBps === undefined ? {} : { taxRateBps }),
  })
  await insertPlan(work, planId, kind)
  await insertVersion(work, { planId, version: 1, name, priceCents, terms })
  tell(work, planId, 1, { name: [null, name], priceCents: [null, priceCents] })
  return { planId, version: 1 }
}

/**
 * Gives a plan a new version, which later sales are under; passes that were sold keep theirs. Refuses a `version` that somebody
 * overtook. What changes nothing makes no version. Locks the plan, then the catalogue.
 */
export async function changePlan(
  work: Work,
  planId: string,
  { version, ...input }: PlanInput & { version: number },
): Promise<{ planId: string; version: number }> {
  const misfit = checkPlan(input)
  if (misfit) accept(misfit)
  const before = await lockPlan(work, planId)
  if (!before) throw new Refused('plan_not_found')
  if (before.version !== version) throw new Refused('plan_changed', { planId, version: before.version })
  const { kind, name, priceCents, terms, categoryId, taxRateBps, opensAt } = input
  const said = (plan: Pick<PlanInput, 'kind' | 'name' | 'priceCents' | 'terms'>) =>
    fingerprintOf({ kind: plan.kind, name: plan.name, priceCents: plan.priceCents, terms: plan.terms })
  const item = (await itemsById(work, [planId])).get(planId)!
  await changeItem(work, {
    ...{ itemId: planId, version: item.version, name, listPriceCents: priceCents, asPlan: true },
    ...(categoryId === undefined ? {} : { categoryId }),
    ...(taxRateBps === undefined ? {} : { taxRateBps }),
    ...(opensAt === undefined ? {} : { opensAt }),
  })
  if (said(before) === said(input)) return { planId, version }
  const next = version + 1
  await insertVersion(work, { planId, version: next, name, priceCents, terms })
  await writePlan(work, { planId, version: next, kind, stoppedAt: before.stoppedAt })
  tell(work, planId, next, {
    name: [before.name, name],
    priceCents: [before.priceCents, priceCents],
    version: [version, next],
  })
  return { planId, version: next }
}

/** Takes a plan off sale, or back. Passes that were sold stay as they are. */
export async function stopPlan(
  work: Work,
  { planId, isStopped }: { planId: string; isStopped: boolean },
): Promise<{ planId: string }> {
  const plan = await lockPlan(work, planId)
  if (!plan) throw new Refused('plan_not_found')
  if ((plan.stoppedAt !== null) === isStopped) return { planId }
  await archiveItem(work, { itemId: planId, isArchived: isStopped })
  await writePlan(work, { ...plan, stoppedAt: isStopped ? work.at : null })
  tell(work, planId, plan.version, { isStopped: [!isStopped, isStopped] })
  return { planId }
}

/** Lets members buy a plan on their own phone, or at the till only. Locks the plan. */
export async function sellPlanOnline(
  work: Work,
  { planId, isOnline }: { planId: string; isOnline: boolean },
): Promise<{ planId: string }> {
  const plan = await lockPlan(work, planId)
  if (!plan) throw new Refused('plan_not_found')
  if (plan.isOnline === isOnline) return { planId }
  await writePlanOnline(work, planId, isOnline)
  tell(work, planId, plan.version, { isOnline: [!isOnline, isOnline] })
  return { planId }
}

function tell(work: Work, planId: string, version: number, changes: Record<string, readonly [unknown, unknown]>): void {
  const subject = { kind: 'plan', id: planId }
  work.audit({ action: 'passes.manage', subject, changes })
  work.emit({ type: 'plan.changed', subject, data: { version } })
}
