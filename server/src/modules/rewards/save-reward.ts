import { readItemFacts } from '#modules/catalog/item-facts.ts'
import type { Work } from '#platform/work.ts'
import { changedFields } from '#shared/changed-fields.ts'
import { Refused } from '#shared/refusal.ts'
import { saveExchange } from './exchange-coupon.ts'
import { readReward, type RewardRow, stopRewardRow, writeReward, writeStock } from './reward-queries.ts'

export type RewardInput = Omit<RewardRow, 'stoppedAt' | 'exchangeTemplateId'>

/**
 * Puts a reward into the mall or changes it; what was redeemed keeps what it said. Refuses a change over one that was not seen
 * (`reward_changed`), a coupon without its template, goods that can neither be picked up nor sent, money at the till without an item to
 * sell, and an item that is none (`reward_item_unfit`).
 */
export async function saveReward(work: Work, input: RewardInput): Promise<{ rewardId: string; version: number }> {
  const { unitsLeft, ...row } = input
  if (!isWhole(row)) throw new Refused('reward_incomplete')
  const known = await readReward(work, row.id)
  if (known && known.kind !== row.kind) throw new Refused('reward_incomplete')
  if ((known?.version ?? 0) !== row.version) throw new Refused('reward_changed')
  if (row.itemId !== null && row.itemId !== known?.itemId) await checkItem(work, row.itemId)
  const exchangeTemplateId = await saveExchange(work, known, {
    ...row,
    exchangeTemplateId: known?.exchangeTemplateId ?? null,
  })
  if (!(await writeReward(work, { ...row, exchangeTemplateId }))) throw new Refused('reward_changed')
  await writeStock(work, row.id, unitsLeft)
  work.audit({
    action: known ? 'rewards.change' : 'rewards.create',
    subject: { kind: 'reward', id: row.id },
    changes: changedFields(shown(known), shown(input)),
  })
  return { rewardId: row.id, version: row.version + 1 }
}

function isWhole(row: Omit<RewardInput, 'unitsLeft'>): boolean {
  const isCoupon = row.kind === 'coupon'
  if (isCoupon !== (row.couponTemplateId !== null)) return false
  if (isCoupon ? row.itemId !== null : !row.mayPickUp && !row.mayDeliver) return false
  if (row.tillPay !== 'no' && (row.itemId === null || !row.mayPickUp)) return false
  if (row.minPurchaseCents > 0 && row.tillPay !== 'must') return false
  return !row.startsAt || !row.endsAt || row.endsAt > row.startsAt
}

async function checkItem(work: Work, itemId: string): Promise<void> {
  const { items } = await readItemFacts(work, [itemId])
  if (!items[0] || items[0].isArchived || items[0].kind === 'plan' || items[0].isWeighed)
    throw new Refused('reward_item_unfit')
}

function shown(row: RewardInput | undefined): object {
  if (!row) return {}
  const { name, points, cashCents, unitsLeft, memberLimit, mayPickUp, mayDeliver, holdHours } = row
  const { itemId, tillPay, minPurchaseCents, isRescueOnly } = row
  return {
    ...{ name, points, cashCents, unitsLeft, memberLimit, mayPickUp, mayDeliver, holdHours },
    ...{ itemId, tillPay, minPurchaseCents, isRescueOnly },
  }
}

/** Takes a reward out of the mall. What was redeemed is still handed over. */
export async function stopReward(work: Work, rewardId: string): Promise<{ rewardId: string }> {
  if (!(await readReward(work, rewardId))) throw new Refused('reward_not_found')
  await stopRewardRow(work, rewardId)
  work.audit({ action: 'rewards.stop', subject: { kind: 'reward', id: rewardId } })
  return { rewardId }
}
