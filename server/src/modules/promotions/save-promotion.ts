import { readItemFacts } from '#modules/catalog/item-facts.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { changedFields } from '#shared/changed-fields.ts'
import { accept, Refused } from '#shared/refusal.ts'
import {
  endVersions,
  insertPromotion,
  insertVersion,
  lockCounter,
  lockPromotion,
  readPromotion,
  readVersions,
} from './promotion-queries.ts'
import { checkPromotion, productsNamed, type PromotionDraft } from './promotion-save-rules.ts'

/** Plans a promotion. Refuses unknown stores and products, and periods, hours or steps that cannot be. */
export async function createPromotion(work: Work, promotionId: string, draft: PromotionDraft): Promise<void> {
  await check(work, draft)
  await insertPromotion(work, promotionId)
  await insertVersion(work, promotionId, { ...draft, version: 1, validFrom: work.at })
  const { name, terms, startsAt, endsAt, useLimit, memberLimit, budgetCents } = draft
  const made = { name, offer: terms.offer, startsAt, endsAt, useLimit, memberLimit, budgetCents }
  work.audit({
    action: 'promotions.manage',
    subject: { kind: 'promotion', id: promotionId },
    changes: Object.fromEntries(Object.entries(made).map(([field, value]) => [field, [null, value] as const])),
  })
}

/**
 * Changes a promotion from an instant on (at once, or `validFrom` in the future): a version of its own, so that what was sold
 * before keeps its terms and its explanation. Limits hold at once. Locks the promotion.
 *
 * Refuses a version that somebody overtook, one that has ended, and limits below what is used.
 */
export async function changePromotion(
  work: Work,
  input: PromotionDraft & { promotionId: string; version: number; validFrom: Date | null },
): Promise<{ promotionId: string; version: number }> {
  const { promotionId, version, validFrom, ...draft } = input
  const locked = await lockPromotion(work, promotionId)
  if (!locked) throw new Refused('promotion_not_found')
  if (locked.version !== version) throw new Refused('settings_changed')
  const [shown, [last]] = await Promise.all([readPromotion(work, promotionId), readVersions(work, promotionId)])
  if (shown!.state === 'ended') throw new Refused('promotion_ended')
  await check(work, draft)
  const counter = await lockCounter(work, promotionId)
  const isBelow =
    counter &&
    ((draft.useLimit !== null && counter.uses > draft.useLimit) ||
      (draft.budgetCents !== null && counter.spentCents > draft.budgetCents))
  if (isBelow) throw new Refused('invalid_promotion_limit', { uses: counter.uses })

  const { validFrom: _, validUntil: __, at: ___, authorId: ____, version: _____, ...was } = last!
  const changes = changedFields(was, draft)
  if (Object.keys(changes).length === 0) return { promotionId, version }
  const from = validFrom && validFrom > work.at ? validFrom : work.at
  await insertVersion(work, promotionId, { ...draft, version: version + 1, validFrom: from })
  work.audit({
    action: 'promotions.manage',
    subject: { kind: 'promotion', id: promotionId },
    changes: { ...changes, validFrom: [null, from] },
  })
  return { promotionId, version: version + 1 }
}

/** Ends a promotion now, for good. Sales made under it keep their prices. Locks the promotion. */
export async function endPromotion(work: Work, promotionId: string): Promise<{ promotionId: string }> {
  const locked = await lockPromotion(work, promotionId)
  if (!locked) throw new Refused('promotion_not_found')
  const shown = await readPromotion(work, promotionId)
  if (shown!.state === 'ended') return { promotionId }
  await endVersions(work, promotionId, work.at)
  work.audit({
    action: 'promotions.manage',
    subject: { kind: 'promotion', id: promotionId },
    changes: { endedAt: [null, work.at] },
  })
  return { promotionId }
}

async function check(work: Work, draft: PromotionDraft): Promise<void> {
  const refusal = checkPromotion(draft)
  if (refusal) accept(refusal)
  const { storeIds } = draft.terms
  const productIds = productsNamed(draft.terms)
  const [stores, { items }] = await Promise.all([storeFacts(work, storeIds ?? []), readItemFacts(work, productIds)])
  if (storeIds?.some((id) => !stores.has(id))) throw new Refused('store_not_found')
  const known = new Set(items.map(({ id }) => id))
  const unknown = productIds.find((id) => !known.has(id))
  if (unknown !== undefined) throw new Refused('item_not_found', { itemId: unknown })
}
