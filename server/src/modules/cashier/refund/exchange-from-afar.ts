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

type Wished = Pick<ExchangeFromAfar, 'saleId' | 'lineId' | 'memberId' | 'plan'>

/** An exchange of a pass as it would be booked: what pays for the plan out of what comes back, and what is still to be paid. */
export type PlannedExchange = {
  sale: BookedSale
  lines: { lineId: string; quantityMilli: number }[]
  /** Of the refund that is shown. */
  fingerprint: string
  cart: Omit<SaleInput, 'fingerprint'>
  priceCents: number
  creditCents: number
  dueCents: number
  /** What each tender of the first sale gives back beside. */
  leftCents: ReadonlyMap<string, number>
}

// To go for another plan is the member's own wish; the sale that follows from it is the shop's act.
const byHouse = (work: Work): Work => (work as OpenWork).as(house, work.at)

/**
 * What exchanging a pass for a plan comes to, for a member who stands at no till: what was paid pays again by the way it came. Cash and
 * money on the cashier's word pay first, so that as little as may be is left to be handed over by somebody. Locks nothing.
 */
export async function planPassExchange(
  work: Work,
  { saleId, lineId, memberId, plan }: Wished,
): Promise<PlannedExchange> {
  const asHouse = byHouse(work)
  const sale = await readSale(asHouse, saleId)
  if (!sale) throw new Refused('sale_not_found')
  const lines = [{ lineId, quantityMilli: 1000 }]
  const { fingerprint, tenders: back } = await previewRefund(asHouse, { saleId, lines, passCause: 'change' })
  const wished = {
    ...{ storeId: sale.storeId, memberId },
    lines: [{ lineId: newId(), productId: plan.planId, quantityMilli: 1000, plan: { version: plan.version } }],
  }
  const { netCents: priceCents } = await quoteSale(asHouse, wished)
  const paidBack = new Map(back.map(({ tenderId, paidCents }) => [tenderId, paidCents]))
  const { tenders, leftCents, dueCents } = payAgain(sale, paidBack, priceCents)
  return {
    ...{ sale, lines, fingerprint, priceCents, dueCents, leftCents },
    cart: { ...wished, tenders },
    creditCents: [...paidBack.values()].reduce((sum, cents) => sum + cents, 0),
  }
}

type Booking = Pick<ExchangeFromAfar, 'refundId' | 'newSaleId' | 'reason'>

/** Books a planned exchange, with what is paid beside. Locks as `exchangeSale`. */
export async function bookPassExchange(
  work: Work,
  { sale, lines, fingerprint, cart: { tenders, ...wished } }: PlannedExchange,
  { refundId, newSaleId, reason, paid = [] }: Booking & { paid?: SaleInput['tenders'] },
): Promise<void> {
  const asHouse = byHouse(work)
  const cart = { ...wished, tenders: joined([...tenders, ...paid]) }
  const priced = await quoteSale(asHouse, cart)
  await exchangeSale(asHouse, {
    ...{ saleId: sale.id, newSaleId, refund: { refundId, lines, passCause: 'change', fingerprint, reason } },
    sale: { ...cart, fingerprint: priced.fingerprint! },
  })
}

/** Cash and stored value pay once each, whether they have just come back or were there before. */
function joined(tenders: SaleInput['tenders']): SaleInput['tenders'] {
  const all: SaleInput['tenders'] = []
  for (const tender of tenders) {
    const before = all.findIndex(({ kind }) => kind === tender.kind)
    const same = all[before]
    if (tender.kind === 'cash' && same?.kind === 'cash')
      all[before] = { ...same, receivedCents: same.receivedCents + tender.receivedCents }
    else if (tender.kind === 'stored_value' && same?.kind === 'stored_value')
      all[before] = { ...same, amountCents: same.amountCents + tender.amountCents }
    else all.push(tender)
  }
  return all
}

/**
 * Exchanges a pass for a plan that costs no more than what the pass gives back; the rest goes back by the way it came: `toHandOverCents` is
 * what somebody has to hand over. Refuses a plan that costs more (`change_costs_more`). Locks as `exchangeSale`.
 */
export async function exchangePassFromAfar(
  work: Work,
  exchange: ExchangeFromAfar,
): Promise<{ priceCents: number; backCents: number; toHandOverCents: number }> {
  const planned = await planPassExchange(work, exchange)
  const { priceCents, creditCents, dueCents, leftCents, sale } = planned
  if (dueCents > 0) throw new Refused('change_costs_more', { dueCents })
  await bookPassExchange(work, planned, exchange)
  const byHand = sale.tenders.filter(isHandedOver)
  return {
    ...{ priceCents, backCents: creditCents - priceCents },
    toHandOverCents: byHand.reduce((sum, { tenderId }) => sum + (leftCents.get(tenderId) ?? 0), 0),
  }
}

/** The new price out of what comes back, tender by tender; what is left of each goes back. Value other than stored value stays out. */
function payAgain({ tenders: sold }: BookedSale, paidBack: ReadonlyMap<string, number>, priceCents: number) {
  const place = (tender: BookedSale['tenders'][number]) =>
    isHandedOver(tender) ? 0 : tender.kind === 'other' ? 1 : tender.kind === 'stored_value' ? 2 : 3
  const leftCents = new Map(paidBack)
  const tenders: SaleInput['tenders'] = []
  let dueCents = priceCents
  for (const tender of sold.toSorted((a, b) => place(a) - place(b))) {
    const amountCents = place(tender) === 3 ? 0 : Math.min(dueCents, paidBack.get(tender.tenderId) ?? 0)
    if (amountCents === 0) continue
    dueCents -= amountCents
    leftCents.set(tender.tenderId, paidBack.get(tender.tenderId)! - amountCents)
    tenders.push(again(tender, amountCents))
  }
  return { tenders, leftCents, dueCents }
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
