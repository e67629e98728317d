import type { SaleRecord } from '#modules/cashier/sale/sale-records.ts'
import type { SaleInput } from '#modules/cashier/sale/sell.ts'

/** What a till made a sale of: everything of its record that is not the server's to say. */
export type MadeSale = Omit<
  SaleRecord,
  | 'id'
  | 'storeId'
  | 'deviceId'
  | 'receiptNumber'
  | 'businessDay'
  | 'happenedAt'
  | 'at'
  | 'cashierId'
  | 'shiftId'
  | 'exchangeRefundId'
>

/**
 * A sale as a till hands it in once it has a line again. Plain JSON, written on the till before the customer gets the receipt,
 * and never changed after that.
 */
export type OfflineSale = {
  saleId: string
  /** The place in the till's queue, from 1. */
  sequence: number
  receiptNumber: string
  /** By the till's clock, corrected by what was known of its error. */
  happenedAt: string
  /** The server's own word for when the till last heard of it, and who was signed in then. */
  contact: string | null
  cashierId: string | null
  /** It was sent to the server before, and no answer came: it may be booked there already. */
  wasSent: boolean
  /** What each coupon took off. */
  coupons: { couponId: string; offCents: number }[]
  input: SaleInput
  made: MadeSale
  /** `checkOf` when it was written; tills of an older form have none. */
  check?: string
}

export type ConflictKind =
  | 'balance_short'
  | 'points_short'
  | 'limit_exceeded'
  | 'coupon_used'
  | 'price_changed'
  | 'stock_short'
  | 'clock_wrong'
  | 'shift_closed'
  | 'device_revoked'
  | 'cashier_unproven'
  | 'member_merged'
  | 'member_blocked'
  | 'member_gone'
  | 'receipt_number_taken'
  | 'booked_online'
  | 'unreadable'

/** Let it stand; take it from the member as soon as they have it; bear it; speak to the member first. */
export type Proposal = 'accept' | 'charge_member' | 'write_off' | 'contact'
export type Resolution = Exclude<Proposal, 'contact'>

export type FoundConflict = { kind: ConflictKind; details: Record<string, unknown> }
