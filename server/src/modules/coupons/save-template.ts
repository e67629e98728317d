import { readItemFacts } from '#modules/catalog/item-facts.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { changedFields } from '#shared/changed-fields.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { insertTemplate, readPool, readTemplate, updateStopped, updateTemplate } from './template-queries.ts'
import { checkTemplate, type CouponTemplate } from './template-rules.ts'

/** Makes a template. Refuses unknown stores and gifts, and periods, hours or budgets that cannot be. */
export async function createTemplate(
  work: Work,
  id: string,
  template: CouponTemplate,
): Promise<{ templateId: string }> {
  await check(work, template)
  await insertTemplate(work, id, template)
  const { name, terms, totalLimit, memberLimit, budgetCents } = template
  work.audit({
    action: 'coupons.manage',
    subject: { kind: 'coupon_template', id },
    changes: {
      name: [null, name],
      benefit: [null, terms.benefit],
      totalLimit: [null, totalLimit],
      memberLimit: [null, memberLimit],
      budgetCents: [null, budgetCents],
    },
  })
  return { templateId: id }
}

/**
 * Changes a template: the next version, for what is issued from now on. Coupons that are out keep their terms and days; the
 * limits hold at once. Refuses a version that somebody overtook, and limits below what is issued or spent already.
 */
export async function changeTemplate(
  work: Work,
  { templateId, version, ...template }: CouponTemplate & { templateId: string; version: number },
): Promise<{ templateId: string; version: number }> {
  const before = await readTemplate(work, templateId, true)
  if (!before) throw new Refused('coupon_template_not_found')
  if (before.version !== version) throw new Refused('settings_changed')
  await check(work, template)
  const pool = await readPool(work, templateId)
  if (pool && template.totalLimit !== null && pool.issued > template.totalLimit) {
    throw new Refused('invalid_coupon_limit', { issued: pool.issued })
  }
  if (pool && template.budgetCents !== null && pool.spentCents > template.budgetCents) {
    throw new Refused('invalid_coupon_limit', { issued: pool.issued })
  }
  const { id: _, version: __, createdAt: ___, stoppedAt: ____, ...was } = before
  const changes = changedFields(was, template)
  if (Object.keys(changes).length === 0) return { templateId, version }
  await updateTemplate(work, templateId, version + 1, template)
  work.audit({ action: 'coupons.manage', subject: { kind: 'coupon_template', id: templateId }, changes })
  return { templateId, version: version + 1 }
}

/** Stops issuing, or goes on with it. Coupons that are out stay good. Locks the template. */
export async function stopTemplate(
  work: Work,
  templateId: string,
  isStopped: boolean,
): Promise<{ templateId: string }> {
  const before = await readTemplate(work, templateId, true)
  if (!before) throw new Refused('coupon_template_not_found')
  if ((before.stoppedAt !== null) === isStopped) return { templateId }
  const stoppedAt = isStopped ? work.at : null
  await updateStopped(work, templateId, stoppedAt)
  work.audit({
    action: 'coupons.manage',
    subject: { kind: 'coupon_template', id: templateId },
    changes: { stoppedAt: [before.stoppedAt, stoppedAt] },
  })
  return { templateId }
}

async function check(work: Work, template: CouponTemplate): Promise<void> {
  const refusal = checkTemplate(template)
  if (refusal) accept(refusal)
  const { storeIds, benefit } = template.terms
  const giftIds = benefit.kind === 'gift' ? [benefit.productId] : []
  const [stores, { items }] = await Promise.all([storeFacts(work, storeIds ?? []), readItemFacts(work, giftIds)])
  if (storeIds?.some((id) => !stores.has(id))) throw new Refused('store_not_found')
  if (items.length < giftIds.length) throw new Refused('item_not_found')
}

/** The zone in which a template's days are counted: that of its first store, else of the merchant's first. */
export async function couponZone(work: Work, storeIds: readonly string[] | null): Promise<string> {
  const stores = [...(await storeFacts(work, storeIds)).values()].sort((a, b) => a.number - b.number)
  assert(stores[0], 'a merchant has a store')
  return stores[0].timeZone
}
