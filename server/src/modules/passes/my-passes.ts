import type { Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { frozenDays } from './freeze-rules.ts'
import { type HeldPass, readHeldPass, readHeldPasses } from './held-passes.ts'
import type { MyPassList } from './me-contract.ts'
import { mayBuyOnline } from './online-rules.ts'
import { readPassIdsOf } from './pass-queries.ts'
import { liveFreezes, type Pass, type PassState, stateOf } from './pass-rules.ts'
import { type PlanRow, readPlans } from './plan-queries.ts'
import { mayRenewByItself } from './renew-pass.ts'
import { readRenewals } from './renewal-queries.ts'
import { summariesOf } from './show-passes.ts'
import { readUsesByPass } from './use-queries.ts'

type Mine = Static<typeof MyPassList>['items'][number]

const mostUses = 100

/**
 * What a member holds or may use as family, over or not, with what they may do about their own. Of another's pass they see what is left
 * and their own visits, and neither its price nor who else came. Locks nothing.
 */
export async function myPasses(work: Work, memberId: string): Promise<Mine[]> {
  const ids = await readPassIdsOf(work, [memberId], null)
  const [held, renewals] = await Promise.all([readHeldPasses(work, ids), readRenewals(work, ids)])
  const [summaries, plans, uses] = await Promise.all([
    summariesOf(work, held, renewals),
    readPlans(work, [...new Set(held.map(({ pass }) => pass.planId))]),
    readUsesByPass(
      work,
      held.map(({ pass }) => ({ passId: pass.id, usedBy: pass.memberId === memberId ? null : memberId })),
      mostUses,
    ),
  ])
  const planOf = new Map(plans.map((plan) => [plan.planId, plan]))
  return summaries.map((summary, index) => {
    const { pass, today } = held[index]!
    const isOwn = pass.memberId === memberId
    const state = stateOf(pass, today)
    const plan = planOf.get(pass.planId)
    const isSold = plan !== undefined && plan.stoppedAt === null
    const isMovable = isOwn && state !== 'ended' && state !== 'expired'
    return {
      ...summary,
      ...(isOwn ? {} : { renewal: null, lockedPriceCents: null, comeBackUntilDay: null }),
      isOwn,
      renewsWithVersion: isOwn ? renewingVersion(summary, plan) : null,
      freeze: isMovable ? freezeOf(pass, state) : null,
      freezes: liveFreezes(pass.freezes)
        .filter(({ untilDay }) => isOwn && untilDay >= today)
        .map(({ id: freezeId, fromDay, untilDay }) => ({ freezeId, fromDay, untilDay })),
      mayAutoRenew: isOwn && summary.renewal?.state !== 'planned' && isSold && mayRenewByItself(pass, today),
      mayChange: isMovable && pass.saleId !== null,
      uses: (uses.get(pass.id) ?? []).map(({ id, componentId, units, day, at, storeId, undoneAt }) => ({
        ...{ useId: id, componentId, units, day, at: at.toISOString(), storeId },
        isUndone: undoneAt !== null,
      })),
    }
  })
}

/** What the terms still let rest; null: nothing, for there is no end to move, the terms say no, or all of it was had. */
function freezeOf({ terms, freezes, endsDay, cancelAskedAt }: Pass, state: PassState): Mine['freeze'] {
  const { freeze } = terms
  if (!freeze || endsDay === null || cancelAskedAt !== null || state === 'unstarted') return null
  const leftDays = freeze.maxDays - frozenDays(freezes)
  const leftTimes = freeze.maxTimes - liveFreezes(freezes).length
  const { minDays, feeCents } = freeze
  return leftDays < minDays || leftTimes < 1 ? null : { minDays, feeCents, leftDays, leftTimes }
}

/** What an own pass is renewed with: nothing where it has no end, was given back, or its plan is neither sold online nor speaks of renewing. */
function renewingVersion(
  { state, endsDay, comeBackUntilDay }: { state: string; endsDay: string | null; comeBackUntilDay: string | null },
  plan?: PlanRow,
): number | null {
  if (!plan || plan.stoppedAt) return null
  if (state === 'ended' ? comeBackUntilDay === null : endsDay === null) return null
  return mayBuyOnline(plan, true) ? plan.version : null
}

/** A pass as its holder asks about it. Another's pass, the family's too, answers as one that does not exist. */
export async function ownPass(work: Work, passId: string, memberId: string): Promise<HeldPass> {
  const held = await readHeldPass(work, passId)
  if (held.pass.memberId !== memberId) throw new Refused('pass_not_found')
  return held
}
