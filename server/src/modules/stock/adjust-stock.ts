import { openStoreOf } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { lockStock, writeStockMoves } from './move-stock.ts'
import { applyMoves, type MoveKind, type MoveRequest, planMoves, type PlannedMove, stockKey } from './stock-rules.ts'
import { readOnHand, readStorePolicy, writeStorePolicy } from './stock-queries.ts'

/** What somebody says about the stock of one item: how many there are, or how many came or went. */
export type Adjustment = { itemId: string } & ({ countedMilli: number } | { changeMilli: number })

/**
 * Books what was counted, delivered or thrown away, by hand: one move per item with its author and reason.
 *
 * Whether the items count stock is the catalogue's to check before. Locks the stock rows. A count that agrees books nothing. A hand
 * may take out more than there is only where the store sells below zero.
 */
export async function adjustStock(
  work: Work,
  input: { adjustmentId: string; storeId: string; reason: string; adjustments: readonly Adjustment[] },
): Promise<{ adjustmentId: string; moves: number }> {
  const { adjustmentId, storeId, reason, adjustments } = input
  await openStoreOf(work, storeId)
  if (new Set(adjustments.map(({ itemId }) => itemId)).size !== adjustments.length)
    throw new Refused('invalid_adjustment')
  const planned = await book(work, storeId, adjustments, {
    kind: 'adjust',
    reason,
    source: { kind: 'adjustment', id: adjustmentId },
  })
  for (const { itemId, quantityMilli, afterMilli } of planned) {
    work.audit({
      action: 'stock.adjust',
      subject: { kind: 'item', id: itemId },
      changes: { [`stock:${storeId}`]: [afterMilli - quantityMilli, afterMilli] },
      reason,
    })
  }
  return { adjustmentId, moves: planned.length }
}

/** Stock that items begin with, from an import: set-wise, one move each, sourced by the import's batch. */
export async function openStock(
  work: Work,
  input: { storeId: string; batchId: string; counts: readonly { itemId: string; countedMilli: number }[] },
): Promise<void> {
  const { storeId, batchId, counts } = input
  await book(work, storeId, counts, { kind: 'opening', source: { kind: 'import', id: batchId } })
}

/** Takes back what `openStock` opened: items that have something on hand in the store have nothing. */
export async function closeStock(
  work: Work,
  input: { storeId: string; batchId: string; itemIds: readonly string[] },
): Promise<void> {
  const { storeId, batchId, itemIds } = input
  const rows = await readOnHand(work, storeId, itemIds)
  const counts = rows
    .filter(({ quantityMilli }) => quantityMilli !== 0)
    .map(({ itemId }) => ({ itemId, countedMilli: 0 }))
  await openStock(work, { storeId, batchId, counts })
}

async function book(
  work: Work,
  storeId: string,
  adjustments: readonly Adjustment[],
  told: { kind: MoveKind; source: MoveRequest['source']; reason?: string },
): Promise<PlannedMove[]> {
  const state = await lockStock(
    work,
    adjustments.map(({ itemId }) => ({ storeId, itemId })),
  )
  const requests = adjustments.flatMap((adjustment): MoveRequest[] => {
    const { itemId } = adjustment
    const before = state.onHand.get(stockKey(storeId, itemId))
    assert(before, 'a locked item has its row')
    const quantityMilli =
      'countedMilli' in adjustment ? adjustment.countedMilli - before.quantityMilli : adjustment.changeMilli
    return quantityMilli === 0 ? [] : [{ storeId, itemId, quantityMilli, ...told }]
  })
  const planned = accept(planMoves(state, requests))
  applyMoves(state, planned)
  await writeStockMoves(work, planned)
  if (planned.length > 0) {
    const subject = { kind: 'store', id: storeId }
    work.emit({ type: 'stock.adjusted', subject, data: { source: told.source, moves: planned.length } })
  }
  return planned
}

/** Decides whether a store may sell what it does not have. An item's own decision goes before it. */
export async function setStorePolicy(work: Work, input: { storeId: string; maySellBelowZero: boolean }) {
  const { storeId, maySellBelowZero } = input
  await openStoreOf(work, storeId)
  const before = await readStorePolicy(work, storeId)
  await writeStorePolicy(work, storeId, maySellBelowZero)
  work.audit({
    action: 'stock.adjust',
    subject: { kind: 'store', id: storeId },
    changes: { maySellBelowZero: [before, maySellBelowZero] },
  })
  return { storeId }
}
