import { quoteSale } from '#modules/cashier/sale/quote-sale.ts'
import { readSale } from '#modules/cashier/sale/sale-queries.ts'
import type { SaleInput } from '#modules/cashier/sale/sell.ts'
import type { BookedSale } from '#modules/cashier/sale/sale-records.ts'
import type { OpenWork, Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { exchangeSale } from './exchange-sale.ts'
import { isHandedOver } from './refund-from-afar.ts'
import { previewRefund } from './refund-sale.ts'

const house = { kind: 'system', name: 'cashier' } as const

export type ExchangeFromAfar = {
  refundId: string
  saleId: string
  lineId: string
  newSaleId: string
  memberId: string
  plan: { planId: string; version: number }
  reason: string
}

/**
 * Exchanges a pass for a plan that costs no more than what the pass gives back, for a member who stands at no till: what was paid pays
 * again by the way it came, the rest goes back there. Cash and money on the cashier's word pay first, so that as little as may be is left
 * to be handed over by somebody: `toHandOverCents`. Refuses a plan that costs more (`change_costs_more`). Locks as `exchangeSale`.
 */
export async function exchangePassFromAfar(
  work: Work,
  { refundId, saleId, lineId, newSaleId, memberId, plan, reason }: ExchangeFromAfar,
): Promise<{ priceCents: number; backCents: number; toHandOverCents: number }> {
  // To stay with less is the member's own wish; the sale that follows from it is the shop's act.
  const asHouse = (work as OpenWork).as(house, work.at)
  const sale = await readSale(asHouse, saleId)
  if (!sale) throw new Refused('sale_not_found')
  const lines = [{ lineId, quantityMilli: 1000 }]
  const { fingerprint, tenders: back } = await previewRefund(asHouse, { saleId, lines, passCause: 'change' })
  const cart = {
    ...{ storeId: sale.storeId, memberId },
    lines: [{ lineId: newId(), productId: plan.planId, quantityMilli: 1000, plan: { version: plan.version } }],
  }
  const { netCents } = await quoteSale(asHouse, cart)
  const paidBack = new Map(back.map(({ tenderId, paidCents }) => [tenderId, paidCents]))
  const { tenders, leftCents } = payAgain(sale, paidBack, netCents)
  const priced = await quoteSale(asHouse, { ...cart, tenders })
  await exchangeSale(asHouse, {
    ...{ saleId, newSaleId, refund: { refundId, lines, passCause: 'change', fingerprint, reason } },
    sale: { ...cart, tenders, fingerprint: priced.fingerprint! },
  })
  const backCents = [...paidBack.values()].reduce((sum, cents) => sum + cents, 0) - netCents
  const byHand = sale.tenders.filter(isHandedOver)
  return {
    ...{ priceCents: netCents, backCents },
    toHandOverCents: byHand.reduce((sum, { tenderId }) => sum + (leftCents.get(tenderId) ?? 0), 0),
  }
}

/** The new price out of what comes back, tender by tender; what is left of each goes back. Value other than stored value stays out. */
function payAgain({ tenders: sold }: BookedSale, paidBack: ReadonlyMap<string, number>, netCents: number) {
  const place = (tender: BookedSale['tenders'][number]) =>
    isHandedOver(tender) ? 0 : tender.kind === 'other' ? 1 : tender.kind === 'stored_value' ? 2 : 3
  const leftCents = new Map(paidBack)
  const tenders: SaleInput['tenders'] = []
  let due = netCents
  for (const tender of sold.toSorted((a, b) => place(a) - place(b))) {
    const amountCents = place(tender) === 3 ? 0 : Math.min(due, paidBack.get(tender.tenderId) ?? 0)
    if (amountCents === 0) continue
    due -= amountCents
    leftCents.set(tender.tenderId, paidBack.get(tender.tenderId)! - amountCents)
    tenders.push(again(tender, amountCents))
  }
  if (due > 0) throw new Refused('change_costs_more', { dueCents: due })
  return { tenders, leftCents }
}

function again(
  { tenderId: carriedTenderId, kind, method, referenceId }: BookedSale['tenders'][number],
  amountCents: number,
): SaleInput['tenders'][number] {
  const tenderId = newId()
  if (kind === 'cash') return { tenderId, kind, receivedCents: amountCents }
  if (kind === 'stored_value') return { tenderId, kind, amountCents }
  const paid = { ...(method === null ? {} : { method }), ...(referenceId === null ? {} : { paymentId: referenceId }) }
  return { tenderId, kind: 'other', ...paid, carriedTenderId, amountCents }
}
