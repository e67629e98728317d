import { Nullable, PositiveCents, strict, SumCents, Text, Type, Uuid } from '#platform/contract.ts'
import {
  Disposition,
  Fingerprint,
  Quantity,
  RefundLine,
  refundTender,
  SaleBooked,
  SaleCreate,
} from '#modules/cashier/contract.ts'

const refundLines = Type.Array(
  strict({ lineId: Uuid, quantityMilli: Quantity, disposition: Type.Optional(Disposition) }),
  {
    minItems: 1,
    maxItems: 200,
  },
)

const PassCause = Type.Enum(['member', 'merchant', 'change'], {
  description: 'why passes among the lines end; decides what of their price comes back',
})

export const RefundQuoteRequest = strict({ lines: refundLines, passCause: Type.Optional(PassCause) })

export const RefundCreate = strict({
  lines: refundLines,
  passCause: Type.Optional(PassCause),
  isVoid: Type.Optional(Type.Boolean({ description: 'the whole sale, in the shift that made it' })),
  fingerprint: Fingerprint,
  reason: Text(200),
  approvalId: Type.Optional(Uuid),
})

export const RefundQuote = strict({
  saleId: Uuid,
  lines: Type.Array(RefundLine),
  netCents: SumCents,
  taxCents: SumCents,
  paidCents: SumCents,
  tenders: Type.Array(strict(refundTender)),
  pointsReversed: Type.Integer(),
  isLast: Type.Boolean(),
  coupons: Type.Array(strict({ couponId: Uuid, name: Type.String() }), {
    description: 'what comes back with the last of the sale',
  }),
  fingerprint: Fingerprint,
})

export const RefundBooked = strict({
  refundId: Uuid,
  receiptNumber: Type.String(),
  paidCents: SumCents,
  pointsReversed: Type.Integer(),
})

/** The refund and the new sale of an exchange, settled together. The request's key is the new sale's id. */
export const ExchangeCreate = strict({
  refund: strict({
    refundId: Uuid,
    lines: refundLines,
    passCause: Type.Optional(PassCause),
    fingerprint: Fingerprint,
    reason: Text(200),
    approvalId: Type.Optional(Uuid),
  }),
  sale: SaleCreate,
})

export const ExchangeBooked = strict({ sale: SaleBooked, refund: RefundBooked })

const returned = {
  storeId: Uuid,
  memberId: Type.Optional(Nullable(Uuid)),
  lines: Type.Array(
    strict({ lineId: Uuid, productId: Uuid, quantityMilli: Quantity, disposition: Type.Optional(Disposition) }),
    { minItems: 1, maxItems: 50 },
  ),
  paidTo: Type.Union([Type.Literal('cash'), Type.Literal('stored_value')]),
}

/** Goods that come back without a receipt, at the lowest price they are sold at now. */
export const BareReturnQuoteRequest = strict(returned)

export const BareReturnQuote = strict({
  lines: Type.Array(
    strict({
      lineId: Uuid,
      productId: Uuid,
      name: Type.String(),
      quantityMilli: Quantity,
      unitPriceCents: SumCents,
      netCents: SumCents,
      taxCents: SumCents,
      disposition: Disposition,
    }),
  ),
  netCents: SumCents,
  taxCents: SumCents,
  paidCents: Type.Integer({ ...SumCents, description: 'cash as the store rounds it' }),
  fingerprint: Fingerprint,
})

export const BareReturnCreate = strict({
  ...returned,
  fingerprint: Fingerprint,
  reason: Text(200),
  approvalId: Type.Optional(Uuid),
})

export const BareReturnBooked = strict({ refundId: Uuid, receiptNumber: Type.String(), paidCents: PositiveCents })

export const TenderPolicyParams = strict({ storeId: Uuid })
export const TenderPolicy = strict({
  takesWord: Type.Boolean({ description: 'money outside on the cashier’s word, without a provider’s payment' }),
  version: Type.Integer({ minimum: 0, maximum: 2_147_483_647, description: '0: never said' }),
})
export const TenderPolicySaved = strict({ version: Type.Integer() })
