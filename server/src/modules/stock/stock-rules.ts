import { assert } from '#shared/assert.ts'
import { type Refusal, refuse } from '#shared/refusal.ts'

export type MoveKind = 'opening' | 'sale' | 'return' | 'write_off' | 'adjust' | 'reward'

/** One store's stock of one item as it stands while its row is locked, in thousandths of the unit. */
export type OnHand = { storeId: string; itemId: string; quantityMilli: number; mayGoBelowZero: boolean }

/** What should happen to it. `quantityMilli` is signed: negative takes out. */
export type MoveRequest = {
  storeId: string
  itemId: string
  kind: MoveKind
  quantityMilli: number
  source: { kind: string; id: string }
  reason?: string
  /** The item's own policy; null: as the store says. */
  maySellBelowZero?: boolean | null
}

/** `by`: who and when, where one flight writes the moves of several commands; left out, it is the work's own. */
export type PlannedMove = MoveRequest & {
  afterMilli: number
  mayGoBelowZero: boolean
  by?: { actorId: string | null; at: Date }
}

/** Locked stock, and what each store allows. `applyMoves` changes it, so that the next sale of a batch sees what this one took. */
export type StockState = {
  onHand: Map<string, OnHand>
  storeMaySellBelowZero: ReadonlyMap<string, boolean>
}

export function stockKey(storeId: string, itemId: string): string {
  return `${storeId}/${itemId}`
}

/**
 * Takes moves of one command against the locked stock: all of them, or none and a refusal (R32).
 *
 * Going below zero is refused where neither the item nor the store allows it; coming back towards zero never is.
 */
export function planMoves(state: StockState, requests: readonly MoveRequest[]): PlannedMove[] | Refusal<'stock_short'> {
  const taken = new Map<string, number>()
  const planned: PlannedMove[] = []
  for (const request of requests) {
    assert(Number.isSafeInteger(request.quantityMilli) && request.quantityMilli !== 0, 'a move has a whole quantity')
    const key = stockKey(request.storeId, request.itemId)
    const before = taken.get(key) ?? state.onHand.get(key)?.quantityMilli ?? 0
    const afterMilli = before + request.quantityMilli
    const mayGoBelowZero = request.maySellBelowZero ?? state.storeMaySellBelowZero.get(request.storeId) ?? true
    if (afterMilli < 0 && request.quantityMilli < 0 && !mayGoBelowZero) {
      return refuse('stock_short', { itemId: request.itemId, leftMilli: Math.max(0, before) })
    }
    taken.set(key, afterMilli)
    // Stock that stands below zero from a time when it was allowed stays so until it is filled up.
    planned.push({ ...request, afterMilli, mayGoBelowZero: mayGoBelowZero || afterMilli < 0 })
  }
  return planned
}

/** Makes planned moves part of what later plans of the same batch see. */
export function applyMoves(state: StockState, planned: readonly PlannedMove[]): void {
  for (const { storeId, itemId, afterMilli, mayGoBelowZero } of planned) {
    state.onHand.set(stockKey(storeId, itemId), { storeId, itemId, quantityMilli: afterMilli, mayGoBelowZero })
  }
}
