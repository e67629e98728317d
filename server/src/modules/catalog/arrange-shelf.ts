import { openStoreOf } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { checkFormats } from './barcode-rules.ts'
import { nextRevision, readKnownIds } from './item-queries.ts'
import {
  type Category,
  endCategory,
  type NamedFormat,
  type QuickKey,
  readCategories,
  readFormats,
  readQuickKeys,
  replaceFormats,
  replaceQuickKeys,
  writeCategories,
} from './shelf-queries.ts'

export { type Category, readCategories as categories }

/**
 * Adds categories or changes them, by id. Locks the catalogue.
 *
 * Refuses a name that another category under the same parent has, an unknown parent, and a parent that has one itself: two
 * levels fit the till's screen, a third would not be found.
 */
export async function saveCategories(work: Work, given: readonly Category[]): Promise<void> {
  await nextRevision(work)
  const known = new Map((await readCategories(work)).map((category) => [category.id, category]))
  for (const category of given) {
    const { id, parentId } = category
    const name = category.name.trim()
    if (name === '') throw new Refused('invalid_category')
    const parent = parentId === null ? null : known.get(parentId)
    if (parent === undefined || parent?.id === id) throw new Refused('category_not_found')
    const hasChildren = [...known.values()].some((other) => other.parentId === id)
    if (parent && (parent.parentId !== null || hasChildren)) throw new Refused('invalid_category')
    const twin = [...known.values()].find(
      (other) => other.id !== id && other.parentId === parentId && other.name === name,
    )
    if (twin) throw new Refused('category_exists', { name })
    known.set(id, { ...category, name })
  }
  const saved = given.map(({ id }) => known.get(id)!)
  await writeCategories(work, saved)
  for (const { id, name, parentId } of saved) {
    work.audit({
      action: 'catalog.edit',
      subject: { kind: 'category', id },
      changes: { name: [null, name], parentId: [null, parentId] },
    })
  }
}

/** Ends a category. Its items and sub-categories stay, without it. */
export async function archiveCategory(work: Work, { categoryId }: { categoryId: string }) {
  const revision = await nextRevision(work)
  const known = await readCategories(work)
  if (!known.some(({ id }) => id === categoryId)) throw new Refused('category_not_found')
  await endCategory(work, categoryId, revision)
  work.audit({
    action: 'catalog.edit',
    subject: { kind: 'category', id: categoryId },
    changes: { isArchived: [false, true] },
  })
  return { categoryId }
}

/** Replaces a store's table of printed codes. Refuses patterns that are wrong or that no code could tell apart. */
export async function setBarcodeFormats(work: Work, input: { storeId: string; formats: readonly NamedFormat[] }) {
  const { storeId, formats } = input
  await openStoreOf(work, storeId)
  await nextRevision(work)
  accept(checkFormats(formats))
  const before = await readFormats(work, storeId)
  await replaceFormats(work, storeId, formats)
  const patternsOf = (table: readonly NamedFormat[]) => table.map(({ pattern }) => pattern)
  work.audit({
    action: 'catalog.edit',
    subject: { kind: 'store', id: storeId },
    changes: { barcodeFormats: [patternsOf(before), patternsOf(formats)] },
  })
  return { storeId }
}

/** Replaces a store's quick keys. Refuses a place given twice and unknown items. */
export async function setQuickKeys(work: Work, input: { storeId: string; keys: readonly QuickKey[] }) {
  const { storeId, keys } = input
  await openStoreOf(work, storeId)
  await nextRevision(work)
  if (new Set(keys.map(({ position }) => position)).size !== keys.length) throw new Refused('invalid_quick_key')
  const itemIds = keys.map(({ itemId }) => itemId)
  const { itemKinds } = await readKnownIds(work, { items: itemIds, categories: [] })
  const unknown = itemIds.find((itemId) => !itemKinds.has(itemId))
  if (unknown !== undefined) throw new Refused('item_not_found', { itemId: unknown })
  const before = await readQuickKeys(work, storeId)
  await replaceQuickKeys(work, storeId, keys)
  work.audit({
    action: 'catalog.edit',
    subject: { kind: 'store', id: storeId },
    changes: { quickKeys: [before.map(({ itemId }) => itemId), itemIds] },
  })
  return { storeId }
}
