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
    sequence: Number.isSafeInteger(sale.sequence) ? sale.sequence : 0,
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

/** The highest number that the till itself gave; null where none is its own. */
export function counterOf(till: OfflineTill, sales: readonly OfflineSale[]) {
  const used = sales.map(({ receiptNumber }) => readReceiptNumber(receiptNumber))
  const own = used.flatMap((number) => (number?.deviceNumber === till.number ? [number.counter] : []))
  if (own.length === 0) return null
  return { storeId: till.storeId, deviceNumber: till.number, lastNumber: Math.max(...own) }
}
