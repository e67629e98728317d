import type { Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import type { CarriedMoney } from '#modules/cashier/sale/decide-tenders.ts'
import { accountsOfMember, holdForSales, readSalePolicies } from '#modules/cashier/sale/hold-for-sales.ts'
import { readSaleFacts } from '#modules/cashier/sale/sale-facts.ts'
import { lockSale, readSale } from '#modules/cashier/sale/sale-queries.ts'
import type { BookedSale } from '#modules/cashier/sale/sale-records.ts'
import { stockKeysOf } from '#modules/cashier/sale/sale-stock-rules.ts'
import { sell, type SaleInput } from '#modules/cashier/sale/sell.ts'
import { lockShifts, tillOf } from '#modules/cashier/shift/lock-shifts.ts'
import { readItemFacts } from '#modules/catalog/item-facts.ts'
import { lockLedger } from '#modules/ledger/post-ledger.ts'
import { lockMembers } from '#modules/members/lock-members.ts'
import { survivorOf } from '#modules/members/survivor.ts'
import { lockPayments } from '#modules/payments/claim-payments.ts'
import { lockStock } from '#modules/stock/move-stock.ts'
import { accept, Refused } from '#shared/refusal.ts'
import type { ExchangeBooked, ExchangeCreate } from './contract.ts'
import { type KeptCents, quoteRefund } from './refund-sale-rules.ts'
import { refundSale } from './refund-sale.ts'
import { endingPasses } from './sold-passes.ts'

export type ExchangeInput = Static<typeof ExchangeCreate> & { saleId: string; newSaleId: string }

/**
 * A return and a new sale settled together, both or neither: value goes back into its lots and pays again, cash nets in the drawer,
 * and money outside (a card, WeChat, Alipay) need not travel twice: a tender of the new sale with `carriedTenderId` keeps what the
 * refund would give back to that tender. The refund gives back the rest.
 *
 * Locks all that both steps lock, in the one order of locks, before either begins.
 */
export async function exchangeSale(work: Work, input: ExchangeInput): Promise<Static<typeof ExchangeBooked>> {
  const { saleId, newSaleId, refund, sale } = input
  const [, sold] = await Promise.all([lockSale(work, saleId), readSale(work, saleId)])
  if (!sold) throw new Refused('sale_not_found')
  if (sold.storeId !== sale.storeId) throw new Refused('exchange_in_other_store')
  refuseWithoutPlan(sold, input)
  const { kept } = await endingPasses(work, sold, input.refund, 'exchange')
  const returned = carriedOf(sold, input, kept)
  const turn = { work, key: newSaleId, input: { ...sale, exchange: { refundId: refund.refundId, carried: returned } } }
  await lockBoth(work, sold, turn.input)

  const carriedCents = new Map(
    sale.tenders.flatMap((tender) =>
      tender.kind === 'other' && tender.carriedTenderId ? [[tender.carriedTenderId, tender.amountCents] as const] : [],
    ),
  )
  const refunded = await refundSale(work, { saleId, ...refund }, { kind: 'exchange', carriedCents })
  const [booked] = await sell(work, [turn])
  if (booked instanceof Refused) throw booked
  return { sale: booked!, refund: refunded }
}

/**
 * A pass that ends for another plan is settled by its share of what was paid, which the member's own leaving is not: so another plan has to
 * be among what is taken for it.
 */
function refuseWithoutPlan(sold: BookedSale, { refund, sale }: ExchangeInput): void {
  if (refund.passCause !== 'change') return
  const back = new Set(refund.lines.map(({ lineId }) => lineId))
  const ending = new Set(sold.lines.filter(({ lineId }) => back.has(lineId)).map(({ itemId }) => itemId))
  const isOther = sale.lines.some(({ productId, plan }) => plan !== undefined && !ending.has(productId))
  if (!isOther) throw new Refused('pass_change_needs_plan')
}

/** What the refund gives back to tenders outside: each may stay for the new sale, once and no more than that. */
function carriedOf(sold: BookedSale, { refund, sale }: ExchangeInput, kept: KeptCents): Map<string, CarriedMoney> {
  const quote = accept(quoteRefund(sold, refund.lines, kept))
  const paidOf = new Map(quote.tenders.map(({ tenderId, paidCents }) => [tenderId, paidCents]))
  const carried = new Map<string, CarriedMoney>()
  for (const { tenderId, kind, method, referenceId } of sold.tenders) {
    const amountCents = kind === 'other' ? (paidOf.get(tenderId) ?? 0) : 0
    if (amountCents > 0) carried.set(tenderId, { amountCents, method, referenceId })
  }
  const asked = sale.tenders.flatMap((tender) => (tender.kind === 'other' && tender.carriedTenderId) || [])
  if (new Set(asked).size !== asked.length) throw new Refused('carried_money_mismatch')
  return carried
}

/** The locks of the refund among those of the sale, in the order of ARCHITECTURE: each step then finds its own already held. */
async function lockBoth(work: Work, sold: BookedSale, input: SaleInput): Promise<void> {
  const { storeId } = sold
  const itemIds = [...new Set(sold.lines.map(({ itemId }) => itemId))]
  const turns = [{ work, key: '', input }]
  const [facts, policies, { items }, holderId] = await Promise.all([
    readSaleFacts(work, [input]),
    readSalePolicies(work, turns),
    readItemFacts(work, itemIds),
    sold.memberId ? survivorOf(work, sold.memberId) : null,
  ])
  const soldItems = new Map(items.map((item) => [item.id, item]))
  const payments = [...sold.tenders, ...input.tenders].flatMap((tender) => {
    if (tender.kind !== 'other') return []
    return ('referenceId' in tender ? tender.referenceId : tender.paymentId) ?? []
  })
  const stock = [
    ...stockKeysOf({ storeId, lines: itemIds.map((productId) => ({ productId })) }, soldItems),
    ...stockKeysOf(input, facts.items),
  ]
  const memberIds = [holderId, input.memberId].flatMap((id) => id ?? [])
  await Promise.all([
    lockShifts(work, [tillOf(work, storeId)]),
    lockPayments(work, payments),
    lockStock(work, stock),
    lockMembers(work, memberIds),
  ])
  await holdForSales(work, turns, facts, policies)
  if (holderId && holderId !== input.memberId) {
    const { stored, points } = accountsOfMember(holderId)
    await lockLedger(work, [...stored, points])
  }
}
