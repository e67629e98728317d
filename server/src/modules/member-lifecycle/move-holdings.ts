import { absorbIssueCounts, releaseIssueCounts } from '#modules/coupons/merge-counts.ts'
import { moveCoupons, moveCouponsBack } from '#modules/coupons/move-coupons.ts'
import type { Pair } from '#modules/members/absorb-member.ts'
import { absorbSettings, releaseSettings } from '#modules/messaging/merge-settings.ts'
import { movePasses, movePassesBack } from '#modules/passes/move-passes.ts'
import { absorbCampaignCounts, releaseCampaignCounts } from '#modules/points/merge-counts.ts'
import { absorbPromotionCounts, releasePromotionCounts } from '#modules/promotions/merge-counts.ts'
import { moveLeavings, moveLeavingsBack } from '#modules/retention/move-leavings.ts'
import { absorbRewardCounts, releaseRewardCounts } from '#modules/rewards/merge-counts.ts'
import type { Work } from '#platform/work.ts'
import type { Moved } from './merge-queries.ts'

type Held = Required<Pick<Moved, 'coupons' | 'passes' | 'leavings' | 'settings'>>

/** Hands over everything of the absorbed record that is no value of the ledger. Returns what was done, for the undo. */
export async function moveHoldings(work: Work, pair: Pair): Promise<Held> {
  const between = { from: pair.absorbed.id, to: pair.survivor.id }
  const coupons = await moveCoupons(work, between)
  const passes = await movePasses(work, between)
  const leavings = await moveLeavings(work, between)
  const settings = await absorbSettings(work, settingsOf(pair))
  await absorbIssueCounts(work, between)
  await absorbPromotionCounts(work, between)
  await absorbCampaignCounts(work, between)
  await absorbRewardCounts(work, between)
  return { coupons, passes, leavings, settings }
}

/** Gives back what is still there, and takes apart what was counted together. */
export async function moveHoldingsBack(work: Work, pair: Pair, moved: Moved): Promise<void> {
  const between = { from: pair.survivor.id, to: pair.absorbed.id }
  const { coupons, passes, leavings, settings, couponIds = [], passIds = [] } = moved
  await moveCouponsBack(work, { ...between, moved: coupons ?? { unspentIds: couponIds, spentIds: [] } })
  await movePassesBack(work, { ...between, moved: passes ?? { ...noPasses, passIds } })
  if (leavings) await moveLeavingsBack(work, { ...between, moved: leavings })
  if (settings) await releaseSettings(work, settingsOf(pair), settings)
  // Merges of before counted nothing together.
  if (!coupons) return
  await releaseIssueCounts(work, between)
  await releasePromotionCounts(work, between)
  await releaseCampaignCounts(work, between)
  await releaseRewardCounts(work, between)
}

const noPasses = { passIds: [], familyIds: [], joinedIds: [], ownFamilyIds: [], useIds: [], holdIds: [] }

function settingsOf({ survivor, absorbed }: Pair) {
  return {
    ...{ survivorId: survivor.id, absorbedId: absorbed.id },
    ...{ survivorKey: survivor.key, absorbedKey: absorbed.key },
  }
}
