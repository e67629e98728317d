import type { InputOf, api } from '@staff/api'
import { refuseBeyondLimits } from '#modules/cashier/offline/budget-rules.ts'
import { madeSaleOf } from '#modules/cashier/offline/make-made-sale-rules.ts'
import { valueTaken } from '#modules/cashier/offline/made-sale-rules.ts'
import type { OfflineSale } from '#modules/cashier/offline/offline-types.ts'
import { checkOf } from '#modules/cashier/offline/written-sale-rules.ts'
import { priceSale } from '#modules/cashier/pricing/price-sale-rules.ts'
import type { PricedSale, PricingFacts } from '#modules/cashier/pricing/pricing-types.ts'
import { receiptNumberOf, type SoldItem } from '#modules/cashier/sale/sale-record-rules.ts'
import { isRefusal, refuse, type Refusal } from '#shared/refusal.ts'
import { offlineDatabase, readKept, keep } from './offline-database.ts'
import { takesTrust } from './queue-rules.ts'
import { lastContact, takeNumber, tillTime, type Contact } from './till-contact.ts'
import { trustedUses } from './trusted-uses.ts'

export type SaleInput = InputOf<typeof api.saleCreate>

/** What the till sells, with everything its price follows from. */
export type TillSale = {
  saleId: string
  storeNumber: number
  cashierId: string | null
  mayDiscount: boolean
  input: SaleInput
  facts: PricingFacts
  items: ReadonlyMap<string, SoldItem>
  wasSent: boolean
}

export type SoldOffline = {
  saleId: string
  receiptNumber: string
  netCents: number
  changeCents: number
  pointsEarned: number
}

const sequenceName = 'sequence'
const allowedTenders = new Set(['cash', 'other', 'stored_value', 'points'])

/**
 * Sells without the server: prices by its function, keeps within what the till may take on trust, numbers by the till's own
 * counter and writes the sale down, all in one transaction of the browser. Pressed twice, it is one sale.
 *
 * Refuses what nobody can check without a line: gift cards, scanned payments, a manager's approval, value beyond the limits.
 */
export async function sellOffline(order: TillSale): Promise<SoldOffline | Refusal> {
  const contact = await lastContact()
  if (!contact || contact.device.storeId !== order.input.storeId) return refuse('offline_not_ready')
  const priced = priceSale({ ...order.input, tenders: [...order.input.tenders] }, order.facts)
  if (isRefusal(priced)) return priced
  const misfit = refuseUnchecked(order, priced)
  if (misfit) return misfit
  const happenedAt = await tillTime()
  const database = offlineDatabase()
  return database.transaction('rw', database.kept, database.queue, database.handedIn, async () => {
    const before = await soldBefore(order.saleId)
    if (before) return before
    const use = { memberId: order.input.memberId ?? null, ...valueTaken(madeOf(order, priced)) }
    const isTrusted = takesTrust(use)
    const beyond = isTrusted ? refuseBeyondLimits(contact.limits, await trustedUses(), use) : undefined
    if (beyond) return beyond
    const sequence = await nextSequence()
    const receiptNumber = receiptNumberOf(order.storeNumber, contact.device.number, await takeNumber())
    await keep(sequenceName, sequence)
    const sale = saleOf(order, priced, contact, { sequence, receiptNumber, happenedAt })
    await database.queue.add({ sequence, saleId: order.saleId, sale, ...(isTrusted ? { trusts: 1 } : {}) })
    return soldOf(sale)
  })
}

/** Tenders and discounts that need somebody who is not there. */
function refuseUnchecked({ input, mayDiscount, items }: TillSale, priced: PricedSale): Refusal | undefined {
  // A pass has terms and units that only the server keeps.
  if ([...items.values()].some(({ itemKind }) => itemKind === 'plan')) return refuse('offline_plan_not_allowed')
  for (const tender of input.tenders) {
    const isClaimed = 'paymentId' in tender && tender.paymentId !== undefined
    if (!allowedTenders.has(tender.kind) || isClaimed)
      return refuse('offline_tender_not_allowed', { kind: tender.kind })
  }
  // A line lost in the middle of paying: nobody holds the budget that makes points worth more.
  if (priced.tenders.some(({ kind, referenceId }) => kind === 'points' && referenceId !== null))
    return refuse('offline_redeem_day')
  const byHand = priced.manualDiscountCents + priced.waiverCents
  return byHand > 0 && !mayDiscount ? refuse('offline_discount_not_allowed', { amountCents: byHand }) : undefined
}

/** The place behind all others, also when the counter was lost: no sale fails because a record is already there. */
async function nextSequence(): Promise<number> {
  const last = await offlineDatabase().queue.where('sequence').belowOrEqual(Number.MAX_SAFE_INTEGER).last()
  const places = [await readKept<number>(sequenceName), last?.sequence]
  return Math.max(0, ...places.filter((place) => Number.isSafeInteger(place)).map(Number)) + 1
}

async function soldBefore(saleId: string): Promise<SoldOffline | null> {
  const { queue, handedIn } = offlineDatabase()
  const known = (await queue.where('saleId').equals(saleId).first()) ?? (await handedIn.get(saleId))
  return known ? soldOf(known.sale) : null
}

function madeOf({ input, facts, items }: TillSale, priced: PricedSale) {
  const { memberId = null, note = null, fingerprint } = input
  return madeSaleOf(priced, { memberId, note, fingerprint, items, earnRule: facts.earnRule })
}

function saleOf(
  order: TillSale,
  priced: PricedSale,
  contact: Contact,
  place: { sequence: number; receiptNumber: string; happenedAt: Date },
): OfflineSale {
  const coupons = priced.coupons.flatMap(({ couponId, offCents, misfit }) => (misfit ? [] : [{ couponId, offCents }]))
  const sale: OfflineSale = {
    saleId: order.saleId,
    sequence: place.sequence,
    receiptNumber: place.receiptNumber,
    happenedAt: place.happenedAt.toISOString(),
    contact: contact.token,
    cashierId: order.cashierId,
    wasSent: order.wasSent,
    coupons,
    input: order.input,
    made: madeOf(order, priced),
  }
  return { ...sale, check: checkOf(sale) }
}

function soldOf({ saleId, receiptNumber, made }: OfflineSale): SoldOffline {
  const { netCents, changeCents, pointsEarned } = made
  return { saleId, receiptNumber, netCents, changeCents, pointsEarned }
}
