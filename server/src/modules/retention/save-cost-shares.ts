import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { type CostShareSetting, insertCostShares, readCostShares } from './cost-share-queries.ts'

/**
 * Keeps what things cost the shop where no cost stands on them; reports count with it from then on, of the past, too. Refuses a save over
 * one that was made meanwhile (`cost_shares_changed`), and a plan named twice.
 */
export async function saveCostShares(
  work: Work,
  { version, ...terms }: CostShareSetting,
): Promise<{ version: number }> {
  const { version: held, ...before } = await readCostShares(work)
  if (held !== version) throw new Refused('cost_shares_changed')
  if (new Set(terms.plans.map(({ planId }) => planId)).size < terms.plans.length) {
    throw new Refused('invalid_input', { field: 'plans' })
  }
  if (!(await insertCostShares(work, { ...terms, version: version + 1 }))) throw new Refused('cost_shares_changed')
  work.audit({
    action: 'retention.manage',
    subject: { kind: 'cost_shares', id: work.merchantId },
    changes: {
      passBps: [before.passBps, terms.passBps],
      goodsBps: [before.goodsBps, terms.goodsBps],
      serviceBps: [before.serviceBps, terms.serviceBps],
      plans: [before.plans.length, terms.plans.length],
    },
  })
  return { version: version + 1 }
}
