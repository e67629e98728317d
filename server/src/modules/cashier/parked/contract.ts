import {
  Cents,
  Count,
  Instant,
  Nullable,
  PositiveCents,
  strict,
  SumCents,
  Text,
  Type,
  Uuid,
} from '#platform/contract.ts'
import { longestKeepHours } from './parking-rules.ts'

const Discount = Type.Union([
  strict({ kind: Type.Literal('amount'), amountCents: PositiveCents }),
  strict({ kind: Type.Literal('rate'), offBps: Type.Integer({ minimum: 1, maximum: 10_000 }) }),
])

const ParkedLine = strict({
  lineId: Uuid,
  productId: Uuid,
  quantityMilli: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000_000 })),
  embeddedCents: Type.Optional(PositiveCents),
  discount: Type.Optional(Discount),
  salespersonId: Type.Optional(Uuid),
  note: Type.Optional(Text(100)),
  renewsPassId: Type.Optional(Type.Unsafe<string>({ ...Uuid, description: 'the pass that a plan renews' })),
  planVersion: Type.Optional(
    Type.Integer({ minimum: 1, description: 'of a plan, as it was shown when it came into the cart' }),
  ),
})

/** The cart as it stood: no prices, they are computed anew by whoever takes it. */
export const ParkedCart = strict({
  /** The id that the sale will have: two tills that both held the cart still book one sale. */
  saleId: Uuid,
  memberId: Type.Optional(Nullable(Uuid)),
  lines: Type.Array(ParkedLine, { minItems: 1, maxItems: 200 }),
  orderDiscount: Type.Optional(Discount),
  salespersonId: Type.Optional(Uuid),
  note: Type.Optional(Text(500)),
})

export const ParkedSaleCreate = strict({
  storeId: Uuid,
  label: Type.Optional(Text(40)),
  shownCents: Cents,
  cart: ParkedCart,
})

export const ParkedSaleAnswer = strict({ parkedSaleId: Uuid })
export const ParkedSaleParams = strict({ parkedSaleId: Uuid })
export const ParkedSaleListQuery = strict({ storeId: Uuid })

const ParkedSaleRow = strict({
  parkedSaleId: Uuid,
  storeId: Uuid,
  label: Nullable(Type.String()),
  memberId: Nullable(Uuid),
  memberName: Nullable(Type.String()),
  priority: Type.Integer({ description: 'by what the member holds; 0: like everybody' }),
  lineCount: Type.Integer(),
  shownCents: SumCents,
  parkedAt: Instant,
  parkedBy: Nullable(Type.String()),
  tillName: Nullable(Type.String()),
  expiresAt: Instant,
})

export const ParkedSaleList = strict({ items: Type.Array(ParkedSaleRow) })
export const ParkedSale = strict({ parkedSaleId: Uuid, cart: ParkedCart })

export const ParkingRule = strict({ keepHours: Type.Integer({ minimum: 1, maximum: longestKeepHours }) })
export const ParkingRuleAnswer = strict({ keepHours: Count })
