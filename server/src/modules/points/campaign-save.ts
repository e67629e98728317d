import { readItemFacts } from '#modules/catalog/item-facts.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { changedFields } from '#shared/changed-fields.ts'
import { accept, Refused } from '#shared/refusal.ts'
import {
  endCampaignVersions,
  insertCampaign,
  insertCampaignVersion,
  lockCampaign,
  lockCampaignCounter,
  readCampaign,
  readCampaignVersions,
} from './campaign-queries.ts'
import { type CampaignDraft, checkCampaign } from './campaign-save-rules.ts'
import { readEarnPolicy } from './earn-policy.ts'

/** Publishes a campaign. Refuses unknown stores and goods, what cannot be, and any while the base rule gives nothing. */
export async function createCampaign(work: Work, campaignId: string, draft: CampaignDraft): Promise<void> {
  await check(work, draft)
  await insertCampaign(work, campaignId)
  await insertCampaignVersion(work, campaignId, { ...draft, version: 1 })
  const { simulated: _, ...told } = draft
  work.audit({
    action: 'points.edit',
    subject: { kind: 'campaign', id: campaignId },
    changes: Object.fromEntries(Object.entries(told).map(([field, value]) => [field, [null, value] as const])),
  })
}

/**
 * Changes a campaign from now on: a version of its own, so that what was given before keeps its explanation. The budget holds at
 * once. Locks the campaign, then its counter.
 *
 * Refuses a version that somebody overtook, one that has ended, and a budget below what was given.
 */
export async function changeCampaign(
  work: Work,
  input: CampaignDraft & { campaignId: string; version: number },
): Promise<{ campaignId: string; version: number }> {
  const { campaignId, version, ...draft } = input
  const locked = await lockCampaign(work, campaignId)
  if (!locked) throw new Refused('campaign_not_found')
  if (locked.version !== version) throw new Refused('settings_changed')
  const [shown, [last]] = await Promise.all([readCampaign(work, campaignId), readCampaignVersions(work, campaignId)])
  if (shown!.state === 'ended') throw new Refused('campaign_ended')
  await check(work, draft)
  const givenPoints = await lockCampaignCounter(work, campaignId)
  if (draft.budgetPoints !== null && Math.max(givenPoints, shown!.givenPoints) > draft.budgetPoints) {
    throw new Refused('invalid_campaign_budget', { givenPoints: Math.max(givenPoints, shown!.givenPoints) })
  }
  const { simulated: _, ...told } = draft
  const {
    validFrom: __,
    validUntil: ___,
    at: ____,
    authorId: _____,
    version: ______,
    simulated: _______,
    ...was
  } = last!
  const changes = changedFields(was, told)
  if (Object.keys(changes).length === 0) return { campaignId, version }
  await insertCampaignVersion(work, campaignId, { ...draft, version: version + 1 })
  work.audit({ action: 'points.edit', subject: { kind: 'campaign', id: campaignId }, changes })
  return { campaignId, version: version + 1 }
}

/** Ends a campaign now, for good. What it gave stays. Locks the campaign. */
export async function endCampaign(work: Work, campaignId: string): Promise<{ campaignId: string }> {
  const locked = await lockCampaign(work, campaignId)
  if (!locked) throw new Refused('campaign_not_found')
  const shown = await readCampaign(work, campaignId)
  if (shown!.state === 'ended') return { campaignId }
  await endCampaignVersions(work, campaignId, work.at)
  work.audit({
    action: 'points.edit',
    subject: { kind: 'campaign', id: campaignId },
    changes: { endedAt: [null, work.at] },
  })
  return { campaignId }
}

async function check(work: Work, draft: CampaignDraft): Promise<void> {
  const refusal = checkCampaign(draft)
  if (refusal) accept(refusal)
  const { storeIds, scope } = draft.terms
  const productIds = [...new Set([...scope.productIds, ...scope.excludedProductIds])]
  const [policy, stores, { items }] = await Promise.all([
    readEarnPolicy(work),
    storeFacts(work, storeIds ?? []),
    readItemFacts(work, productIds),
  ])
  if (!policy) throw new Refused('campaign_without_base')
  if (storeIds?.some((id) => !stores.has(id))) throw new Refused('store_not_found')
  const known = new Set(items.map(({ id }) => id))
  const unknown = productIds.find((id) => !known.has(id))
  if (unknown !== undefined) throw new Refused('item_not_found', { itemId: unknown })
}
