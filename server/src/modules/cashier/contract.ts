import { Cents, Day, Instant, Nullable, PositiveCents, strict, SumCents, Text, Type, Uuid } from '#platform/contract.ts'
import { Earned } from './sale/earned-schema.ts'

export const Quantity = Type.Integer({ minimum: 1, maximum: 1_000_000_000, description: 'thousandths of the unit' })

const Discount = Type.Union([
  strict({ kind: Type.Literal('amount'), amountCents: PositiveCents }),
  strict({ kind: Type.Literal('rate'), offBps: Type.Integer({ minimum: 1, maximum: 10_000 }) }),
])

export const ItemKind = Type.Union([
  Type.Literal('product'),
  Type.Literal('service'),
  Type.Literal('bundle'),
  Type.Literal('plan'),
])

const CartLine = strict({
  lineId: Uuid,
  productId: Uuid,
  quantityMilli: Type.Optional(Quantity),
  embeddedCents: Type.Optional(PositiveCents),
  discount: Type.Optional(Discount),
  salespersonId: Type.Optional(Uuid),
  note: Type.Optional(Text(200)),
  plan: Type.Optional(
    strict(
      { version: Type.Integer({ minimum: 1 }), renewsPassId: Type.Optional(Uuid) },
      { description: 'where the item is a plan: the version that was shown, and the pass that it renews' },
    ),
  ),
})

const TenderRequest = Type.Union([
  strict({
    tenderId: Uuid,
    kind: Type.Literal('cash'),
    receivedCents: Type.Integer({ ...Cents, description: 'none where what is left rounds away' }),
  }),
  strict({
    tenderId: Uuid,
    kind: Type.Literal('points'),
    points: Type.Integer({ minimum: 1, maximum: 1_000_000_000 }),
  }),
  strict({ tenderId: Uuid, kind: Type.Literal('gift_card'), giftCardId: Uuid, amountCents: PositiveCents }),
  strict({ tenderId: Uuid, kind: Type.Literal('stored_value'), amountCents: PositiveCents }),
  strict({
    tenderId: Uuid,
    kind: Type.Literal('other'),
    method: Type.Optional(Text(40)),
    paymentId: Type.Optional(Type.String({ ...Uuid, description: 'a confirmed payment of exactly this amount' })),
    carriedTenderId: Type.Optional(
      Type.String({ ...Uuid, description: 'in an exchange: the tender of the first sale whose money stays' }),
    ),
    amountCents: PositiveCents,
  }),
])

export const cart = {
  storeId: Uuid,
  memberId: Type.Optional(Nullable(Uuid)),
  lines: Type.Array(CartLine, { minItems: 1, maxItems: 200 }),
  couponIds: Type.Optional(Type.Array(Uuid, { maxItems: 20, uniqueItems: true })),
  withoutPromotionIds: Type.Optional(Type.Array(Uuid, { maxItems: 50, uniqueItems: true })),
  orderDiscount: Type.Optional(Discount),
  waiverCents: Type.Optional(Cents),
}

export const Fingerprint = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of what was shown' })

/** What the till wants to sell, without or with how it is paid. */
export const SaleQuoteRequest = strict({ ...cart, tenders: Type.Optional(Type.Array(TenderRequest, { maxItems: 10 })) })

export const SaleCreate = strict({
  ...cart,
  tenders: Type.Array(TenderRequest, { maxItems: 10 }),
  fingerprint: Fingerprint,
  netCents: Type.Optional(
    Type.Integer({
      ...Cents,
      description: 'the sum that was shown: when another is due, that is said before the tenders',
    }),
  ),
  note: Type.Optional(Text(500)),
  approvalId: Type.Optional(Uuid),
})

export const PriceStep = strict({
  code: Type.String(),
  amountCents: SumCents,
  facts: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
})

const pricedLine = {
  lineId: Uuid,
  productId: Uuid,
  name: Type.String(),
  quantityMilli: Type.Integer(),
  isWeighed: Type.Boolean(),
  unitPriceCents: SumCents,
  grossCents: SumCents,
  discountCents: SumCents,
  netCents: SumCents,
  taxRateBps: Type.Integer(),
  taxCents: SumCents,
  steps: Type.Array(PriceStep),
}

const tender = {
  tenderId: Uuid,
  kind: Type.String(),
  method: Nullable(Type.String()),
  referenceId: Nullable(
    Type.String({ ...Uuid, description: 'the payment outside, the gift card, or the redemption day of points' }),
  ),
  carriedTenderId: Nullable(Uuid),
  points: Type.Integer(),
  amountCents: SumCents,
  roundingCents: SumCents,
  receivedCents: SumCents,
  changeCents: SumCents,
}
const PlannedTender = strict(tender)
const bookedTender = {
  ...tender,
  cardTail: Nullable(Type.String({ description: 'the last characters of the gift card' })),
  redeemDay: Nullable(strict({ name: Type.String(), rateBps: Type.Integer() })),
}
const BookedTender = strict(bookedTender)

/** One line under the goods, signed: all that one cause took off. */
const Reduction = strict({
  code: Type.String(),
  id: Nullable(Type.String()),
  name: Nullable(Type.String()),
  amountCents: SumCents,
})

const sums = {
  reductions: Type.Array(Reduction),
  grossCents: SumCents,
  discountCents: SumCents,
  netCents: SumCents,
  taxCents: SumCents,
  waiverCents: SumCents,
}

/** The price of a cart; with tenders also the change, the points and the fingerprint to book it by. */
export const SaleQuote = strict({
  ...sums,
  pricingVersion: Type.String(),
  lines: Type.Array(strict(pricedLine)),
  promotions: Type.Array(
    strict({
      promotionId: Uuid,
      version: Type.Integer(),
      name: Type.String(),
      times: Type.Integer(),
      offCents: SumCents,
    }),
  ),
  coupons: Type.Array(
    strict({
      couponId: Uuid,
      name: Type.String(),
      offCents: SumCents,
      misfitCode: Nullable(Type.String({ description: 'why it takes nothing: a sale with it is refused' })),
    }),
  ),
  manualDiscountCents: SumCents,
  tenders: Type.Array(PlannedTender),
  changeCents: SumCents,
  pointsEarned: Type.Integer(),
  fingerprint: Nullable(Fingerprint),
})

export const SaleBooked = strict({
  saleId: Uuid,
  receiptNumber: Type.String(),
  netCents: SumCents,
  changeCents: SumCents,
  pointsEarned: Type.Integer(),
})

export const SaleParams = strict({ saleId: Uuid })

export const Disposition = Type.Union([Type.Literal('sellable'), Type.Literal('damaged'), Type.Literal('none')], {
  description: 'where the goods go: back to the shelf, written off, nowhere (services)',
})

export const RefundLine = strict({
  lineId: Uuid,
  quantityMilli: Type.Integer(),
  netCents: SumCents,
  taxCents: SumCents,
  disposition: Disposition,
})

const ShortUnits = Type.Integer({
  minimum: 0,
  description: 'cents or points that were not there when it paid, offline',
})

export const refundTender = {
  tenderId: Uuid,
  kind: Type.String(),
  amountCents: SumCents,
  paidCents: SumCents,
  points: Type.Integer(),
  shortUnits: ShortUnits,
}

const Refund = strict({
  id: Uuid,
  storeId: Type.String({ ...Uuid, description: 'where the goods came back; another store may have sold them' }),
  receiptNumber: Type.String(),
  at: Instant,
  cashierId: Nullable(Uuid),
  cashierName: Nullable(Type.String()),
  netCents: SumCents,
  taxCents: SumCents,
  paidCents: SumCents,
  pointsReversed: Type.Integer(),
  reason: Type.String(),
  kind: Type.String(),
  lines: Type.Array(RefundLine),
  tenders: Type.Array(strict({ ...refundTender, carriedCents: SumCents })),
})

/** One sale with everything that was booked on it. */
export const Sale = strict({
  ...sums,
  id: Uuid,
  storeId: Uuid,
  storeName: Type.String(),
  receiptNumber: Type.String(),
  businessDay: Day,
  shiftId: Nullable(Type.String({ ...Uuid, description: 'null: sold where no shift answers for it' })),
  happenedAt: Instant,
  cashierId: Nullable(Uuid),
  cashierName: Nullable(Type.String()),
  memberId: Nullable(Uuid),
  memberName: Nullable(Type.String()),
  changeCents: SumCents,
  pointsEarned: Type.Integer(),
  earned: Earned,
  note: Nullable(Type.String()),
  refundedCents: SumCents,
  receiptToken: Type.String(),
  exchangeRefundId: Nullable(Type.String({ ...Uuid, description: 'the refund that this sale was settled with' })),
  lines: Type.Array(
    strict({
      ...pricedLine,
      itemKind: ItemKind,
      refundedMilli: Type.Integer(),
      salespersonId: Nullable(Uuid),
      salespersonName: Nullable(Type.String()),
      note: Nullable(Type.String()),
    }),
  ),
  tenders: Type.Array(strict({ ...bookedTender, shortUnits: ShortUnits })),
  refunds: Type.Array(Refund),
})

/** What a customer sees behind the receipt's QR code: no name, no phone. */
export const PublicReceipt = strict({
  ...sums,
  merchantName: Type.String(),
  storeName: Type.String(),
  receiptHeader: Type.String(),
  receiptFooter: Type.String(),
  currency: Type.String(),
  timeZone: Type.String(),
  receiptNumber: Type.String(),
  happenedAt: Instant,
  changeCents: SumCents,
  pointsEarned: Type.Integer(),
  earned: Earned,
  note: Nullable(Type.String()),
  lines: Type.Array(
    strict({
      name: Type.String(),
      quantityMilli: Type.Integer(),
      isWeighed: Type.Boolean(),
      unitPriceCents: SumCents,
      grossCents: SumCents,
      netCents: SumCents,
    }),
  ),
  tenders: Type.Array(BookedTender),
  refunds: Type.Array(
    strict({ receiptNumber: Type.String(), at: Instant, paidCents: SumCents, pointsReversed: Type.Integer() }),
  ),
})
