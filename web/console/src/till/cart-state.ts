import type { Cart, CartLine, Discount } from '#modules/cashier/pricing/pricing-types.ts'
import { newId } from '#shared/ids.ts'
import type { HeldReturn } from './exchange-rules.ts'
import type { OtherTender } from './tender-rules.ts'
import type { Waiver } from './waiver-rules.ts'

/** A line as the till keeps it: what pricing takes, who sold it where that is not the cart's salesperson, and a word about it. */
export type TillLine = CartLine & {
  salespersonId?: string
  note?: string
  /** Where the item is a plan: the pass that this line renews. */
  renewsPassId?: string
  /** Where the item is a plan: the version that was on sale when it came into the cart. */
  planVersion?: number
}

/** A manager's yes to discounts of this very sale, up to an amount. It is used once, when the sale is booked. */
export type GivenApproval = { approvalId: string; amountCents: number; at: number }

/** What stands on the till between two receipts. Plain JSON: it is kept over a reload. */
export type CartState = {
  /** The id that the sale will have, and its idempotency key: a lost answer never sells twice. */
  saleId: string
  lines: TillLine[]
  memberId: string | null
  /** Whose sale it is where a line does not say otherwise. */
  salespersonId: string | null
  /** Coupons that the cashier chose; null: the best are picked as the cart changes. */
  couponIds: string[] | null
  /** Coupons that somebody showed as a code: they belong to no member, or to another way of finding them. */
  shownCouponIds: string[]
  orderDiscount: Discount | null
  waiver: Waiver | null
  approval: GivenApproval | null
  /** Money for this very sale that a provider has confirmed: it stays, whatever is closed or reloaded. */
  paid: OtherTender[]
  /** Goods of an earlier sale that are given back for these. */
  exchange: HeldReturn | null
  note: string
}

type LineDetails = {
  quantityMilli?: number
  discount?: Discount | null
  salespersonId?: string | null
  note?: string
}

export type CartAction =
  | {
      type: 'add'
      productId: string
      quantityMilli: number
      embeddedCents?: number
      merge: boolean
      lineId?: string
      renewsPassId?: string
    }
  | { type: 'pinPlans'; versions: ReadonlyMap<string, number> }
  | { type: 'showPlanAnew'; productId: string; version: number }
  | { type: 'setQuantity'; lineId: string; quantityMilli: number }
  | { type: 'setLine'; lineId: string; details: LineDetails }
  | { type: 'remove'; lineId: string }
  | { type: 'attach'; memberId: string | null }
  | { type: 'setSalesperson'; salespersonId: string | null }
  | { type: 'setCoupons'; couponIds: string[] | null }
  | { type: 'showCoupon'; couponId: string }
  | { type: 'setOrderDiscount'; discount: Discount | null }
  | { type: 'setWaiver'; waiver: Waiver | null }
  | { type: 'setApproval'; approval: GivenApproval | null }
  | { type: 'addPaid'; tender: OtherTender }
  | { type: 'holdReturn'; held: HeldReturn }
  | { type: 'dropReturn' }
  | { type: 'setNote'; note: string }
  | { type: 'takeUp'; cart: Partial<CartState> & Pick<CartState, 'saleId' | 'lines'> }
  | { type: 'forgetSold'; lineIds: readonly string[] }
  | { type: 'startNew' }

export function emptyCart(makeId: () => string = newId): CartState {
  return {
    saleId: makeId(),
    lines: [],
    memberId: null,
    salespersonId: null,
    couponIds: null,
    shownCouponIds: [],
    orderDiscount: null,
    waiver: null,
    approval: null,
    paid: [],
    exchange: null,
    note: '',
  }
}

/** One step at the till. Adding an item that is already there raises its quantity, unless its amount came from a scale. */
export function cartAfter(cart: CartState, action: CartAction, makeId: () => string = newId): CartState {
  switch (action.type) {
    case 'add':
      return { ...cart, lines: added(cart.lines, { lineId: makeId(), ...action }) }
    case 'pinPlans':
      return withPinnedPlans(cart, action.versions)
    case 'showPlanAnew': {
      const { productId, version: planVersion } = action
      return {
        ...cart,
        lines: cart.lines.map((line) => (line.productId === productId ? { ...line, planVersion } : line)),
      }
    }
    case 'setQuantity':
      return withLine(cart, action.lineId, { quantityMilli: action.quantityMilli })
    case 'setLine':
      return withLine(cart, action.lineId, action.details)
    case 'remove':
      return { ...cart, lines: without(cart.lines, action.lineId) }
    case 'attach':
      // Another member has other coupons: those chosen by hand were the former one's.
      return { ...cart, memberId: action.memberId, couponIds: null }
    case 'setSalesperson':
      return { ...cart, salespersonId: action.salespersonId }
    case 'setCoupons':
      return { ...cart, couponIds: action.couponIds }
    case 'showCoupon':
      return { ...cart, shownCouponIds: [...new Set([...cart.shownCouponIds, action.couponId])] }
    case 'setOrderDiscount':
      return { ...cart, orderDiscount: action.discount }
    case 'setWaiver':
      return { ...cart, waiver: action.waiver }
    case 'setApproval':
      return { ...cart, approval: action.approval }
    case 'addPaid': {
      const isKnown = cart.paid.some(({ paymentId }) => paymentId === action.tender.paymentId)
      return isKnown ? cart : { ...cart, paid: [...cart.paid, action.tender] }
    }
    case 'holdReturn':
      return { ...cart, exchange: action.held, memberId: cart.memberId ?? action.held.memberId }
    case 'dropReturn':
      return { ...cart, exchange: null }
    case 'setNote':
      return { ...cart, note: action.note }
    case 'takeUp':
      return { ...emptyCart(makeId), ...action.cart }
    case 'forgetSold':
      // A crash brought back a cart that was sold: what was scanned since belongs to the next customer, and to a new id.
      return { ...emptyCart(makeId), lines: cart.lines.filter(({ lineId }) => !action.lineIds.includes(lineId)) }
    case 'startNew':
      return emptyCart(makeId)
  }
}

function added(
  lines: readonly TillLine[],
  {
    productId,
    quantityMilli,
    embeddedCents,
    merge,
    lineId,
    renewsPassId,
  }: Extract<CartAction, { type: 'add' }> & {
    lineId: string
  },
): TillLine[] {
  const same = lines.find((line) => line.productId === productId && isPlain(line))
  if (merge && same && embeddedCents === undefined) {
    return changed(lines, same.lineId, (line) => ({
      ...line,
      quantityMilli: (line.quantityMilli ?? 0) + quantityMilli,
    }))
  }
  return [
    ...lines,
    {
      ...(embeddedCents === undefined ? { lineId, productId, quantityMilli } : { lineId, productId, embeddedCents }),
      ...(renewsPassId ? { renewsPassId } : {}),
    },
  ]
}

/** A plan keeps the version that it came into the cart with: changed meanwhile, it is not sold under words that nobody saw. */
function withPinnedPlans(cart: CartState, versions: ReadonlyMap<string, number>): CartState {
  if (!hasOpenPlan(cart, versions)) return cart
  const pinned = (line: TillLine) =>
    isOpenPlan(line, versions) ? { ...line, planVersion: versions.get(line.productId)! } : line
  return { ...cart, lines: cart.lines.map(pinned) }
}

/** Whether a plan lies in the cart whose version is not kept yet. */
export function hasOpenPlan({ lines }: CartState, versions: ReadonlyMap<string, number>): boolean {
  return lines.some((line) => isOpenPlan(line, versions))
}

function isOpenPlan({ productId, planVersion }: TillLine, versions: ReadonlyMap<string, number>): boolean {
  return planVersion === undefined && versions.has(productId)
}

/** A line that nothing was said about: one more of the same goods joins it. */
function isPlain({ embeddedCents, discount, note, salespersonId }: TillLine): boolean {
  return embeddedCents === undefined && !discount && !note && !salespersonId
}

/** Details given change, others stay; nothing of a quantity takes the line away, and a typed one frees it from its label. */
function withLine(cart: CartState, lineId: string, details: LineDetails): CartState {
  const { quantityMilli, discount, salespersonId, note } = details
  if (quantityMilli !== undefined && quantityMilli <= 0) return { ...cart, lines: without(cart.lines, lineId) }
  const lines = changed(cart.lines, lineId, (before) => {
    const line = { ...before }
    if (quantityMilli !== undefined) {
      delete line.embeddedCents
      line.quantityMilli = quantityMilli
    }
    setOrDrop(line, 'discount', discount)
    setOrDrop(line, 'salespersonId', salespersonId)
    setOrDrop(line, 'note', note)
    return line
  })
  return { ...cart, lines }
}

function setOrDrop<Key extends 'discount' | 'salespersonId' | 'note'>(
  line: TillLine,
  key: Key,
  value: TillLine[Key] | null | undefined,
): void {
  if (value === undefined) return
  if (value === null || value === '') delete line[key]
  else line[key] = value
}

function changed(lines: readonly TillLine[], lineId: string, change: (line: TillLine) => TillLine): TillLine[] {
  return lines.map((line) => (line.lineId === lineId ? change(line) : line))
}

function without(lines: readonly TillLine[], lineId: string): TillLine[] {
  return lines.filter((line) => line.lineId !== lineId)
}

/** The cart as the pricing function takes it, before 抹零. */
export function pricingCartOf(cart: CartState, couponIds: readonly string[] = []): Cart {
  return {
    lines: cart.lines.map(pricedPart),
    ...(couponIds.length > 0 ? { couponIds } : {}),
    ...(cart.orderDiscount ? { orderDiscount: cart.orderDiscount } : {}),
  }
}

/** What of a line pricing and booking take; kept by line, so that an unchanged line stays the same object. */
const pricedParts = new WeakMap<TillLine, CartLine>()

function pricedPart(line: TillLine): CartLine {
  let part = pricedParts.get(line)
  if (!part) {
    const { note: _note, salespersonId: _seller, renewsPassId: _renews, planVersion: _version, ...rest } = line
    part = rest
    pricedParts.set(line, part)
  }
  return part
}

type BookedLine = Omit<TillLine, 'renewsPassId' | 'planVersion'> & { plan?: { version: number; renewsPassId?: string } }

/**
 * The lines as the sale is booked: who sold each, where it is known, what was said about it, and of a plan the version that it came
 * into the cart with, else the one on sale (`planVersions`, by item).
 */
export function bookedLinesOf(
  { lines, salespersonId }: CartState,
  planVersions: ReadonlyMap<string, number> = new Map(),
): BookedLine[] {
  return lines.map(({ renewsPassId, planVersion, ...line }) => {
    const version = planVersion ?? planVersions.get(line.productId)
    const plan = version === undefined ? {} : { plan: { version, ...(renewsPassId ? { renewsPassId } : {}) } }
    return { ...(salespersonId ? { salespersonId } : {}), ...line, ...plan }
  })
}
