import { type ItemFacts, readItemFacts } from '#modules/catalog/item-facts.ts'
import { accountsOfMember } from '#modules/cashier/sale/hold-for-sales.ts'
import { holdCampaigns } from '#modules/cashier/sale/earn-hook.ts'
import { stockKeysOf } from '#modules/cashier/sale/sale-stock-rules.ts'
import { lockShifts } from '#modules/cashier/shift/lock-shifts.ts'
import type { HeldShifts } from '#modules/cashier/shift/shift-rules.ts'
import type { CouponState } from '#modules/coupons/coupon-rules.ts'
import { lockCoupons } from '#modules/coupons/use-coupons.ts'
import type { LedgerState } from '#modules/ledger/ledger-rules.ts'
import { lockLedger } from '#modules/ledger/post-ledger.ts'
import { lockMembers } from '#modules/members/lock-members.ts'
import type { CampaignState } from '#modules/points/campaign-open-rules.ts'
import { type LiveEarnPolicy, readEarnPolicy } from '#modules/points/earn-policy.ts'
import { type StoreFacts, storeFacts } from '#modules/shops/store-facts.ts'
import { lockStock } from '#modules/stock/move-stock.ts'
import type { StockState } from '#modules/stock/stock-rules.ts'
import type { Work } from '#platform/work.ts'
import type { OfflineLimits, TrustedUse } from './budget-rules.ts'
import { readLimits } from './limit-queries.ts'
import { readShiftAt, readTakenNumbers, readTrustedUses } from './offline-queries.ts'
import type { OfflineSale } from './offline-types.ts'

export type OfflineTill = { id: string; storeId: string; number: number; revokedAt: Date | null }

/** A sale that can be read, with the time that it is booked for. */
export type ReadSale = {
  sale: OfflineSale
  contactAt: Date | null
  happenedAt: Date
  correctedMs: number
  memberId: string | null
}

/** All that a batch of one till has locked and read. Decisions change `stock`, `coupons`, `ledger`, `taken` and `numbers`. */
export type HeldForOffline = {
  store: StoreFacts
  items: ReadonlyMap<string, ItemFacts>
  stock: StockState
  shifts: HeldShifts
  closedShifts: ReadonlyMap<string, string>
  coupons: CouponState
  members: Awaited<ReturnType<typeof lockMembers>>
  ledger: LedgerState
  earnPolicy: LiveEarnPolicy | null
  campaigns: CampaignState
  limits: OfflineLimits
  /** Value taken on trust before this batch, by the contact that it was taken after. */
  taken: Map<string, TrustedUse[]>
  numbers: Set<string>
}

/**
 * Locks what the sales of one till touch, in the order that all commands keep (shift, stock, member, coupon, account), and reads the
 * rest in the same flight. `memberId` is already the survivor's where a record was merged away.
 */
export async function holdForOffline(
  work: Work,
  till: OfflineTill,
  sales: readonly ReadSale[],
): Promise<HeldForOffline> {
  const itemIds = [...new Set(sales.flatMap(({ sale }) => sale.made.lines.map(({ itemId }) => itemId)))]
  const { items: rows } = await readItemFacts(work, itemIds)
  const items = new Map(rows.map((item) => [item.id, item]))
  const memberIds = [...new Set(sales.flatMap(({ memberId }) => memberId ?? []))]
  // Campaigns of the hour that a sale was made in count, however late it is handed in.
  const earliest = new Date(Math.min(work.at.getTime(), ...sales.map(({ happenedAt }) => happenedAt.getTime())))
  const [shifts, stock, members, coupons, ledger, ...read] = await Promise.all([
    lockShifts(work, [{ storeId: till.storeId, deviceId: till.id }]),
    lockStock(
      work,
      sales.flatMap(({ sale }) =>
        stockKeysOf(
          { storeId: till.storeId, lines: sale.made.lines.map(({ itemId }) => ({ productId: itemId })) },
          items,
        ),
      ),
    ),
    lockMembers(work, memberIds),
    lockCoupons(
      work,
      sales.flatMap(({ sale }) => sale.coupons.map(({ couponId }) => couponId)),
    ),
    lockLedger(
      work,
      memberIds.flatMap((id) => {
        const { stored, points } = accountsOfMember(id)
        return [...stored, points]
      }),
    ),
    storeFacts(work, [till.storeId]),
    readEarnPolicy(work, earliest),
    readLimits(work, till.id),
    readTrustedUses(
      work,
      till.id,
      sales.map(({ contactAt }) => contactAt),
    ),
    readTakenNumbers(
      work,
      sales.map(({ sale }) => sale.receiptNumber),
    ),
    readShiftAt(
      work,
      till.id,
      sales.map(({ sale, happenedAt }) => ({ saleId: sale.saleId, happenedAt })),
    ),
  ])
  const [stores, earnPolicy, limits, taken, numbers, closedShifts] = read
  const store = stores.get(till.storeId)!
  const campaigns = await holdCampaigns(work, earnPolicy, memberIds, earliest)
  const rest = { earnPolicy, campaigns, limits, taken, numbers }
  return { store, items, stock, shifts, closedShifts, coupons, members, ledger, ...rest }
}

/** The contact that a sale followed, as a key of `taken`. */
export function contactName(contactAt: Date | null): string {
  return contactAt ? contactAt.toISOString() : ''
}
