import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

type Between = { from: string; to: string }

/**
 * Hands everything that one record holds and has not used to another, when two records turn out to be one person. Returns
 * which, so that it can be taken apart. The members are locked by the caller; a sale holding such a coupon is waited for.
 */
export async function moveCoupons({ send, merchantId }: Work, { from, to }: Between): Promise<string[]> {
  const moved = await send<{ id: string }>(sql`
    update coupons.coupon set member_id = ${to}
     where merchant_id = ${merchantId} and member_id = ${from} and status = 'unused'
    returning id`)
  return moved.map(({ id }) => id)
}

/** Gives back those that are still there and unused; what was spent meanwhile stays spent. */
export async function moveCouponsBack(
  { send, merchantId }: Work,
  { from, to, couponIds }: Between & { couponIds: readonly string[] },
): Promise<void> {
  if (couponIds.length === 0) return
  await send(sql`
    update coupons.coupon set member_id = ${to}
     where merchant_id = ${merchantId} and member_id = ${from} and status = 'unused'
       and id = any(${[...couponIds]}::uuid[])`)
}
