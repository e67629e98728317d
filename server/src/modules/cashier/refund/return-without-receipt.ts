import { actorId, actorMay } from '#platform/actor.ts'
import type { Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import { businessDay } from '#shared/business-day.ts'
import { fingerprintOf } from '#shared/fingerprint.ts'
import { newId } from '#shared/ids.ts'
import { sumCents } from '#shared/money.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { pricingVersion } from '#modules/cashier/pricing/pricing-types.ts'
import { roundCash } from '#modules/cashier/pricing/tender-plan-rules.ts'
import { accountsOfMember } from '#modules/cashier/sale/hold-for-sales.ts'
import { readPricing } from '#modules/cashier/sale/quote-sale.ts'
import { cashRoundingOf, type SaleFacts } from '#modules/cashier/sale/sale-facts.ts'
import type { Disposition } from '#modules/cashier/sale/sale-records.ts'
import { receiptNumberOf } from '#modules/cashier/sale/sale-record-rules.ts'
import { stockKeysOf } from '#modules/cashier/sale/sale-stock-rules.ts'
import { takeReceiptNumbers } from '#modules/cashier/sale/write-sales-queries.ts'
import { takingShiftOf } from '#modules/cashier/shift/lock-shifts.ts'
import { deviceNumbers } from '#modules/identity/device-numbers.ts'
import { consumeApproval } from '#modules/identity/use-approval.ts'
import { planGrant } from '#modules/ledger/grant-rules.ts'
import { lockLedger, postingOf, writeLedger } from '#modules/ledger/post-ledger.ts'
import { lockMembers } from '#modules/members/lock-members.ts'
import { lockStock, writeStockMoves } from '#modules/stock/move-stock.ts'
import { planMoves } from '#modules/stock/stock-rules.ts'
import type { BareReturnBooked, BareReturnCreate, BareReturnQuote, BareReturnQuoteRequest } from './contract.ts'
import { goodsBack } from './goods-back-rules.ts'
import { lowestPrices } from './lowest-price-rules.ts'
import { writeBareReturn } from './write-refund-queries.ts'

type Quote = Static<typeof BareReturnQuote>
export type BareReturnInput = Static<typeof BareReturnCreate> & { refundId: string }

/**
 * What goods would bring back without a receipt: each at the lowest price it is sold at now, cash rounded as the store rounds what it
 * takes (R17: round(−x) = −round(x)). Locks nothing.
 */
export async function quoteBareReturn(work: Work, input: Static<typeof BareReturnQuoteRequest>): Promise<Quote> {
  return (await quote(work, input)).quote
}

async function quote(
  work: Work,
  input: Static<typeof BareReturnQuoteRequest>,
): Promise<{ facts: SaleFacts; quote: Quote }> {
  if (input.paidTo === 'stored_value' && !input.memberId) throw new Refused('member_needed', { kind: input.paidTo })
  const { facts, pricing } = await readPricing(work, { storeId: input.storeId, lines: input.lines })
  const dispositionOf = new Map(input.lines.map(({ lineId, disposition }) => [lineId, disposition]))
  const lines = accept(lowestPrices(input.lines, pricing)).map((line) => {
    const { kind, name } = facts.items.get(line.productId)!
    const disposition: Disposition = kind === 'service' ? 'none' : (dispositionOf.get(line.lineId) ?? 'sellable')
    return { ...line, name, disposition }
  })
  const netCents = sumCents(lines.map((line) => line.netCents))
  const taxCents = sumCents(lines.map((line) => line.taxCents))
  const rounding = cashRoundingOf(facts.stores.get(input.storeId)!)
  const paidCents = input.paidTo === 'cash' ? roundCash(netCents, rounding) : netCents
  if (paidCents === 0) throw new Refused('refund_empty')
  const shown = { pricingVersion, lines, netCents, taxCents, paidCents, paidTo: input.paidTo }
  return { facts, quote: { lines, netCents, taxCents, paidCents, fingerprint: fingerprintOf(shown) } }
}

/**
 * Takes goods back without a receipt, at the lowest price of today, for cash or as stored value of the member. It earns and takes
 * no points: nobody knows which sale it was.
 *
 * Asks for the right to do so or a manager's approval for this very return. Locks the till's shift, stock, approval, member and
 * account, then the till's counter.
 */
export async function returnWithoutReceipt(
  work: Work,
  input: BareReturnInput,
): Promise<Static<typeof BareReturnBooked>> {
  const { facts, quote: plan } = await quote(work, input)
  if (plan.fingerprint !== input.fingerprint) {
    throw new Refused('quote_changed', { netCents: plan.netCents, fingerprint: plan.fingerprint })
  }
  const { storeId, refundId } = input
  const store = facts.stores.get(storeId)!
  if (store.closedAt) throw new Refused('store_closed')
  const shiftId = await takingShiftOf(work, storeId)
  const returned = plan.lines.map(({ productId, ...line }) => ({ ...line, itemId: productId }))
  const stock = await lockStock(work, stockKeysOf({ storeId, lines: plan.lines }, facts.items))
  const moves = accept(planMoves(stock, goodsBack(returned, facts.items, storeId, refundId)))
  const approval = await authorityFor(work, input, plan.paidCents)
  const memberId = input.memberId ?? null
  if (memberId) accept((await lockMembers(work, [memberId])).get(memberId)!)
  const plans =
    input.paidTo === 'stored_value' ? [await planStored(work, memberId!, refundId, storeId, plan.netCents)] : []

  const deviceId = 'deviceId' in work.actor ? work.actor.deviceId : null
  const deviceNumber = (deviceId && (await deviceNumbers(work, [deviceId])).get(deviceId)) || 0
  const [counter] = await takeReceiptNumbers(work, [{ storeId, deviceNumber }])
  const receiptNumber = receiptNumberOf(store.number, deviceNumber, counter!, 'R')
  const day = businessDay(work.at, store.timeZone, store.cutoffHour)
  const { netCents, taxCents, paidCents } = plan
  work.emit({
    type: 'goods.returned',
    subject: memberId ? { kind: 'member', id: memberId } : { kind: 'refund', id: refundId },
    data: { refundId, storeId, businessDay: day, netCents, paidTo: input.paidTo },
  })
  work.audit({
    action: 'sale.return',
    subject: { kind: 'refund', id: refundId },
    changes: { refundedCents: [0, paidCents] },
    reason: input.reason,
    ...(approval ? { approvedBy: approval.approvedBy } : {}),
  })
  const head = {
    id: refundId,
    storeId,
    deviceId,
    shiftId,
    receiptNumber,
    businessDay: day,
    cashierId: actorId(work.actor),
  }
  const { fingerprint, reason, approvalId = null, paidTo } = input
  await Promise.all([
    writeBareReturn(work, {
      ...{ ...head, memberId, pricingVersion, fingerprint, reason, approvalId, paidTo },
      ...{ netCents, taxCents, paidCents },
      lines: returned.map((line) => ({ ...line, itemKind: facts.items.get(line.itemId)!.kind })),
    }),
    writeStockMoves(work, moves),
    writeLedger(work, plans),
  ])
  return { refundId, receiptNumber, paidCents }
}

/** Always a decision of somebody with the right, or approved by them. */
function authorityFor(work: Work, { refundId, approvalId }: BareReturnInput, amountCents: number) {
  const permission = 'sale.return'
  if (actorMay(work.actor, permission)) return null
  if (!approvalId) throw new Refused('refund_approval_needed', { permission, amountCents })
  return consumeApproval(work, { approvalId, permission, subject: { kind: 'refund', id: refundId }, amountCents })
}

async function planStored(work: Work, memberId: string, refundId: string, storeId: string, units: number) {
  const [account] = accountsOfMember(memberId).stored
  const ledger = await lockLedger(work, [account!])
  const posting = {
    ...postingOf(work, { kind: 'refund', id: refundId }, storeId),
    mintId: () => newId(work.at.getTime()),
  }
  return accept(planGrant(ledger, { account: account!, units, terms: { expiry: null } }, posting))
}
