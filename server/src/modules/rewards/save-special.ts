import { noteTelling } from './tell-specials.ts'
import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { shopDay } from './price-reward.ts'
import { listRewards } from './reward-queries.ts'
import { insertSpecial, stopSpecialRow } from './special-queries.ts'
import { checkSpecial, type SpecialTerms } from './special-rules.ts'

/**
 * Publishes a special. It is not changed afterwards, only stopped: what members were shown holds. Refuses days that run backwards or are
 * over, terms that cannot be, and prices of rewards that are not there or would be dearer.
 */
export async function publishSpecial(
  work: Work,
  specialId: string,
  terms: SpecialTerms,
): Promise<{ specialId: string }> {
  await checkTerms(work, terms)
  await insertSpecial(work, specialId, terms)
  if (terms.withinDays !== null) await noteTelling(work)
  const { name, kind, fromDay, toDay, withinDays, rateBps, tillRateBps, budgetPoints } = terms
  work.audit({
    action: 'rewards.special',
    subject: { kind: 'reward_special', id: specialId },
    changes: {
      ...{ name: [null, name], kind: [null, kind], days: [null, [fromDay, toDay]], withinDays: [null, withinDays] },
      ...{
        rateBps: [null, rateBps],
        tillRateBps: [null, tillRateBps],
        budgetPoints: [null, budgetPoints],
        prices: [null, Object.keys(terms.prices).length],
      },
    },
  })
  return { specialId }
}

/** Refuses what cannot be published. */
export async function checkTerms(work: Work, terms: SpecialTerms): Promise<void> {
  const fault = checkSpecial(terms, await shopDay(work))
  if (fault) accept(fault)
  const priced = Object.entries(terms.prices)
  if (priced.length === 0) return
  const points = new Map((await listRewards(work, false)).map((reward) => [reward.id, reward.points]))
  for (const [rewardId, price] of priced) {
    const before = points.get(rewardId)
    if (before === undefined) throw new Refused('reward_not_found')
    if (price >= before) throw new Refused('special_price_higher', { points: before })
  }
}

/** Ends a special at once. What was redeemed at its price stays. */
export async function stopSpecial(work: Work, specialId: string): Promise<{ specialId: string }> {
  if (!(await stopSpecialRow(work, specialId))) throw new Refused('special_not_found')
  work.audit({ action: 'rewards.special_stop', subject: { kind: 'reward_special', id: specialId } })
  return { specialId }
}
