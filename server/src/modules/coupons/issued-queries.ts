import { type RawBuilder, sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { CouponStatus } from './coupon-rules.ts'
import type { IssuedState } from './issued-state-rules.ts'

/** One coupon of a kind: whose it is, how it stands, and where it was used. */
export type IssuedRow = {
  id: string
  memberId: string | null
  status: CouponStatus
  issuedAt: Date
  startsAt: Date
  endsAt: Date
  usedAt: Date | null
  saleId: string | null
  storeId: string | null
  offCents: number | null
}

/** What has ended is read from its end: there is no such state in the row (R11). */
function isOf(work: Work, state: IssuedState | null): RawBuilder<unknown> {
  if (state === null) return sql`true`
  return {
    usable: sql`c.status in ('unused', 'offered') and c.ends_at > ${work.at}`,
    used: sql`c.status = 'used'`,
    expired: sql`c.status in ('unused', 'offered') and c.ends_at <= ${work.at}`,
    void: sql`c.status = 'void'`,
  }[state]
}

/** The coupons of a kind, latest issued first, each with the sale that took it. */
export function listIssued(
  work: Work,
  filter: {
    templateId: string
    state: IssuedState | null
    before: readonly [at: string, id: string] | null
    limit: number
  },
): Promise<IssuedRow[]> {
  const { templateId, state, before, limit } = filter
  return work.send<IssuedRow>(sql`
    select c.id, c.member_id, c.status, c.issued_at, c.starts_at, c.ends_at, u.at as used_at, u.sale_id, u.store_id, u.off_cents
      from (select * from coupons.coupon c
             where c.merchant_id = ${work.merchantId} and c.template_id = ${templateId} and ${isOf(work, state)}
               ${before ? sql`and (c.issued_at, c.id) < (${before[0]}::timestamptz, ${before[1]}::uuid)` : sql``}
             order by c.issued_at desc, c.id desc limit ${limit}) c
      left join coupons.coupon_use u
        on u.merchant_id = ${work.merchantId} and u.coupon_id = c.id and u.turn = c.turn and c.status = 'used'
     order by c.issued_at desc, c.id desc`)
}
