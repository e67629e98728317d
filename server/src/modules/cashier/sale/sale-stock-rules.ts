import type { ItemFacts } from '#modules/catalog/item-facts.ts'
import type { MoveKind, MoveRequest } from '#modules/stock/stock-rules.ts'
import { mulDivRound } from '#shared/money.ts'

/** The stock rows that selling these items in a store touches; a bundle touches those of its parts. */
export function stockKeysOf(
  cart: { storeId: string; lines: readonly { productId: string }[] },
  items: ReadonlyMap<string, ItemFacts>,
): { storeId: string; itemId: string }[] {
  return cart.lines.flatMap(({ productId }) => {
    const item = items.get(productId)
    if (!item) return []
    return stockedParts(item).map(({ itemId }) => ({ storeId: cart.storeId, itemId }))
  })
}

type StockedPart = { itemId: string; perUnitMilli: number; maySellBelowZero: boolean | null }

function stockedParts(item: ItemFacts): StockedPart[] {
  if (item.kind === 'bundle') {
    return item.parts
      .filter((part) => part.tracksStock)
      .map(({ itemId, quantityMilli, maySellBelowZero }) => ({ itemId, perUnitMilli: quantityMilli, maySellBelowZero }))
  }
  return item.tracksStock ? [{ itemId: item.id, perUnitMilli: 1000, maySellBelowZero: item.maySellBelowZero }] : []
}

/** What lines take out of stock (`direction` −1) or bring back (+1). A service moves nothing. */
export function stockMovesOf(
  lines: readonly { itemId: string; quantityMilli: number }[],
  items: ReadonlyMap<string, ItemFacts>,
  move: { storeId: string; kind: MoveKind; direction: 1 | -1; source: { kind: string; id: string } },
): MoveRequest[] {
  return lines.flatMap(({ itemId, quantityMilli }) => {
    const item = items.get(itemId)
    if (!item) return []
    return stockedParts(item).map((part) => ({
      storeId: move.storeId,
      itemId: part.itemId,
      kind: move.kind,
      quantityMilli: move.direction * mulDivRound(quantityMilli, part.perUnitMilli, 1000),
      source: move.source,
      maySellBelowZero: part.maySellBelowZero,
    }))
  })
}
