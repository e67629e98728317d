import type { SaleRecord } from '#modules/cashier/sale/sale-records.ts'
import { sumOfGifts } from '#modules/points/campaign-rules.ts'
import type { Work } from '#platform/work.ts'
import { businessDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { proposalFor } from './conflict-rules.ts'
import type { DecidedOffline } from './decide-offline-sale.ts'
import type { OfflineTill } from './hold-for-offline.ts'
import type { ConflictRow, OfflineSaleRow } from './offline-queries.ts'
import type { FoundConflict, OfflineSale } from './offline-types.ts'
import { readReceiptNumber } from './receipt-counter-rules.ts'

/** Sales of one till, and the person who hands them in for it, if any. */
export type Upload = { deviceId: string; sales: readonly OfflineSale[]; rescuedBy: string | null }

/** In the order of the till's queue. One whose place cannot be read comes first, and leaves the order of the others alone. */
export function inQueueOrder(sales: readonly OfflineSale[]): OfflineSale[] {
  return [...sales].sort((a, b) => placeOf(a) - placeOf(b))
}

function placeOf({ sequence }: OfflineSale): number {
  return Number.isSafeInteger(sequence) ? sequence : 0
}

/** The sale's record: made on the till, completed by what only the server can say. */
export function recordOf(
  work: Work,
  till: OfflineTill,
  store: { id: string; timeZone: string; cutoffHour: number },
  { read: { sale, happenedAt, memberId }, receiptNumber, shiftId, gifts }: DecidedOffline,
): SaleRecord {
  return {
    ...sale.made,
    id: sale.saleId,
    storeId: store.id,
    deviceId: till.id,
    receiptNumber,
    businessDay: businessDay(happenedAt, store.timeZone, store.cutoffHour),
    happenedAt,
    at: work.at,
    cashierId: sale.cashierId,
    memberId,
    shiftId,
    ...(gifts.length > 0 && sale.made.earnRule ? { earnRule: { ...sale.made.earnRule, given: gifts } } : {}),
    pointsEarned: sale.made.pointsEarned + sumOfGifts(gifts),
    exchangeRefundId: null,
  }
}

/** What is kept of an upload, word for word. */
export function rowOf(
  work: Work,
  till: OfflineTill,
  { rescuedBy }: Upload,
  sale: OfflineSale,
  outcome: OfflineSaleRow['outcome'],
  decided?: DecidedOffline,
): OfflineSaleRow {
  return {
    saleId: sale.saleId,
    storeId: till.storeId,
    deviceId: till.id,
    sequence: placeOf(sale),
    contactAt: decided?.read.contactAt ?? null,
    receivedAt: work.at,
    rescuedBy,
    memberId: decided?.read.memberId ?? null,
    storedCents: decided?.taken.storedCents ?? 0,
    points: decided?.taken.points ?? 0,
    outcome,
    upload: sale,
  }
}

export function conflictOf(
  work: Work,
  till: OfflineTill,
  sale: OfflineSale,
  { kind, details }: FoundConflict,
  memberId: string | null = null,
): ConflictRow {
  return {
    id: newId(work.at.getTime()),
    saleId: sale.saleId,
    storeId: till.storeId,
    deviceId: till.id,
    memberId,
    kind,
    details,
    proposal: proposalFor(kind),
    at: work.at,
  }
}

/** A sale that cannot be booked, with what can still be read of the receipt that the customer has. */
export function unreadable(sale: OfflineSale, flaw: string | null): FoundConflict {
  const { receiptNumber, made } = sale
  const netCents: unknown = made?.netCents
  const printed = typeof receiptNumber === 'string' ? { printed: receiptNumber.slice(0, 40) } : {}
  const sum = Number.isSafeInteger(netCents) ? { netCents } : {}
  return { kind: 'unreadable', details: { flaw, ...printed, ...sum } }
}

/** The highest number that the till itself gave; null where none is its own. */
export function counterOf(till: OfflineTill, sales: readonly OfflineSale[]) {
  const used = sales.map(({ receiptNumber }) =>
    typeof receiptNumber === 'string' ? readReceiptNumber(receiptNumber) : null,
  )
  const own = used.flatMap((number) => (number?.deviceNumber === till.number ? [number.counter] : []))
  if (own.length === 0) return null
  return { storeId: till.storeId, deviceNumber: till.number, lastNumber: Math.max(...own) }
}
