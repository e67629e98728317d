import { soldItems } from '#modules/cashier/sold-items.ts'
import { undoItems } from '#modules/catalog/undo-items.ts'
import type { StoredItem } from '#modules/catalog/save-items.ts'
import { withdrawValue } from '#modules/ledger/grant-value.ts'
import { readOwnedAccounts } from '#modules/ledger/owned-accounts.ts'
import { forgetMember } from '#modules/members/forget-member.ts'
import { closeStock } from '#modules/stock/adjust-stock.ts'
import { readEventCounts } from '#platform/event-log.ts'
import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { addKept, type Batch, type Effect, lockBatch, markUndoing, markUndone, takeEffects } from './batch-queries.ts'
import { deletePastSales, membersWithPastSales } from './past-sale-queries.ts'

/** Small enough that a till waiting for the same lock hardly notices. */
const membersPerPiece = 50
const itemsPerPiece = 500
const salesPerPiece = 2_000

/** Begins the undo of an import; pieces follow. Refuses one that is under way, undone, failed before it wrote, or a dry run. */
export async function startUndo(work: Work, { batchId }: { batchId: string }): Promise<{ batchId: string }> {
  const batch = await lockBatch(work, batchId)
  if (!batch) throw new Refused('import_not_found')
  if (batch.isDryRun) throw new Refused('import_is_dry_run')
  if (batch.status === 'undone' || batch.status === 'undoing') throw new Refused('import_already_undone')
  if (batch.status !== 'done' && batch.status !== 'failed') throw new Refused('import_not_done')
  await markUndoing(work, batchId)
  work.audit({
    action: 'imports.undo',
    subject: { kind: 'import', id: batchId },
    changes: { status: [batch.status, 'undoing'] },
  })
  return { batchId }
}

/**
 * Undoes one piece of a batch; null when nothing is left, with the batch as it then stands.
 *
 * Past sales go first, then the members that were made, then items. Whoever and whatever was used since stays, and is counted:
 * a member with any event of their own, an item that was sold or changed. Opening balances go back to where they came from.
 */
export async function undoPiece(work: Work, batch: Batch, leaseMs: number): Promise<Batch | null> {
  const leasedUntil = new Date(work.at.getTime() + leaseMs)
  if (batch.kind === 'sales' && (await deletePastSales(work, batch.id, salesPerPiece)) > 0) {
    await addKept(work, batch.id, 0, leasedUntil)
    return null
  }
  const effects = await takeEffects(work, batch.id, batch.kind === 'products' ? itemsPerPiece : membersPerPiece)
  if (effects.length === 0) {
    work.emit({ type: 'import.undone', subject: { kind: 'import', id: batch.id }, data: { kind: batch.kind } })
    return markUndone(work, batch.id)
  }
  const kept =
    batch.kind === 'products' ? await undoProducts(work, batch, effects) : await undoMembers(work, batch, effects)
  await addKept(work, batch.id, kept, leasedUntil)
  return null
}

async function undoProducts(work: Work, batch: Batch, effects: readonly Effect[]): Promise<number> {
  const made = effects.filter(({ before }) => before === null).map(({ subjectId }) => subjectId)
  const changed = effects.flatMap(({ before }) => (before === null ? [] : [before as StoredItem]))
  const sold = await soldItems(work, made)
  // The opening count goes with the item; one that was sold keeps what is left of it.
  if (batch.storeId !== null) {
    const itemIds = made.filter((id) => !sold.has(id))
    await closeStock(work, { storeId: batch.storeId, batchId: batch.id, itemIds })
  }
  const left = await undoItems(work, { made, changed, isUsed: (itemId) => sold.has(itemId) })
  return left.length
}

async function undoMembers(work: Work, batch: Batch, effects: readonly Effect[]): Promise<number> {
  const ids = effects.map(({ subjectId }) => subjectId)
  const [events, buyers] = await Promise.all([readEventCounts(work, ids), membersWithPastSales(work, ids)])
  const unused = effects.filter(
    ({ subjectId, events: told }) => (events.get(subjectId) ?? 0) <= (told ?? 0) && !buyers.has(subjectId),
  )
  for (const { subjectId } of unused) {
    await takeOpeningBack(work, batch, subjectId)
    for (const id of await forgetMember(work, subjectId)) {
      work.emit({ type: 'member.erased', subject: { kind: 'member', id }, data: { batchId: batch.id } })
    }
  }
  return effects.length - unused.length
}

/** Nobody used the member, so what they own is what the import opened. */
async function takeOpeningBack(work: Work, batch: Batch, memberId: string): Promise<void> {
  const owner = { ownerKind: 'member' as const, ownerId: memberId }
  const owned = await readOwnedAccounts(work, owner)
  for (const { asset, balanceUnits } of owned) {
    const [outcome] = await withdrawValue(work, [
      {
        accounts: [{ ...owner, asset }],
        kind: 'adjust',
        to: 'opening',
        from: { units: balanceUnits },
        source: { kind: 'import_undo', id: batch.id },
      },
    ])
    accept(outcome!)
  }
}
