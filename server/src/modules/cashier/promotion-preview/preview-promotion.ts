import { setImmediate } from 'node:timers/promises'
import { type ItemFacts, readItemFacts } from '#modules/catalog/item-facts.ts'
import { memberTiers } from '#modules/members/member-tiers.ts'
import { promotionsBetween } from '#modules/promotions/live-promotions.ts'
import { checkPromotion, type PromotionDraft } from '#modules/promotions/promotion-save-rules.ts'
import type { Promotion } from '#modules/promotions/promotion-types.ts'
import { type StoreFacts, storeFacts } from '#modules/shops/store-facts.ts'
import { storesOf } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { accept } from '#shared/refusal.ts'
import { type PastCartRow, readPastCarts, readSpan } from './past-cart-queries.ts'
import { type PastSale, type PromotionPreview, startReplay } from './replay-rules.ts'

const dayMs = 86_400_000
/** Somebody waits for it: the newest sales, no more than these, some hundred at a time so that others are served between. */
const mostSales = 10_000
const pageSize = 500

/** In place of the id that a draft does not have yet. */
const draftId = '00000000-0000-7000-8000-000000000000'

export type PreviewWish = PromotionDraft & {
  /** The promotion that the draft is to be the next version of; null: a new one. */
  promotionId: string | null
  days: number
}

export type Previewed = PromotionPreview & { days: number; since: Date; isCut: boolean }

/**
 * What a draft would have cost on the real sales of the last days, beside the promotions that ran then (its own earlier versions
 * left out). Members have the level of today. Reads only, page by page; beyond the newest 10,000 sales it stops and says so. Whoever
 * works in some stores sees theirs. Refuses a draft that could not be saved.
 */
export async function previewPromotion(work: Work, { promotionId, days, ...draft }: PreviewWish): Promise<Previewed> {
  const refusal = checkPromotion(draft)
  if (refusal) accept(refusal)
  const from = new Date(work.at.getTime() - days * dayMs)
  const storeIds = storesAsked(draft, storesOf(work.actor))
  const stores = await storeFacts(work, storeIds ?? undefined)
  const [span, promotions] = await Promise.all([
    readSpan(work, { from, storeIds, most: mostSales }),
    promotionsBetween(work, [...stores.keys()], { from, until: work.at }),
  ])
  const since = span.firstAt ?? from
  const beside = promotions.filter((promotion) => promotion.promotionId !== promotionId)
  const replay = startReplay(draftAt(draft, promotionId ?? draftId, since), draft)
  let after: { at: Date; id: string } | null = null
  for (let left = span.sales; left > 0;) {
    const rows: PastCartRow[] = await readPastCarts(work, {
      ...{ from: since, storeIds, after },
      limit: Math.min(left, pageSize),
    })
    if (rows.length === 0) break
    replay.take(await pastSalesOf(work, rows, stores), beside)
    const last = rows.at(-1)!
    after = { at: last.bookedAt, id: last.id }
    left -= rows.length
    await setImmediate() // pricing is nothing but computing: whoever came meanwhile goes first
  }
  return { ...replay.result(), days, since, isCut: span.sales === mostSales }
}

/** The stores that the draft is for, as far as the actor works in them; null: all. */
function storesAsked({ terms }: PromotionDraft, scope: readonly string[] | null): readonly string[] | null {
  if (terms.storeIds === null) return scope
  return scope === null ? terms.storeIds : terms.storeIds.filter((id) => scope.includes(id))
}

/** The draft as if it had run all the while: its days of the week and hours stay. */
function draftAt({ name, terms }: PromotionDraft, promotionId: string, since: Date): Promotion {
  return { ...terms, promotionId, version: 0, name, startsAt: since.toISOString(), endsAt: null, isCounted: false }
}

async function pastSalesOf(
  work: Work,
  rows: readonly PastCartRow[],
  stores: ReadonlyMap<string, StoreFacts>,
): Promise<PastSale[]> {
  const itemIds = [...new Set(rows.flatMap(({ lines }) => lines.map(({ itemId }) => itemId)))]
  const [{ items }, tiers] = await Promise.all([
    readItemFacts(work, itemIds),
    memberTiers(
      work,
      rows.flatMap(({ memberId }) => memberId ?? []),
    ),
  ])
  const known = new Map(items.map((item) => [item.id, item]))
  return rows.map(({ id: saleId, at, storeId, memberId, lines }) => ({
    ...{ saleId, at, storeId, timeZone: stores.get(storeId)!.timeZone },
    member: memberId === null ? null : { memberId, tierId: tiers.get(memberId) ?? null },
    lines: lines.map(({ unitPriceCents, hasMemberPrice, ...line }) => ({
      ...line,
      memberPriceCents: hasMemberPrice ? unitPriceCents : null,
      product: productOf(known.get(line.itemId)),
    })),
  }))
}

/** What the item is today: its category and whether it may be reduced at all. */
function productOf(item: ItemFacts | undefined) {
  const { categoryIds = [], isDiscountable = true, earnsPoints = true, taxRateBps = 0 } = item ?? {}
  return { categoryIds, isDiscountable, earnsPoints, taxRateBps }
}
