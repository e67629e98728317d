import type { Static } from '#platform/contract.ts'
import { actorId, actorMay, refuseForeignStore } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { businessDay } from '#shared/business-day.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { accountsOfMember } from '#modules/cashier/sale/hold-for-sales.ts'
import { lockSale, readSale } from '#modules/cashier/sale/sale-queries.ts'
import type { BookedSale, RefundKind, RefundRecord } from '#modules/cashier/sale/sale-records.ts'
import { receiptNumberOf } from '#modules/cashier/sale/sale-record-rules.ts'
import { stockKeysOf } from '#modules/cashier/sale/sale-stock-rules.ts'
import { takeReceiptNumbers } from '#modules/cashier/sale/write-sales-queries.ts'
import { takingShiftOf } from '#modules/cashier/shift/lock-shifts.ts'
import { returnCoupons } from '#modules/coupons/use-coupons.ts'
import { readItemFacts } from '#modules/catalog/item-facts.ts'
import { giftCardAccount } from '#modules/gift-cards/hold-cards.ts'
import { consumeApproval } from '#modules/identity/use-approval.ts'
import { lockLedger, writeLedger } from '#modules/ledger/post-ledger.ts'
import { deviceNumbers } from '#modules/identity/device-numbers.ts'
import { requestPaymentRefunds } from '#modules/payments/claim-payments.ts'
import { returnCampaignUses } from '#modules/points/campaign-state.ts'
import { readEarnPolicy } from '#modules/points/earn-policy.ts'
import { readRedeemPolicy } from '#modules/points/redeem-policy.ts'
import { returnPromotionUses } from '#modules/promotions/use-promotions.ts'
import { type StoreFacts, storeFacts } from '#modules/shops/store-facts.ts'
import { survivorOf } from '#modules/members/survivor.ts'
import { lockStock, writeStockMoves } from '#modules/stock/move-stock.ts'
import { planMoves } from '#modules/stock/stock-rules.ts'
import type { RefundBooked, RefundCreate } from './contract.ts'
import { type QuotedRefund, quoteRefund } from './refund-sale-rules.ts'
import { goodsBack } from './goods-back-rules.ts'
import { planValueBack } from './refund-value.ts'
import { writeRefund } from './write-refund-queries.ts'

export type RefundInput = Static<typeof RefundCreate> & { saleId: string; refundId: string }

/** What a refund would give back, in the words of the plan that `refundSale` executes. Locks nothing. */
export async function previewRefund(work: Work, input: Pick<RefundInput, 'saleId' | 'lines'>): Promise<QuotedRefund> {
  const sale = await readSale(work, input.saleId)
  if (!sale) throw new Refused('sale_not_found')
  accept(refuseForeignStore(work.actor, sale.storeId))
  return accept(quoteRefund(sale, input.lines))
}

/** What a refund is settled with, beyond giving back: set by an exchange alone. */
export type Settlement = {
  kind: RefundKind
  /** By tender of the sale: the money that stays for a new sale. */
  carriedCents: ReadonlyMap<string, number>
}

const paidBack: Settlement = { kind: 'refund', carriedCents: new Map() }

/**
 * Books a return: money per tender, the very lots of stored value and points (R4, R15), the points that the rest no longer earns
 * (R14, as a debt where they are spent, R16), the goods; with the last of the sale its coupons and limited promotions (R22).
 * Payments outside go back to where they came from, after the commit. Executes only the plan that was shown (`fingerprint`).
 *
 * Value goes to who the member is today, if they were merged since.
 *
 * Locks the sale, so that refunds of it come one after the other, then shift, payments, stock, approval, coupons and counters,
 * member accounts, the till's counter.
 */
export async function refundSale(
  work: Work,
  input: RefundInput,
  settlement: Settlement = paidBack,
): Promise<Static<typeof RefundBooked>> {
  const { sale, quote } = await lockAndQuote(work, input)
  const { carriedCents } = settlement
  const shiftId = await takingShiftOf(work, sale.storeId)
  const kind = input.isVoid ? checkVoid(sale, quote, shiftId) : settlement.kind
  await requestPaymentRefunds(work, paymentsBack(sale, quote, input.refundId, carriedCents))
  const hold = await holdForRefund(work, sale, quote, input.refundId)
  const approval = await authorityFor(work, input, kind, quote)
  if (quote.isLast) await giveBackBenefits(work, sale.id, input.refundId, hold.store.timeZone)
  const value = await planBack(work, sale, quote, input.refundId, hold)
  await returnCampaignUses(work, { saleId: sale.id, refundId: input.refundId, left: quote.giftsLeft })

  const [counter] = await takeReceiptNumbers(work, [{ storeId: sale.storeId, deviceNumber: hold.deviceNumber }])
  const { store, deviceNumber, moves } = hold
  const record: RefundRecord = {
    id: input.refundId,
    saleId: sale.id,
    refundNo: sale.refunds.length + 1,
    storeId: sale.storeId,
    deviceId: 'deviceId' in work.actor ? work.actor.deviceId : null,
    shiftId,
    kind,
    receiptNumber: receiptNumberOf(store.number, deviceNumber, counter!, 'R'),
    businessDay: businessDay(work.at, store.timeZone, store.cutoffHour),
    at: work.at,
    cashierId: actorId(work.actor),
    memberId: sale.memberId,
    pricingVersion: quote.pricingVersion,
    fingerprint: quote.fingerprint,
    netCents: quote.netCents,
    taxCents: quote.taxCents,
    paidCents: quote.paidCents,
    pointsReversed: quote.pointsReversed,
    reason: input.reason,
    approvalId: input.approvalId ?? null,
    lines: quote.lines.map((line) => ({
      ...line,
      tenderCents: [...line.tenderCents],
      disposition: quote.dispositions.get(line.lineId)!,
    })),
    tenders: quote.tenders.map((tender) => ({ ...tender, carriedCents: carriedCents.get(tender.tenderId) ?? 0 })),
  }
  tell(work, record, approval, quote.isLast)
  await Promise.all([writeRefund(work, record), writeStockMoves(work, moves), writeLedger(work, value)])
  return {
    refundId: record.id,
    receiptNumber: record.receiptNumber,
    paidCents: record.paidCents,
    pointsReversed: record.pointsReversed,
  }
}

/** A void undoes a whole sale in the shift that made it, before anything of it was returned. */
function checkVoid(sale: BookedSale, quote: QuotedRefund, shiftId: string | null): 'void' {
  if (sale.refunds.length > 0 || !quote.isLast) throw new Refused('void_not_whole')
  if (sale.shiftId !== shiftId) throw new Refused('void_of_other_shift')
  return 'void'
}

/** Payments outside that go back to their origin: less what stays for an exchange. */
function paymentsBack(
  sale: BookedSale,
  quote: QuotedRefund,
  refundId: string,
  carriedCents: Settlement['carriedCents'],
) {
  const referenceOf = new Map(
    sale.tenders.map(({ tenderId, kind, referenceId }) => [tenderId, kind === 'other' && referenceId]),
  )
  return quote.tenders.flatMap(({ tenderId, paidCents }) => {
    const paymentId = referenceOf.get(tenderId)
    const amountCents = paidCents - (carriedCents.get(tenderId) ?? 0)
    return paymentId && amountCents > 0 ? [{ paymentId, refundId, amountCents }] : []
  })
}

async function giveBackBenefits(work: Work, saleId: string, refundId: string, timeZone: string): Promise<void> {
  await returnPromotionUses(work, { saleId, refundId })
  await returnCoupons(work, { saleId, refundId, timeZone })
}

async function planBack(
  work: Work,
  sale: BookedSale,
  quote: QuotedRefund,
  refundId: string,
  { holderId, store }: { holderId: string | null; store: StoreFacts },
) {
  const giftCards = new Map(
    sale.tenders.flatMap(({ tenderId, kind, referenceId }) =>
      kind === 'gift_card' ? [[tenderId, referenceId!] as const] : [],
    ),
  )
  const member = holderId === null ? null : accountsOfMember(holderId)
  const accounts = [
    ...(member ? [...member.stored, member.points] : []),
    ...[...giftCards.values()].map(giftCardAccount),
  ]
  if (accounts.length === 0) return []
  const [ledger, earnPolicy, redeemPolicy] = await Promise.all([
    lockLedger(work, accounts, [{ kind: 'sale', id: sale.id }]),
    readEarnPolicy(work),
    readRedeemPolicy(work),
  ])
  return planValueBack(ledger, {
    ...{ saleId: sale.id, refundId, storeId: sale.storeId, zone: store.timeZone, at: work.at, holderId, giftCards },
    ...{ tenders: quote.tenders, pointsReversed: quote.pointsReversed, earnPolicy, redeemPolicy },
  })
}

/** A refund or void is the actor's own right, or a manager's approval for this very sale. */
async function authorityFor(work: Work, { saleId, approvalId }: RefundInput, kind: RefundKind, quote: QuotedRefund) {
  const permission = kind === 'void' ? 'sale.void' : 'sale.refund'
  if (actorMay(work.actor, permission)) return null
  if (!approvalId) throw new Refused('refund_approval_needed', { permission, amountCents: quote.paidCents })
  return consumeApproval(work, {
    approvalId,
    permission,
    subject: { kind: 'sale', id: saleId },
    amountCents: quote.paidCents,
  })
}

async function lockAndQuote(work: Work, input: RefundInput): Promise<{ sale: BookedSale; quote: QuotedRefund }> {
  const [, sale] = await Promise.all([lockSale(work, input.saleId), readSale(work, input.saleId)])
  if (!sale) throw new Refused('sale_not_found')
  accept(refuseForeignStore(work.actor, sale.storeId))
  const quote = accept(quoteRefund(sale, input.lines))
  if (quote.fingerprint !== input.fingerprint) {
    throw new Refused('quote_changed', { paidCents: quote.paidCents, fingerprint: quote.fingerprint })
  }
  return { sale, quote }
}

/** Locks the stock that the refund moves and reads where it happens, in one flight after the items are known. */
async function holdForRefund(work: Work, sale: BookedSale, quote: QuotedRefund, refundId: string) {
  const returned = quote.lines.map((line) => {
    const { itemId } = sale.lines.find(({ lineId }) => lineId === line.lineId)!
    const disposition = quote.dispositions.get(line.lineId)!
    return { itemId, productId: itemId, quantityMilli: line.quantityMilli, disposition }
  })
  const [{ items: rows }, holderId] = await Promise.all([
    readItemFacts(work, [...new Set(returned.map(({ itemId }) => itemId))]),
    sale.memberId ? survivorOf(work, sale.memberId) : null,
  ])
  const items = new Map(rows.map((item) => [item.id, item]))
  const deviceId = 'deviceId' in work.actor ? work.actor.deviceId : null
  const [stock, stores, numbers] = await Promise.all([
    lockStock(work, stockKeysOf({ storeId: sale.storeId, lines: returned }, items)),
    storeFacts(work, [sale.storeId]),
    deviceNumbers(work, deviceId ? [deviceId] : []),
  ])
  return {
    holderId,
    store: stores.get(sale.storeId)!,
    deviceNumber: (deviceId && numbers.get(deviceId)) || 0,
    moves: accept(planMoves(stock, goodsBack(returned, items, sale.storeId, refundId))),
  }
}

function tell(work: Work, record: RefundRecord, approval: { approvedBy: string } | null, isWhole: boolean): void {
  const { id: refundId, saleId, storeId, businessDay: day, netCents, paidCents, pointsReversed, memberId } = record
  work.emit({
    type: 'sale.refunded',
    subject: memberId ? { kind: 'member', id: memberId } : { kind: 'sale', id: saleId },
    // Whole: nothing of the sale is left.
    data: { refundId, saleId, storeId, businessDay: day, netCents, paidCents, pointsReversed, isWhole },
  })
  work.audit({
    action: record.kind === 'void' ? 'sale.void' : 'sale.refund',
    subject: { kind: 'sale', id: saleId },
    changes: { refundedCents: [0, paidCents] },
    reason: record.reason,
    ...(approval ? { approvedBy: approval.approvedBy } : {}),
  })
}
