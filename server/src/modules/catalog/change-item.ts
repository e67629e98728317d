import { actorMay } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { changedFields } from '#shared/changed-fields.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { nextRevision, readItems, writeArchival, writeItems } from './item-queries.ts'
import { examineItems, type Item } from './save-items.ts'

/** What may change of an item; its kind never does, because sales of it would change their meaning. */
export type ItemChange = Partial<Omit<Item, 'id' | 'kind'>>

/**
 * Changes the told fields of an item. Locks the catalogue.
 *
 * Refuses a `version` that somebody overtook, what `saveItems` refuses, a new price by somebody who may not set prices, and the name or
 * price of a plan from anybody but the module that makes plans (`asPlan`): they are part of its versions.
 */
export async function changeItem(
  work: Work,
  { itemId, version, asPlan = false, ...change }: { itemId: string; version: number; asPlan?: boolean } & ItemChange,
): Promise<{ itemId: string; version: number }> {
  const revision = await nextRevision(work)
  const before = (await readItems(work, [itemId])).get(itemId)
  if (!before) throw new Refused('item_not_found', { itemId })
  if (before.version !== version) throw new Refused('item_changed')

  const { version: _, archivedAt: __, ...item } = before
  const changes = changedFields(item, change)
  if (Object.keys(changes).length === 0) return { itemId, version }
  const isOfPlan = before.kind === 'plan' && ('listPriceCents' in changes || 'name' in changes)
  if (isOfPlan && !asPlan) throw new Refused('item_is_plan', { itemId })
  if ('listPriceCents' in changes && !asPlan && !actorMay(work.actor, 'catalog.price')) {
    throw new Refused('not_allowed', { permission: 'catalog.price' })
  }
  const [outcome] = await examineItems(work, [{ ...item, ...change }])
  await writeItems(work, [accept(outcome!)], revision)
  work.audit({ action: 'catalog.edit', subject: { kind: 'item', id: itemId }, changes })
  work.emit({ type: 'item.changed', subject: { kind: 'item', id: itemId }, data: { fields: Object.keys(changes) } })
  return { itemId, version: version + 1 }
}

/** Takes an item out of sale, or back (`isArchived` false). Its past sales keep it; doing it twice changes nothing. */
export async function archiveItem(work: Work, { itemId, isArchived }: { itemId: string; isArchived: boolean }) {
  const revision = await nextRevision(work)
  const item = (await readItems(work, [itemId])).get(itemId)
  if (!item) throw new Refused('item_not_found', { itemId })
  if ((item.archivedAt !== null) === isArchived) return { itemId }
  await writeArchival(work, [itemId], isArchived ? work.at : null, revision)
  work.audit({
    action: 'catalog.edit',
    subject: { kind: 'item', id: itemId },
    changes: { isArchived: [!isArchived, isArchived] },
  })
  work.emit({ type: isArchived ? 'item.archived' : 'item.returned', subject: { kind: 'item', id: itemId }, data: {} })
  return { itemId }
}
