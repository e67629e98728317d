import { quoteSale } from '#modules/cashier/sale/quote-sale.ts'
import { survivorOf } from '#modules/members/survivor.ts'
import type { Work } from '#platform/work.ts'
import { isUuid } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { boundInstant } from './clock-rules.ts'
import { contactKeyPurpose, openContactToken } from './contact-token.ts'
import type { OfflineTill, ReadSale } from './hold-for-offline.ts'
import { flawOf } from './made-sale-rules.ts'
import type { FoundConflict, OfflineSale } from './offline-types.ts'
import { readReceiptNumber } from './receipt-counter-rules.ts'
import { isAsWritten } from './written-sale-rules.ts'

/** The sales that can be read, dated within what is possible and with the member's record of today. */
export async function readSales(work: Work, till: OfflineTill, sales: readonly OfflineSale[]): Promise<ReadSale[]> {
  const key = work.key(contactKeyPurpose)
  const readable = sales.filter((sale) => flawIn(sale) === null)
  const survivors = new Map<string, string>()
  for (const memberId of new Set(readable.flatMap(({ input }) => input.memberId ?? []))) {
    survivors.set(memberId, await survivorOf(work, memberId))
  }
  return readable.map((sale) => {
    const contactAt = openContactToken(key, till.id, sale.contact)?.at ?? null
    const { memberId } = sale.input
    return {
      sale,
      contactAt,
      memberId: memberId ? survivors.get(memberId)! : null,
      ...boundInstant(new Date(sale.happenedAt), contactAt, work.at),
    }
  })
}

/** What keeps a sale from being read at all; its own figures are all that count. */
export function flawIn(sale: OfflineSale): string | null {
  const { input, made } = sale
  if (typeof input !== 'object' || input === null || typeof made !== 'object' || made === null) return 'incomplete'
  if (!Array.isArray(sale.coupons)) return 'incomplete'
  if (input.memberId && !isUuid(input.memberId)) return 'member'
  if (sale.cashierId && !isUuid(sale.cashierId)) return 'cashier'
  const isCoupon = (coupon: OfflineSale['coupons'][number]) =>
    isUuid(coupon.couponId) && Number.isSafeInteger(coupon.offCents)
  const couponIds = new Set(sale.coupons.map(({ couponId }) => couponId))
  if (!sale.coupons.every(isCoupon) || couponIds.size !== sale.coupons.length) return 'coupons'
  if (!Number.isSafeInteger(sale.sequence) || sale.sequence < 1) return 'sequence'
  if (typeof sale.receiptNumber !== 'string' || !readReceiptNumber(sale.receiptNumber)) return 'receipt number'
  try {
    return flawOf(made) ?? (isAsWritten(sale) ? null : 'check sum')
  } catch {
    return 'incomplete'
  }
}

/** Whether the server itself saw this cashier at this till before the line broke. */
export function proofFor(work: Work, till: OfflineTill): (sale: OfflineSale) => boolean {
  const key = work.key(contactKeyPurpose)
  return (sale) => {
    const contact = openContactToken(key, till.id, sale.contact)
    return contact !== null && contact.userId === sale.cashierId
  }
}

/** What today's rules would ask for each sale, where that is another sum than was taken. Locks nothing. */
export async function findPriceConflicts(
  work: Work,
  till: OfflineTill,
  reads: readonly ReadSale[],
): Promise<FoundConflict[][]> {
  const found: FoundConflict[][] = []
  for (const read of reads) found.push(await priceConflict(work, till, read))
  return found
}

/** A conflict where the price of today's rules, at the time of the sale, is another one than was taken. */
async function priceConflict(work: Work, till: OfflineTill, { sale, happenedAt }: ReadSale): Promise<FoundConflict[]> {
  try {
    const { note: _note, fingerprint: _shown, approvalId: _approval, ...cart } = sale.input
    const quote = await quoteSale({ ...work, at: happenedAt }, { ...cart, storeId: till.storeId, tenders: undefined })
    if (quote.netCents === sale.made.netCents) return []
    return [{ kind: 'price_changed', details: { netCents: sale.made.netCents, nowCents: quote.netCents } }]
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return [{ kind: 'price_changed', details: { netCents: sale.made.netCents, reason: error.code } }]
  }
}
