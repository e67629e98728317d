import type { Work } from '#platform/work.ts'
import { isRefusal } from '#shared/refusal.ts'
import {
  deleteItems,
  nextRevision,
  readItems,
  readNamedElsewhere,
  type StoredItem,
  writeArchival,
  writeItems,
} from './item-queries.ts'
import { examineItems, type Item } from './save-items.ts'

/**
 * Takes an import's items back: what it made goes, what it changed is as before.
 *
 * An item that was changed since stays as it is now. One that is named elsewhere (`isUsed`, bundles, price lists, quick keys) is
 * taken out of sale instead of removed. Locks the catalogue. Returns the ids that were left or only taken out of sale.
 */
export async function undoItems(
  work: Work,
  input: { made: readonly string[]; changed: readonly StoredItem[]; isUsed: (itemId: string) => boolean },
): Promise<string[]> {
  const { made, changed, isUsed } = input
  const revision = await nextRevision(work)
  const now = await readItems(work, [...made, ...changed.map(({ id }) => id)])
  const named = await readNamedElsewhere(work, made)
  const standing = made.filter((id) => now.has(id))
  const removable = standing.filter((id) => now.get(id)!.version === 1 && !named.has(id) && !isUsed(id))
  const archivable = standing.filter((id) => !removable.includes(id) && now.get(id)!.archivedAt === null)
  await deleteItems(work, removable)
  await writeArchival(work, archivable, work.at, revision)

  const untouched = changed.filter(({ id, version }) => now.get(id)?.version === version + 1)
  const before = untouched.map(({ version: _, archivedAt: __, ...item }): Item => item)
  const outcomes = await examineItems(work, before)
  const restorable = outcomes.filter((outcome): outcome is Item => !isRefusal(outcome))
  await writeItems(work, restorable, revision)
  const restored = new Set(restorable.map(({ id }) => id))
  return [...archivable, ...changed.map(({ id }) => id).filter((id) => !restored.has(id))]
}
