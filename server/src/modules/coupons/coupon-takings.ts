import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

export type CouponTaking = { issueId: string; offCents: number; at: Date }

/** What coupons of these acts of handing out took off sales that stand, and when. One statement. */
export async function couponTakings({ send, merchantId }: Work, issueIds: readonly string[]): Promise<CouponTaking[]> {
  if (issueIds.length === 0) return []
  return send<CouponTaking>(sql`
    select c.issue_id, u.off_cents, u.at
      from unnest(${[...new Set(issueIds)]}::uuid[]) as asked(issue_id)
      join coupons.coupon c on c.merchant_id = ${merchantId} and c.issue_id = asked.issue_id
      join coupons.read_use u on u.merchant_id = ${merchantId} and u.coupon_id = c.id`)
}
