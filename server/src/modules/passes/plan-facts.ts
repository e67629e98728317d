import type { Work } from '#platform/work.ts'
import { addDays, type Day, localDay } from '#shared/business-day.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'
import { readClosingStores } from '#modules/shops/closing-stores.ts'
import { noPassPrices, type PassPrices } from './pass-price-rules.ts'
import { readPassIdsOf, readPasses } from './pass-queries.ts'
import { datesOfSale, type Pass, stateOf } from './pass-rules.ts'
import { type PlanRow, readPlans } from './plan-queries.ts'
import { restoreDays } from './plan-types.ts'

/** What a line says when its item is a plan: the version that was shown, and the pass that it renews. */
export type PlanWish = { version: number; renewsPassId?: string | undefined }
type WishLine = { productId: string; quantityMilli?: number | undefined; plan?: PlanWish | undefined }
type WishCart = { storeId: string; memberId?: string | null | undefined; lines: readonly WishLine[] }

/** What passes do to the sales of a batch. */
export type PassFacts = {
  plans: ReadonlyMap<string, PlanRow>
  /** Passes that lines renew, and those that give their member prices. */
  passes: ReadonlyMap<string, Pass>
  priced: ReadonlyMap<string, readonly string[]>
  /** Stores whose closing was announced: they sell no plans. */
  closing: ReadonlySet<string>
}

export const noPassFacts: PassFacts = { plans: new Map(), passes: new Map(), priced: new Map(), closing: new Set() }

/**
 * The plans that carts sell, the passes that they renew and, where the shop has price lists for passes, which of them the members'
 * passes name. Nothing is read for carts that do none of it. Locks nothing.
 */
export async function readPassFacts(
  work: Work,
  carts: readonly WishCart[],
  { planIds, hasPassPrices }: { planIds: readonly string[]; hasPassPrices: boolean },
): Promise<PassFacts> {
  const renewed = carts.flatMap(({ lines }) => lines.flatMap(({ plan }) => plan?.renewsPassId ?? []))
  const memberIds = hasPassPrices ? [...new Set(carts.flatMap(({ memberId }) => memberId ?? []))] : []
  if (planIds.length === 0 && memberIds.length === 0) return noPassFacts
  const since = localDay(new Date(work.at.getTime() - 86_400_000), 'UTC')
  const storeIds = [...new Set(carts.map(({ storeId }) => storeId))]
  const [plans, heldIds, closing] = await Promise.all([
    planIds.length > 0 ? readPlans(work, planIds) : [],
    memberIds.length > 0 ? readPassIdsOf(work, memberIds, { since }) : [],
    planIds.length > 0 ? readClosingStores(work, storeIds) : noPassFacts.closing,
  ])
  const passes = await readPasses(work, [...new Set([...renewed, ...heldIds])])
  const priced = new Map(memberIds.map((memberId) => [memberId, priceListsOf(passes, memberId, work.at)]))
  return {
    plans: new Map(plans.map((plan) => [plan.planId, plan])),
    passes: new Map(passes.map((pass) => [pass.id, pass])),
    priced,
    closing,
  }
}

/** The price lists that the passes of a member give at a moment: frozen and unstarted ones give none. */
export function priceListsOf(passes: readonly Pass[], memberId: string, at: Date): string[] {
  const live = passes.filter(
    (pass) =>
      (pass.memberId === memberId || pass.familyIds.includes(memberId)) &&
      stateOf(pass, localDay(at, pass.zone)) === 'active',
  )
  return [
    ...new Set(
      live.flatMap(({ terms }) =>
        terms.benefits.flatMap((each) => (each.kind === 'price_list' ? [each.priceListId] : [])),
      ),
    ),
  ]
}

/** What passes do to the prices of one cart. */
export function passPricesOf(facts: PassFacts, cart: WishCart, at: Date): PassPrices {
  if (facts === noPassFacts || !cart.memberId) return noPassPrices
  const locks = cart.lines.flatMap(({ productId, plan }) => {
    const pass = plan?.renewsPassId === undefined ? undefined : facts.passes.get(plan.renewsPassId)
    const priceCents = pass && pass.planId === productId ? keptPrice(pass, facts.plans.get(productId), at) : null
    return pass && priceCents !== null ? [{ passId: pass.id, planId: pass.planId, priceCents }] : []
  })
  return { priceListIds: facts.priced.get(cart.memberId) ?? [], locks }
}

/** The price at which a pass is renewed early, while the lock holds; null: at today's price. */
export function lockedPrice(pass: Pass, at: Date): number | null {
  const { renewal } = pass.terms
  if (!renewal || renewal.lockDays === 0 || pass.endsDay === null || pass.endedAt) return null
  const today = localDay(at, pass.zone)
  const daysLeft = (Date.parse(pass.endsDay) - Date.parse(today)) / 86_400_000
  return daysLeft >= 0 && daysLeft <= renewal.lockDays ? pass.priceCents : null
}

/**
 * Until which day somebody who left buys their pass again at what it cost then: as long as it could have been restored. Null: they did
 * not leave it, exchanged it for another plan, or left too long ago.
 */
export function comeBackUntil({ endedAt, endedAs, zone }: Pass, day: Day): Day | null {
  if (endedAt === null || endedAs === 'changed') return null
  const untilDay = addDays(localDay(endedAt, zone), restoreDays)
  return day <= untilDay ? untilDay : null
}

/** The price that a pass was sold at, where it still holds: renewed early, or bought again by who left while the plan costs more now. */
export function keptPrice(pass: Pass, plan: Pick<PlanRow, 'priceCents'> | undefined, at: Date): number | null {
  if (!pass.endedAt) return lockedPrice(pass, at)
  const mayComeBack = comeBackUntil(pass, localDay(at, pass.zone)) !== null
  return mayComeBack && plan !== undefined && pass.priceCents < plan.priceCents ? pass.priceCents : null
}

/** Every way in which a line that sells a plan is refused. */
export const planLineRefusals = [
  'store_closing',
  'plan_stopped',
  'plan_changed',
  'plan_needs_member',
  'plan_one_per_line',
  'plan_over',
  'pass_not_found',
  'pass_of_other_member',
  'pass_ended',
] as const
export type PlanLineRefusalCode = (typeof planLineRefusals)[number]

/**
 * Why a cart's plans cannot be sold: at a store that is about to close, none, stopped, changed since it was shown, without a member to hold it, several on a line, begun
 * and over already, or renewing what is not the member's, another plan's or ended too long ago. Undefined when they can.
 */
export function refusePlanLines(
  facts: PassFacts,
  cart: WishCart,
  soldDay: Day,
): Refusal<PlanLineRefusalCode> | undefined {
  for (const { productId, quantityMilli, plan: wish } of cart.lines) {
    const plan = facts.plans.get(productId)
    if (!plan) continue
    if (facts.closing.has(cart.storeId)) return refuse('store_closing')
    if (plan.stoppedAt) return refuse('plan_stopped', { planId: plan.planId })
    if (!cart.memberId) return refuse('plan_needs_member')
    if (quantityMilli !== 1000) return refuse('plan_one_per_line')
    if (wish?.version !== plan.version) return refuse('plan_changed', { planId: plan.planId, version: plan.version })
    const { endsDay } = datesOfSale(plan.terms, soldDay)
    if (endsDay !== null && endsDay < soldDay) return refuse('plan_over', { endsDay })
    if (wish.renewsPassId === undefined) continue
    const renewed = facts.passes.get(wish.renewsPassId)
    if (!renewed || renewed.planId !== plan.planId) return refuse('pass_not_found')
    if (renewed.memberId !== cart.memberId) return refuse('pass_of_other_member')
    if (renewed.endedAt && comeBackUntil(renewed, soldDay) === null) return refuse('pass_ended')
  }
  return undefined
}
