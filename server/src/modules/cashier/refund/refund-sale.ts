import type { Static } from '#platform/contract.ts'
import { actorId, actorMay, refuseForeignStore } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { businessDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { accept, Refused } from '#shared/refusal.ts'
import type { RefundBooked, RefundCreate } from '#modules/cashier/contract.ts'
import { accountsOfMember } from '#modules/cashier/sale/hold-for-sales.ts'
import { lockSale, readSale } from '#modules/cashier/sale/sale-queries.ts'
import type { BookedSale, RefundRecord } from '#modules/cashier/sale/sale-records.ts'
import { receiptNumberOf } from '#modules/cashier/sale/sale-record-rules.ts'
import { stockKeysOf, stockMovesOf } from '#modules/cashier/sale/sale-stock-rules.ts'
import { takeReceiptNumbers } from '#modules/cashier/sale/write-sales-queries.ts'
import { type ItemFacts, readItemFacts } from '#modules/catalog/item-facts.ts'
import { consumeApproval } from '#modules/identity/use-approval.ts'
import { planClawback } from '#modules/ledger/clawback-rules.ts'
import { applyPlan, type LedgerState, type Plan, type Posting } from '#modules/ledger/ledger-rules.ts'
import { lockLedger, writeLedger } from '#modules/ledger/post-ledger.ts'
import { planRestore } from '#modules/ledger/restore-rules.ts'
import { deviceNumbers } from '#modules/identity/device-numbers.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import { survivorOf } from '#modules/members/survivor.ts'
import { lockStock, writeStockMoves } from '#modules/stock/move-stock.ts'
import { type MoveRequest, planMoves } from '#modules/stock/stock-rules.ts'
import { type QuotedRefund, quoteRefund } from './refund-sale-rules.ts'
import { writeRefund } from './write-refund-queries.ts'

export type RefundInput = Static<typeof RefundCreate> & { saleId: string; refundId: string }

/** What a refund would give back, in the words of the plan that `refundSale` executes. Locks nothing. */
export async function previewRefund(work: Work, input: Pick<RefundInput, 'saleId' | 'lines'>): Promise<QuotedRefund> {
  const sale = await readSale(work, input.saleId)
  if (!sale) throw new Refused('sale_not_found')
  accept(refuseForeignStore(work.actor, sale.storeId))
  return accept(quoteRefund(sale, input.lines))
}

/**
 * Books a return: money per tender, the very lots of stored value (R4), the points that the rest no longer earns (R14, as a
 * debt where they are spent, R16), and the goods. Executes only the plan that was shown (`fingerprint`).
 *
 * Value goes to who the member is today, if they were merged since.
 *
 * Locks the sale, so that refunds of it come one after the other, then stock, member accounts, the till's counter.
 */
export async function refundSale(work: Work, input: RefundInput): Promise<Static<typeof RefundBooked>> {
  const { sale, quote } = await lockAndQuote(work, input)
  const approval = await authorityFor(work, input, quote)
  const { ledger, holderId, till, moves } = await hold(work, sale, quote, input.refundId)
  const plans = holderId ? planValueBack(ledger, work, sale, holderId, quote, input.refundId) : []

  const [counter] = await takeReceiptNumbers(work, [{ storeId: sale.storeId, deviceNumber: till.deviceNumber }])
  const record: RefundRecord = {
    id: input.refundId,
    saleId: sale.id,
    refundNo: sale.refunds.length + 1,
    storeId: sale.storeId,
    deviceId: 'deviceId' in work.actor ? work.actor.deviceId : null,
    receiptNumber: receiptNumberOf(till.storeNumber, till.deviceNumber, counter!, 'R'),
    businessDay: till.businessDay,
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
    tenders: quote.tenders,
  }
  tell(work, record, approval)
  await Promise.all([writeRefund(work, record), writeStockMoves(work, moves), writeLedger(work, plans)])
  return {
    refundId: record.id,
    receiptNumber: record.receiptNumber,
    paidCents: record.paidCents,
    pointsReversed: record.pointsReversed,
  }
}

/** A refund is the actor's own right, or a manager's approval for this very sale. */
async function authorityFor(work: Work, { saleId, approvalId }: RefundInput, quote: QuotedRefund) {
  const permission = 'sale.refund'
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

/** Locks and reads what the refund moves, in one flight after the items are known. */
async function hold(work: Work, sale: BookedSale, quote: QuotedRefund, refundId: string) {
  const returned = quote.lines.map((line) => {
    const { itemId } = sale.lines.find(({ lineId }) => lineId === line.lineId)!
    return {
      itemId,
      productId: itemId,
      quantityMilli: line.quantityMilli,
      disposition: quote.dispositions.get(line.lineId)!,
    }
  })
  const [{ items: rows }, holderId] = await Promise.all([
    readItemFacts(work, [...new Set(returned.map(({ itemId }) => itemId))]),
    sale.memberId ? survivorOf(work, sale.memberId) : null,
  ])
  const items = new Map(rows.map((item) => [item.id, item]))
  const deviceId = 'deviceId' in work.actor ? work.actor.deviceId : null
  const accounts = holderId ? accountsOfMember(holderId) : null
  const [stock, ledger, stores, numbers] = await Promise.all([
    lockStock(work, stockKeysOf({ storeId: sale.storeId, lines: returned }, items)),
    lockLedger(work, accounts ? [...accounts.stored, accounts.points] : [], [{ kind: 'sale', id: sale.id }]),
    storeFacts(work, [sale.storeId]),
    deviceNumbers(work, deviceId ? [deviceId] : []),
  ])
  const store = stores.get(sale.storeId)!
  return {
    ledger,
    holderId,
    till: {
      storeNumber: store.number,
      deviceNumber: (deviceId && numbers.get(deviceId)) || 0,
      businessDay: businessDay(work.at, store.timeZone, store.cutoffHour),
    },
    moves: accept(planMoves(stock, goodsBack(returned, items, sale.storeId, refundId))),
  }
}

/** Sellable goods go back on the shelf; damaged ones come back and are written off at once, so that both are on record. */
function goodsBack(
  returned: readonly { itemId: string; quantityMilli: number; disposition: string }[],
  items: ReadonlyMap<string, ItemFacts>,
  storeId: string,
  refundId: string,
): MoveRequest[] {
  const source = { kind: 'refund', id: refundId }
  const back = returned.filter(({ disposition }) => disposition !== 'none')
  const damaged = returned.filter(({ disposition }) => disposition === 'damaged')
  return [
    ...stockMovesOf(back, items, { storeId, kind: 'return', direction: 1, source }),
    ...stockMovesOf(damaged, items, { storeId, kind: 'write_off', direction: -1, source }),
  ]
}

function planValueBack(
  ledger: LedgerState,
  work: Work,
  sale: BookedSale,
  holderId: string,
  quote: QuotedRefund,
  refundId: string,
): Plan[] {
  const owner = { ownerKind: 'member', ownerId: holderId } as const
  const granted = { kind: 'sale', id: sale.id }
  const posting: Posting = {
    at: work.at,
    source: { kind: 'refund', id: refundId },
    storeId: sale.storeId,
    mintId: () => newId(work.at.getTime()),
  }
  const plans: Plan[] = []
  const take = (plan: Plan) => {
    applyPlan(ledger, plan)
    plans.push(plan)
  }
  for (const tender of quote.tenders) {
    if (tender.kind !== 'stored_value' || tender.amountCents === 0) continue
    // Money never lapses because its lot did meanwhile: it comes back as new.
    const expired = { policy: 'reopen', expiry: null } as const
    take(accept(planRestore(ledger, { spend: granted, units: tender.amountCents, owner, expired }, posting)))
  }
  if (quote.pointsReversed > 0) {
    const { points: account } = accountsOfMember(holderId)
    take(accept(planClawback(ledger, { account, units: quote.pointsReversed, granted, shortfall: 'debt' }, posting)))
  }
  return plans
}

function tell(work: Work, record: RefundRecord, approval: { approvedBy: string } | null): void {
  const { id: refundId, saleId, storeId, businessDay: day, netCents, paidCents, pointsReversed, memberId } = record
  work.emit({
    type: 'sale.refunded',
    subject: memberId ? { kind: 'member', id: memberId } : { kind: 'sale', id: saleId },
    data: { refundId, saleId, storeId, businessDay: day, netCents, paidCents, pointsReversed },
  })
  work.audit({
    action: 'sale.refund',
    subject: { kind: 'sale', id: saleId },
    changes: { refundedCents: [0, paidCents] },
    reason: record.reason,
    ...(approval ? { approvedBy: approval.approvedBy } : {}),
  })
}
