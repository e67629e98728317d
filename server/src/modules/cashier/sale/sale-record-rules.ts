import type { EarnRule, PricedSale } from '#modules/cashier/pricing/pricing-types.ts'
import type { ItemKind, SaleRecord } from './sale-records.ts'

/** What a line's record says of the item beyond its price. */
export type SoldItem = { itemKind: ItemKind; name: string }

/** What was said of a line at the till beside its price. */
export type LineRemark = { lineId: string; salespersonId?: string | undefined; note?: string | undefined }

export type SaleHead = Pick<
  SaleRecord,
  | 'id'
  | 'storeId'
  | 'deviceId'
  | 'shiftId'
  | 'exchangeRefundId'
  | 'businessDay'
  | 'happenedAt'
  | 'at'
  | 'cashierId'
  | 'memberId'
  | 'note'
  | 'approvalId'
  | 'fingerprint'
>

/** The record of a priced sale, all but its receipt number: just what was priced, so that a refund never prices again (R21). */
export function saleRecordOf(
  head: SaleHead,
  priced: PricedSale,
  items: ReadonlyMap<string, SoldItem>,
  earnRule: EarnRule | null,
  remarks: readonly LineRemark[] = [],
): Omit<SaleRecord, 'receiptNumber'> {
  const remarkOf = new Map(remarks.map((remark) => [remark.lineId, remark]))
  return {
    ...head,
    pricingVersion: priced.pricingVersion,
    grossCents: priced.grossCents,
    discountCents: priced.discountCents,
    manualDiscountCents: priced.manualDiscountCents,
    waiverCents: priced.waiverCents,
    netCents: priced.netCents,
    reductions: priced.reductions,
    taxCents: priced.taxCents,
    changeCents: priced.changeCents,
    earnRule: head.memberId === null ? null : bookedRule(earnRule, priced),
    earnBasisCents: priced.earnBasisCents,
    pointsEarned: priced.pointsEarned,
    lines: priced.lines.map((line) => {
      const item = items.get(line.productId)!
      return {
        lineId: line.lineId,
        itemKind: item.itemKind,
        itemId: line.productId,
        name: item.name,
        quantityMilli: line.quantityMilli,
        isWeighed: line.isWeighed,
        unitPriceCents: line.unitPriceCents,
        grossCents: line.grossCents,
        discountCents: line.discountCents,
        netCents: line.netCents,
        taxRateBps: line.taxRateBps,
        taxCents: line.taxCents,
        earnsPoints: line.earnsPoints,
        tenderCents: line.tenderCents,
        steps: line.steps,
        salespersonId: remarkOf.get(line.lineId)?.salespersonId ?? null,
        note: remarkOf.get(line.lineId)?.note ?? null,
      }
    }),
    tenders: priced.tenders,
  }
}

/** The rule as the sale keeps it: with what campaigns gave, not with those that were open. */
function bookedRule(rule: EarnRule | null, { gifts }: PricedSale): EarnRule | null {
  return rule && gifts.length > 0 ? { ...rule, given: gifts } : rule
}

/** Store, device and the device's own counter: `02-01-000123`. Final when it is made, online and offline (R33). */
export function receiptNumberOf(storeNumber: number, deviceNumber: number, counter: number, prefix = ''): string {
  const pad = (value: number, length: number) => String(value).padStart(length, '0')
  return `${prefix}${pad(storeNumber, 2)}-${pad(deviceNumber, 2)}-${pad(counter, 6)}`
}
