import type { EarnRule, PriceStep, Reduction, TenderKind } from '#modules/cashier/pricing/pricing-types.ts'

/** A sale as it stands in the till's records. */
export type SaleRecord = {
  id: string
  storeId: string
  deviceId: string | null
  /** The shift that answers for the money; null where none has to. */
  shiftId: string | null
  receiptNumber: string
  businessDay: string
  happenedAt: Date
  at: Date
  cashierId: string | null
  memberId: string | null
  pricingVersion: string
  fingerprint: string
  grossCents: number
  discountCents: number
  manualDiscountCents: number
  waiverCents: number
  netCents: number
  /** Gross and these sum to the net: one signed line for each cause. */
  reductions: Reduction[]
  taxCents: number
  changeCents: number
  earnRule: EarnRule | null
  earnBasisCents: number
  pointsEarned: number
  note: string | null
  approvalId: string | null
  /** The refund that was settled together with this sale: an exchange. */
  exchangeRefundId: string | null
  lines: SaleLineRecord[]
  tenders: TenderRecord[]
}

export type ItemKind = 'product' | 'service' | 'bundle' | 'plan'

export type SaleLineRecord = {
  lineId: string
  itemKind: ItemKind
  itemId: string
  name: string
  quantityMilli: number
  isWeighed: boolean
  unitPriceCents: number
  grossCents: number
  discountCents: number
  netCents: number
  taxRateBps: number
  taxCents: number
  earnsPoints: boolean
  tenderCents: number[]
  steps: PriceStep[]
  /** Who sold it, where it was not the cashier. */
  salespersonId: string | null
  note: string | null
}

export type TenderRecord = {
  tenderId: string
  kind: TenderKind
  method: string | null
  /** The payment outside, or the gift card. */
  referenceId: string | null
  carriedTenderId: string | null
  points: number
  amountCents: number
  roundingCents: number
  receivedCents: number
  changeCents: number
}

export type Disposition = 'sellable' | 'damaged' | 'none'

/** A void takes back a sale of the same shift as a whole; an exchange settles the refund with a new sale. */
export type RefundKind = 'refund' | 'void' | 'exchange'

export type RefundRecord = {
  id: string
  saleId: string
  refundNo: number
  storeId: string
  deviceId: string | null
  shiftId: string | null
  kind: RefundKind
  receiptNumber: string
  businessDay: string
  at: Date
  cashierId: string | null
  memberId: string | null
  pricingVersion: string
  fingerprint: string
  netCents: number
  taxCents: number
  paidCents: number
  pointsReversed: number
  reason: string
  approvalId: string | null
  lines: RefundLineRecord[]
  tenders: RefundTenderRecord[]
}

export type RefundLineRecord = {
  lineId: string
  quantityMilli: number
  netCents: number
  taxCents: number
  tenderCents: number[]
  disposition: Disposition
}

export type RefundTenderRecord = {
  tenderId: string
  kind: TenderKind
  amountCents: number
  paidCents: number
  points: number
  /** The money of it that stayed for the new sale of an exchange. */
  carriedCents: number
  /** Cents or points of it that nobody got, because the sale, made offline, had taken them from nobody. */
  shortUnits: number
}

/** A sale with all refunds of it so far. */
export type BookedSale = SaleRecord & { refunds: RefundRecord[] }
