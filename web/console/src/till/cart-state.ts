import type { Cart, CartLine, Discount } from '#modules/cashier/pricing/pricing-types.ts'
import { newId } from '#shared/ids.ts'

/** What stands on the till between two receipts. Plain JSON: it is kept over a reload. */
export type CartState = {
  /** The id that the sale will have, and its idempotency key: a lost answer never sells twice. */
  saleId: string
  lines: CartLine[]
  memberId: string | null
  orderDiscount: Discount | null
  note: string
}

export type CartAction =
  | { type: 'add'; productId: string; quantityMilli: number; embeddedCents?: number; merge: boolean }
  | { type: 'setQuantity'; lineId: string; quantityMilli: number }
  | { type: 'setLineDiscount'; lineId: string; discount: Discount | null }
  | { type: 'remove'; lineId: string }
  | { type: 'attach'; memberId: string | null }
  | { type: 'setOrderDiscount'; discount: Discount | null }
  | { type: 'setNote'; note: string }
  | { type: 'startNew' }

export function emptyCart(makeId: () => string = newId): CartState {
  return { saleId: makeId(), lines: [], memberId: null, orderDiscount: null, note: '' }
}

/** One step at the till. Adding an item that is already there raises its quantity, unless its amount came from a scale. */
export function cartAfter(cart: CartState, action: CartAction, makeId: () => string = newId): CartState {
  switch (action.type) {
    case 'add':
      return { ...cart, lines: added(cart.lines, action, makeId) }
    case 'setQuantity':
      if (action.quantityMilli <= 0) return { ...cart, lines: without(cart.lines, action.lineId) }
      return {
        ...cart,
        lines: changed(cart.lines, action.lineId, ({ embeddedCents: _fixed, ...line }) => ({
          ...line,
          quantityMilli: action.quantityMilli,
        })),
      }
    case 'setLineDiscount':
      return {
        ...cart,
        lines: changed(cart.lines, action.lineId, ({ discount: _before, ...line }) =>
          action.discount ? { ...line, discount: action.discount } : line,
        ),
      }
    case 'remove':
      return { ...cart, lines: without(cart.lines, action.lineId) }
    case 'attach':
      return { ...cart, memberId: action.memberId }
    case 'setOrderDiscount':
      return { ...cart, orderDiscount: action.discount }
    case 'setNote':
      return { ...cart, note: action.note }
    case 'startNew':
      return emptyCart(makeId)
  }
}

function added(
  lines: readonly CartLine[],
  { productId, quantityMilli, embeddedCents, merge }: Extract<CartAction, { type: 'add' }>,
  makeId: () => string,
): CartLine[] {
  const same = lines.find((line) => line.productId === productId && line.embeddedCents === undefined && !line.discount)
  if (merge && same && embeddedCents === undefined) {
    return changed(lines, same.lineId, (line) => ({
      ...line,
      quantityMilli: (line.quantityMilli ?? 0) + quantityMilli,
    }))
  }
  const lineId = makeId()
  return [
    ...lines,
    embeddedCents === undefined ? { lineId, productId, quantityMilli } : { lineId, productId, embeddedCents },
  ]
}

function changed(lines: readonly CartLine[], lineId: string, change: (line: CartLine) => CartLine): CartLine[] {
  return lines.map((line) => (line.lineId === lineId ? change(line) : line))
}

function without(lines: readonly CartLine[], lineId: string): CartLine[] {
  return lines.filter((line) => line.lineId !== lineId)
}

/** The cart as the pricing function takes it. */
export function pricingCartOf(cart: CartState): Cart {
  return { lines: cart.lines, ...(cart.orderDiscount ? { orderDiscount: cart.orderDiscount } : {}) }
}
