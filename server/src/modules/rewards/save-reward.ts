import type { Work } from '#platform/work.ts'
import { changedFields } from '#shared/changed-fields.ts'
import { Refused } from '#shared/refusal.ts'
import { readReward, type RewardRow, stopRewardRow, writeReward, writeStock } from './reward-queries.ts'

export type RewardInput = Omit<RewardRow, 'stoppedAt'>

/**
 * Puts a reward into the mall or changes it; what was redeemed keeps what it said. Refuses a change over one that was not seen
 * (`reward_changed`), a coupon without its template, and goods that can neither be picked up nor sent.
 */
export async function saveReward(work: Work, input: RewardInput): Promise<{ rewardId: string; version: number }> {
  const { unitsLeft, ...row } = input
  if ((row.kind === 'coupon') !== (row.couponTemplateId !== null)) throw new Refused('reward_incomplete')
  if (row.kind !== 'coupon' && !row.mayPickUp && !row.mayDeliver) throw new Refused('reward_incomplete')
  if (row.startsAt && row.endsAt && row.endsAt <= row.startsAt) throw new Refused('reward_incomplete')
  const known = await readReward(work, row.id)
  if (known && known.kind !== row.kind) throw new Refused('reward_incomplete')
  if ((known?.version ?? 0) !== row.version || !(await writeReward(work, row))) throw new Refused('reward_changed')
  await writeStock(work, row.id, unitsLeft)
  work.audit({
    action: known ? 'rewards.change' : 'rewards.create',
    subject: { kind: 'reward', id: row.id },
    changes: changedFields(shown(known), shown(input)),
  })
  return { rewardId: row.id, version: row.version + 1 }
}

function shown(row: RewardInput | undefined): object {
  if (!row) return {}
  const { name, points, cashCents, unitsLeft, memberLimit, mayPickUp, mayDeliver, holdHours } = row
  return { name, points, cashCents, unitsLeft, memberLimit, mayPickUp, mayDeliver, holdHours }
}

/** Takes a reward out of the mall. What was redeemed is still handed over. */
export async function stopReward(work: Work, rewardId: string): Promise<{ rewardId: string }> {
  if (!(await readReward(work, rewardId))) throw new Refused('reward_not_found')
  await stopRewardRow(work, rewardId)
  work.audit({ action: 'rewards.stop', subject: { kind: 'reward', id: rewardId } })
  return { rewardId }
}
