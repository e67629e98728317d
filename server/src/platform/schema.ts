// Written by `npm run generate` from the migrated database. Do not edit.
import type { Generated } from 'kysely'

export interface DB {
  'audit.entry': {
    merchantId: string
    id: string
    at: Date
    action: string
    subjectKind: string
    subjectId: string
    actorId: string | null
    actor: unknown
    ip: string | null
    changes: unknown
    reason: string | null
    approvedBy: string | null
  }
  'audit.seal': {
    merchantId: string
    seq: number
    untilAt: Date
    entries: number
    hash: Buffer
    at: Date
  }
  'cashier.receipt_counter': {
    merchantId: string
    storeId: string
    deviceNumber: number
    lastNumber: number
  }
  'cashier.refund': {
    merchantId: string
    id: string
    saleId: string
    refundNo: number
    storeId: string
    deviceId: string | null
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
  }
  'cashier.refund_line': {
    merchantId: string
    refundId: string
    lineId: string
    quantityMilli: number
    netCents: number
    taxCents: number
    tenderCents: Array<number>
    disposition: string
  }
  'cashier.refund_tender': {
    merchantId: string
    refundId: string
    tenderId: string
    kind: string
    amountCents: number
    paidCents: number
  }
  'cashier.sale': {
    merchantId: string
    id: string
    storeId: string
    deviceId: string | null
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
    taxCents: number
    changeCents: number
    earnRule: unknown
    earnBasisCents: number
    pointsEarned: number
    note: string | null
    approvalId: string | null
  }
  'cashier.sale_line': {
    merchantId: string
    saleId: string
    lineNo: number
    lineId: string
    itemKind: string
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
    tenderCents: Array<number>
    steps: unknown
  }
  'cashier.tender': {
    merchantId: string
    saleId: string
    tenderNo: number
    tenderId: string
    kind: string
    method: string | null
    amountCents: number
    roundingCents: number
    receivedCents: number
    changeCents: number
  }
  'platform.command': {
    merchantId: string
    key: string
    operation: string
    bodyHash: Buffer
    actorId: string | null
    at: Date
    status: number | null
    answer: unknown
  }
  'platform.credential_lookup': {
    kind: string
    keyHash: Buffer
    merchantId: string
    subjectId: string
  }
  'platform.delivery': {
    merchantId: string
    eventId: string
    subjectId: string
    seq: number
    dueAt: Date
    createdAt: Date
    attempts: Generated<number>
    done: Generated<Array<string>>
    stoppedAt: Date | null
    lastError: string | null
  }
  'platform.due_work': {
    merchantId: string
    kind: string
    dueAt: Date
  }
  'platform.event': {
    merchantId: string
    id: string
    type: string
    subjectKind: string
    subjectId: string
    seq: number
    at: Date
    actor: unknown
    data: unknown
  }
  'platform.merchant': {
    id: string
    slug: string
    host: string | null
    createdAt: Date
  }
  'platform.rate_limit': {
    bucket: string
    keyHash: Buffer
    windowStart: Date
    hits: number
  }
  'platform.subject_seq': {
    merchantId: string
    subjectId: string
    lastSeq: number
  }
}
