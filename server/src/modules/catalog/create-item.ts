import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { readItems } from './item-queries.ts'
import { completeItems, type NewItem, saveItems } from './save-items.ts'

/** Adds one product, service or bundle. Refuses what `saveItems` refuses, and an id that is there already. */
export async function createItem(work: Work, given: NewItem): Promise<{ itemId: string }> {
  if ((await readItems(work, [given.id])).size > 0) throw new Refused('item_exists', { itemId: given.id })
  const [item] = await completeItems(work, [given])
  const [outcome] = await saveItems(work, [item!])
  const { id, kind, name, listPriceCents } = accept(outcome!)
  work.audit({
    action: 'catalog.edit',
    subject: { kind: 'item', id },
    changes: { kind: [null, kind], name: [null, name], listPriceCents: [null, listPriceCents] },
  })
  work.emit({ type: 'item.created', subject: { kind: 'item', id }, data: { kind, listPriceCents } })
  return { itemId: id }
}
