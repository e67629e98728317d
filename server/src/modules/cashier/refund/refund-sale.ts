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
import { deviceNumbers, storeOfDevice } from '#modules/identity/device-numbers.ts'
import { endSoldPasses } from '#modules/passes/refund-sold-passes.ts'
import { requestPaymentRefunds } from '#modules/payments/claim-payments.ts'
import { returnTillDay } from '#modules/rewards/till-days.ts'
import { returnCampaignUses } from '#modules/points/campaign-state.ts'
import { readEarnPolicy } from '#modules/points/earn-policy.ts'
import { readRedeemPolicy } from '#modules/points/redeem-policy.ts'
import { returnPromotionUses } from '#modules/promotions/use-promotions.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import { survivorOf } from '#modules/members/survivor.ts'
import { lockStock, writeStockMoves } from '#modules/stock/move-stock.ts'
import { planMoves } from '#modules/stock/stock-rules.ts'
import { readShortfall } from '#modules/cashier/offline/conflict-queries.ts'
import type { RefundBooked, RefundCreate } from './contract.ts'
import { type QuotedRefund, quoteRefund } from './refund-sale-rules.ts'
import { type EndingPasses, endingPasses } from './sold-passes.ts'
import { goodsBack } from './goods-back-rules.ts'
import { planValueBack } from './refund-value.ts'
import { writeRefund } from './write-refund-queries.ts'

export type RefundInput = Static<typeof RefundCreate> & { saleId: string; refundId: string }

/** What a refund would give back, in the words of the plan that `refundSale` executes; of a `sale` that was read already, if it was. Locks nothing. */
export async function previewRefund(
  work: Work,
  input: Pick<RefundInput, 'saleId' | 'lines' | 'passCause'> & { sale?: BookedSale },
): Promise<QuotedRefund> {
  const sale = input.sale ?? (await readSale(work, input.saleId))
  if (!sale) throw new Refused('sale_not_found')
  refuseForeignSale(work, sale)
  const { kept } = await endingPasses(work, sale, input)
  return accept(quoteRefund(sale, input.lines, kept))
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
 * Value goes to who the member is today, if they were merged since. At a till of another store the goods go onto that store's shelf
 * and the money out of that till; what it undoes of value stays the sale's store's.
 *
 * Locks the sale, so that refunds of it come one after the other, then shift, payments, stock, approval, coupons and counters,
 * member accounts, the till's counter.
 */
export async function refundSale(
  work: Work,
  input: RefundInput,
  settlement: Settlement = paidBack,
): Promise<Static<typeof RefundBooked>> {
  const { sale, quote, passes } = await lockAndQuote(work, input, settlement.kind)
  const { carriedCents } = settlement
  const placeId = await placeOf(work, sale, input.isVoid ? 'void' : settlement.kind)
  const shiftId = await takingShiftOf(work, placeId)
  const kind = input.isVoid ? checkVoid(sale, quote, shiftId) : settlement.kind
  await requestPaymentRefunds(work, paymentsBack(sale, quote, input.refundId, carriedCents))
  const hold = await holdForRefund(work, { sale, quote, refundId: input.refundId, placeId })
  const approval = await authorityFor(work, input, kind, quote)
  if (quote.isLast) await giveBackBenefits(work, sale.id, input.refundId, hold.saleZone)
  const { plans: value, shortUnits } = await planBack(work, sale, quote, input.refundId, hold)
  await returnTillDays(work, sale, quote)
  await returnCampaignUses(work, { saleId: sale.id, refundId: input.refundId, left: quote.giftsLeft })

  const [counter] = await takeReceiptNumbers(work, [{ storeId: placeId, deviceNumber: hold.deviceNumber }])
  const { store, deviceNumber, moves } = hold
  const record: RefundRecord = {
    id: input.refundId,
    saleId: sale.id,
    refundNo: sale.refunds.length + 1,
    storeId: placeId,
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
    tenders: quote.tenders.map((tender) => ({
      ...tender,
      carriedCents: carriedCents.get(tender.tenderId) ?? 0,
      shortUnits: shortUnits.get(tender.tenderId) ?? 0,
    })),
  }
  tell(work, record, { approval, soldAt: sale.storeId, isWhole: quote.isLast })
  await Promise.all([writeRefund(work, record), writeStockMoves(work, moves), writeLedger(work, value)])
  await endSoldPasses(work, passes.quotes, { cause: passes.cause, reason: input.reason })
  return {
    refundId: record.id,
    receiptNumber: record.receiptNumber,
    paidCents: record.paidCents,
    pointsReversed: record.pointsReversed,
  }
}

/** Who works in other stores alone is told where to go, and not only that they may not. */
function refuseForeignSale({ actor }: Work, { storeId }: BookedSale): void {
  if (refuseForeignStore(actor, storeId)) throw new Refused('refund_elsewhere_not_allowed', { storeId })
}

/**
 * Where goods and money change hands: the till's own store, else the sale's. A refund alone may be given elsewhere, by whoever works
 * in both stores; what a void or an exchange settles lies in the sale's own store.
 */
async function placeOf(work: Work, { storeId }: BookedSale, kind: RefundKind): Promise<string> {
  const deviceId = 'deviceId' in work.actor ? work.actor.deviceId : null
  const tillStoreId = deviceId === null ? null : await storeOfDevice(work, deviceId)
  if (tillStoreId === null || tillStoreId === storeId) return storeId
  if (kind === 'void') throw new Refused('void_of_other_shift')
  if (kind === 'exchange') throw new Refused('exchange_in_other_store')
  accept(refuseForeignStore(work.actor, tillStoreId))
  return tillStoreId
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
  { holderId, saleZone }: { holderId: string | null; saleZone: string },
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
  if (accounts.length === 0) return { plans: [], shortUnits: new Map<string, number>() }
  const [ledger, earnPolicy, redeemPolicy, shortfall] = await Promise.all([
    lockLedger(work, accounts, [{ kind: 'sale', id: sale.id }]),
    readEarnPolicy(work),
    readRedeemPolicy(work),
    readShortfall(work, sale.id),
  ])
  return planValueBack(ledger, {
    ...{ saleId: sale.id, refundId, storeId: sale.storeId, zone: saleZone, at: work.at, holderId, giftCards },
    ...{ tenders: quote.tenders, pointsReversed: quote.pointsReversed, earnPolicy, redeemPolicy, shortfall },
  })
}

/** Points that a redemption day made worth more: its budget has again what the rest no longer takes. */
async function returnTillDays(work: Work, sale: BookedSale, quote: QuotedRefund): Promise<void> {
  for (const { tenderId, kind, points, referenceId } of sale.tenders) {
    if (kind !== 'points' || referenceId === null) continue
    const back = [...sale.refunds, quote].flatMap((refund) =>
      refund.tenders.flatMap((tender) => (tender.tenderId === tenderId ? tender.points : [])),
    )
    const left = points - back.reduce((sum, each) => sum + each, 0)
    await returnTillDay(work, { saleId: sale.id, specialId: referenceId, points: left })
  }
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

async function lockAndQuote(
  work: Work,
  input: RefundInput,
  kind: RefundKind,
): Promise<{ sale: BookedSale; quote: QuotedRefund; passes: EndingPasses }> {
  const [, sale] = await Promise.all([lockSale(work, input.saleId), readSale(work, input.saleId)])
  if (!sale) throw new Refused('sale_not_found')
  refuseForeignSale(work, sale)
  const passes = await endingPasses(work, sale, input, kind)
  const quote = accept(quoteRefund(sale, input.lines, passes.kept))
  if (quote.fingerprint !== input.fingerprint) {
    throw new Refused('quote_changed', { paidCents: quote.paidCents, fingerprint: quote.fingerprint })
  }
  return { sale, quote, passes }
}

/** Locks the stock that the refund moves and reads where it happens, in one flight after the items are known. */
type RefundAtPlace = { sale: BookedSale; quote: QuotedRefund; refundId: string; placeId: string }

async function holdForRefund(work: Work, { sale, quote, refundId, placeId }: RefundAtPlace) {
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
    lockStock(work, stockKeysOf({ storeId: placeId, lines: returned }, items)),
    storeFacts(work, [sale.storeId, placeId]),
    deviceNumbers(work, deviceId ? [deviceId] : []),
  ])
  return {
    holderId,
    store: stores.get(placeId)!,
    saleZone: stores.get(sale.storeId)!.timeZone,
    deviceNumber: (deviceId && numbers.get(deviceId)) || 0,
    moves: accept(planMoves(stock, goodsBack(returned, items, placeId, refundId))),
  }
}

type Told = { approval: { approvedBy: string } | null; soldAt: string; isWhole: boolean }

function tell(work: Work, record: RefundRecord, { approval, soldAt, isWhole }: Told): void {
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
    changes: { refundedCents: [0, paidCents], ...(storeId === soldAt ? {} : { storeId: [soldAt, storeId] }) },
    reason: record.reason,
    ...(approval ? { approvedBy: approval.approvedBy } : {}),
  })
}
