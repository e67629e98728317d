import { userNames } from '#modules/identity/user-names.ts'
import { memberNames } from '#modules/members/member-names.ts'
import { merchantFacts, storeFacts } from '#modules/shops/store-facts.ts'
import type { Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import { sumCents } from '#shared/money.ts'
import { withTenderNames } from './tender-names.ts'
import type { PublicReceipt, Sale } from './contract.ts'
import { readShortfall } from './offline/conflict-queries.ts'
import { receiptToken } from './receipt-token.ts'
import { withShort } from './refund/shortfall-rules.ts'
import { earnedParts } from './sale/earn-trace-rules.ts'
import type { BookedSale } from './sale/sale-records.ts'

/** The purpose of the key that receipts' links are signed with. */
export const receiptKeyPurpose = 'cashier.receipt'

export async function showSale(work: Work, sale: BookedSale): Promise<Static<typeof Sale>> {
  const [members, users, stores, tenders, shortfall] = await Promise.all([
    memberNames(work, [sale.memberId]),
    userNames(work, [
      ...[sale, ...sale.refunds].flatMap(({ cashierId }) => cashierId ?? []),
      ...sale.lines.flatMap(({ salespersonId }) => salespersonId ?? []),
    ]),
    storeFacts(work, [sale.storeId]),
    withTenderNames(work, sale.tenders),
    readShortfall(work, sale.id),
  ])
  const cashierOf = ({ cashierId }: { cashierId: string | null }) => (cashierId && users.get(cashierId)) ?? null
  const returned = (lineId: string) =>
    sale.refunds
      .flatMap((refund) => refund.lines)
      .filter((line) => line.lineId === lineId)
      .reduce((sum, line) => sum + line.quantityMilli, 0)
  return {
    ...{ ...sale, tenders: withShort(tenders, sale.refunds, shortfall) },
    earned: earnedParts(sale),
    happenedAt: sale.happenedAt.toISOString(),
    storeName: stores.get(sale.storeId)?.name ?? '',
    memberName: (sale.memberId && members.get(sale.memberId)) ?? null,
    cashierName: cashierOf(sale),
    refundedCents: sumCents(sale.refunds.map((refund) => refund.netCents)),
    receiptToken: receiptToken(work.key(receiptKeyPurpose), work.merchantId, sale.id),
    lines: sale.lines.map((line) => ({
      ...line,
      productId: line.itemId,
      refundedMilli: returned(line.lineId),
      salespersonName: (line.salespersonId && users.get(line.salespersonId)) ?? null,
    })),
    refunds: sale.refunds.map((refund) => ({
      ...refund,
      at: refund.at.toISOString(),
      cashierName: cashierOf(refund),
    })),
  }
}

export async function showPublicReceipt(work: Work, sale: BookedSale): Promise<Static<typeof PublicReceipt>> {
  const [merchant, stores, tenders] = await Promise.all([
    merchantFacts(work),
    storeFacts(work, [sale.storeId]),
    withTenderNames(work, sale.tenders),
  ])
  const store = stores.get(sale.storeId)!
  return {
    ...{ ...sale, tenders },
    earned: earnedParts(sale),
    merchantName: merchant.name,
    currency: merchant.currency,
    storeName: store.name,
    timeZone: store.timeZone,
    receiptHeader: store.receiptHeader,
    receiptFooter: store.receiptFooter,
    happenedAt: sale.happenedAt.toISOString(),
    refunds: sale.refunds.map(({ receiptNumber, at, paidCents, pointsReversed }) => ({
      receiptNumber,
      at: at.toISOString(),
      paidCents,
      pointsReversed,
    })),
  }
}
