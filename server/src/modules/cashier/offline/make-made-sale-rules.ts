import type { EarnRule, PricedSale } from '#modules/cashier/pricing/pricing-types.ts'
import { saleRecordOf, type SoldItem } from '#modules/cashier/sale/sale-record-rules.ts'
import type { MadeSale } from './offline-types.ts'

/**
 * What a till writes down of a priced sale: the very record that the server would make of it, without what only the server
 * can say (who it was booked by, in which shift, on which day).
 */
export function madeSaleOf(
  priced: PricedSale,
  about: {
    memberId: string | null
    note: string | null
    fingerprint: string
    items: ReadonlyMap<string, SoldItem>
    earnRule: EarnRule | null
  },
): MadeSale {
  const { memberId, note, fingerprint, items, earnRule } = about
  const now = new Date(0)
  const head = {
    ...{ id: '', storeId: '', deviceId: null, businessDay: '', happenedAt: now, at: now, cashierId: null },
    ...{ shiftId: null, exchangeRefundId: null },
  }
  const record = saleRecordOf({ ...head, memberId, note, approvalId: null, fingerprint }, priced, items, earnRule)
  const made = Object.fromEntries(Object.entries(record).filter(([name]) => !Object.hasOwn(head, name))) as MadeSale
  return made
}
