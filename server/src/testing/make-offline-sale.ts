import { priceSale } from '#modules/cashier/pricing/price-sale-rules.ts'
import { madeSaleOf } from '#modules/cashier/offline/make-made-sale-rules.ts'
import { contactKeyPurpose, contactToken } from '#modules/cashier/offline/contact-token.ts'
import type { OfflineSale } from '#modules/cashier/offline/offline-types.ts'
import { pricingFactsOf, readSaleFacts } from '#modules/cashier/sale/sale-facts.ts'
import { receiptNumberOf } from '#modules/cashier/sale/sale-record-rules.ts'
import { memberTiers } from '#modules/members/member-tiers.ts'
import { readEarnPolicy } from '#modules/points/earn-policy.ts'
import { readRedeemPolicy } from '#modules/points/redeem-policy.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { accept } from '#shared/refusal.ts'
import { saleInputOf, type SaleWish } from './make-sale.ts'

export type OfflineWish = SaleWish & {
  till: { deviceId: string; number: number }
  cashierId: string | null
  /** The place in the queue, and the till's counter beside it. */
  sequence: number
  happenedAt?: Date
  /** When the till last heard of the server; an hour before the sale where nothing is said. */
  contactAt?: Date
  wasSent?: boolean
  coupons?: OfflineSale['coupons']
}

/** A sale as a till without a line writes it down: priced by the till's function, numbered by the till's counter. */
export async function makeOfflineSale(work: Work, wish: OfflineWish): Promise<OfflineSale> {
  const { till, cashierId, sequence, happenedAt = work.at, wasSent = false } = wish
  const input = await saleInputOf(work, wish)
  const [facts, tiers, earnPolicy, redeemPolicy] = await Promise.all([
    readSaleFacts(work, [input]),
    memberTiers(work, wish.memberId ? [wish.memberId] : []),
    readEarnPolicy(work),
    readRedeemPolicy(work),
  ])
  const earnRule = earnPolicy?.rule ?? null
  const pricing = pricingFactsOf(facts, {
    ...input,
    member: wish.memberId ? { memberId: wish.memberId, tierId: tiers.get(wish.memberId) ?? null } : null,
    at: work.at,
    coupons: [],
    earnRule,
    redeemRule: redeemPolicy?.rule ?? null,
  })
  const priced = accept(priceSale({ ...input, tenders: input.tenders }, pricing))
  const contactAt = wish.contactAt ?? new Date(happenedAt.getTime() - 3_600_000)
  const token = contactToken(work.key(contactKeyPurpose), { deviceId: till.deviceId, at: contactAt, userId: cashierId })
  const items = new Map([...facts.items].map(([id, { kind, name }]) => [id, { itemKind: kind, name }]))
  return JSON.parse(
    JSON.stringify({
      saleId: newId(),
      sequence,
      receiptNumber: receiptNumberOf(facts.stores.get(wish.storeId)!.number, till.number, sequence),
      happenedAt: happenedAt.toISOString(),
      contact: token,
      cashierId,
      wasSent,
      coupons: wish.coupons ?? [],
      input,
      made: madeSaleOf(priced, {
        memberId: wish.memberId ?? null,
        note: null,
        fingerprint: input.fingerprint,
        items,
        earnRule,
      }),
    } satisfies OfflineSale),
  ) as OfflineSale
}
