import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

type Between = { from: string; to: string }

/** `unspentIds` were unused (or on offer as a gift) when they were moved, `spentIds` were used: those come back if their sale does. */
export type MovedCoupons = { unspentIds: string[]; spentIds: string[] }

/**
 * Hands every coupon of one record to another, when two records turn out to be one person. Returns which, so that it can be taken apart.
 * The members are locked by the caller; a sale holding such a coupon is waited for.
 */
export async function moveCoupons({ send, merchantId }: Work, { from, to }: Between): Promise<MovedCoupons> {
  const moved = await send<{ id: string; status: string }>(sql`
    update coupons.coupon set member_id = ${to}
     where merchant_id = ${merchantId} and member_id = ${from} returning id, status`)
  const isUnspent = (status: string) => status === 'unused' || status === 'offered'
  return {
    unspentIds: moved.filter(({ status }) => isUnspent(status)).map(({ id }) => id),
    spentIds: moved.filter(({ status }) => !isUnspent(status)).map(({ id }) => id),
  }
}

/** Gives back those that are still there; what was spent meanwhile stays spent where it was. */
export async function moveCouponsBack(
  { send, merchantId }: Work,
  { from, to, moved: { unspentIds, spentIds } }: Between & { moved: MovedCoupons },
): Promise<void> {
  if (unspentIds.length + spentIds.length === 0) return
  await send(sql`
    update coupons.coupon set member_id = ${to}
     where merchant_id = ${merchantId} and member_id = ${from}
       and ((id = any(${unspentIds}::uuid[]) and status in ('unused', 'offered')) or id = any(${spentIds}::uuid[]))`)
}
