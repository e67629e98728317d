import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { localDay } from '#shared/business-day.ts'
import { readCoupons } from './coupon-queries.ts'

/** These coupons' names and the last day on which each can be used, by the zone of the merchant's first store. */
export async function couponNames(
  work: Work,
  couponIds: readonly string[],
): Promise<Map<string, { name: string; lastDay: string }>> {
  const [rows, stores] = await Promise.all([readCoupons(work, couponIds), storeFacts(work)])
  const timeZone = [...stores.values()][0]?.timeZone ?? 'Asia/Shanghai'
  return new Map(
    rows.map(({ id, name, endsAt }) => [id, { name, lastDay: localDay(new Date(endsAt.getTime() - 1), timeZone) }]),
  )
}
