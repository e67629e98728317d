import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { isRefusal, refuse, type Refusal } from '#shared/refusal.ts'
import {
  nextRevision,
  readItems,
  readItemsByCode,
  readKnownIds,
  readTaken,
  type StoredItem,
  type Taken,
  writeItems,
} from './item-queries.ts'
import { checkItem, completeItem, type Item, type NewItem } from './item-rules.ts'

export type { Item, NewItem, StoredItem }

/** The tax rate that a new item takes when nobody tells one: that of the merchant's first store. */
export async function usualTaxRateBps(work: Work): Promise<number> {
  const [first] = (await storeFacts(work)).values()
  return first?.taxRateBps ?? 0
}

/** Items by the shop's own number: what an import compares with. Locks nothing. */
export const itemsByCode = readItemsByCode

/** Items by id: what a bundle's parts are called. Locks nothing. */
export const itemsById = readItems

/** Items with the fields left out filled in, as the merchant usually has them. */
export async function completeItems(work: Work, rows: readonly NewItem[]): Promise<Item[]> {
  const taxRateBps = await usualTaxRateBps(work)
  return rows.map((row) => completeItem(row, { taxRateBps }))
}

/**
 * Writes whole items, new or changed, each for itself: in a refused one's place stands its refusal, and it leaves nothing.
 *
 * Locks the catalogue. Refuses what `checkItem` refuses, codes, scale numbers and barcodes of another item (an earlier one of
 * the same batch included), unknown categories, and bundles of unknown items or of bundles.
 */
export async function saveItems(work: Work, items: readonly Item[]): Promise<(Item | Refusal)[]> {
  const revision = await nextRevision(work)
  const outcomes = await examineItems(work, items)
  await writeItems(
    work,
    outcomes.filter((outcome): outcome is Item => !isRefusal(outcome)),
    revision,
  )
  return outcomes
}

/** What `saveItems` would answer, without writing: an import's dry run. */
export async function examineItems(work: Work, items: readonly Item[]): Promise<(Item | Refusal)[]> {
  const checked = items.map(checkItem)
  const sound = checked.filter((item): item is Item => !isRefusal(item))
  const [taken, known] = await Promise.all([
    readTaken(work, {
      codes: sound.flatMap(({ code }) => code ?? []),
      scaleNumbers: sound.flatMap(({ scaleNumber }) => scaleNumber ?? []),
      barcodes: sound.flatMap(({ barcodes }) => barcodes),
    }),
    readKnownIds(work, {
      items: sound.flatMap(({ parts }) => parts.map(({ itemId }) => itemId)),
      categories: sound.flatMap(({ categoryId }) => categoryId ?? []),
    }),
  ])
  return checked.map((item) => (isRefusal(item) ? item : (misfitOf(item, taken, known) ?? take(item, taken))))
}

type Known = { itemKinds: ReadonlyMap<string, string>; categories: ReadonlySet<string> }

function misfitOf(item: Item, taken: Taken, known: Known): Refusal | undefined {
  const isOthers = (owner: string | undefined) => owner !== undefined && owner !== item.id
  if (item.code !== null && isOthers(taken.codes.get(item.code))) return refuse('item_code_taken', { code: item.code })
  if (item.scaleNumber !== null && isOthers(taken.scaleNumbers.get(item.scaleNumber))) {
    return refuse('scale_number_taken', { scaleNumber: item.scaleNumber })
  }
  const barcode = item.barcodes.find((one) => isOthers(taken.barcodes.get(one)))
  if (barcode !== undefined) return refuse('barcode_taken', { barcode, itemId: taken.barcodes.get(barcode) })
  if (item.categoryId !== null && !known.categories.has(item.categoryId)) return refuse('category_not_found')
  for (const { itemId } of item.parts) {
    const kind = known.itemKinds.get(itemId)
    if (kind === undefined) return refuse('item_not_found', { itemId })
    // One level only: what a bundle takes from stock must be plain to whoever packs it.
    if (kind === 'bundle') return refuse('invalid_bundle')
  }
  return undefined
}

function take(item: Item, taken: Taken): Item {
  if (item.code !== null) taken.codes.set(item.code, item.id)
  if (item.scaleNumber !== null) taken.scaleNumbers.set(item.scaleNumber, item.id)
  for (const barcode of item.barcodes) taken.barcodes.set(barcode, item.id)
  return item
}
