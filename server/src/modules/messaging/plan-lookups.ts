import { couponNames } from '#modules/coupons/coupon-names.ts'
import { planNames } from '#modules/passes/plan-names.ts'
import { tiersByName } from '#modules/tiers/open-tiers.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import { gathered } from '#platform/gathered.ts'
import type { Work } from '#platform/work.ts'
import type { MessageData } from './message-kinds-rules.ts'
import { readReceiptWishes } from './preference-queries.ts'

const wantedReceipts = gathered(readReceiptWishes)

/** Whether a member ever asked for receipts over some channel. One read for all the sales that are looked at together. */
export async function isReceiptWanted(work: Work, memberId: string): Promise<boolean> {
  return (await wantedReceipts(work, memberId)) ?? false
}

export async function storeName(work: Work, storeId: unknown): Promise<string | null> {
  if (typeof storeId !== 'string') return null
  return (await storeFacts(work, [storeId])).get(storeId)?.name ?? null
}

const namesOfCoupons = gathered(couponNames)

/** The name of a coupon and the last day on which it can be used. */
export async function couponWords(work: Work, couponId: string, templateId: string): Promise<MessageData> {
  const known = await namesOfCoupons(work, couponId)
  return { coupon: known?.name ?? null, day: known?.lastDay ?? null, templateId }
}

/** The name under which a pass is sold. */
export async function planName(work: Work, planId: unknown): Promise<string | null> {
  return typeof planId === 'string' ? ((await planNames(work, [planId])).get(planId) ?? null) : null
}

/** What was booked, where and when. */
export async function bookingWords(work: Work, data: Readonly<Record<string, unknown>>): Promise<MessageData> {
  const [pass, store] = await Promise.all([planName(work, data['planId']), storeName(work, data['storeId'])])
  return { pass, store, when: typeof data['startsAt'] === 'string' ? data['startsAt'] : null }
}

/** The name of a level. */
export async function tierName(work: Work, tierId: unknown): Promise<string | null> {
  const known = [...(await tiersByName(work))].find(([, id]) => id === tierId)
  return known?.[0] ?? null
}
