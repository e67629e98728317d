import { sql } from 'kysely'
import { readLiveMember } from '#modules/members/read-live-member.ts'
import type { Database } from '#platform/db.ts'
import { inTransaction } from '#platform/transaction.ts'

/** Somebody to be at `/m`: the regular with a pass who holds the most kinds of value and bought most often. The code goes to the outbox page. */
export function findPortalMember(
  database: Database,
  merchantId: string,
  at: Date,
): Promise<{ name: string; phone: string } | null> {
  const actor = { kind: 'system', name: 'demo' } as const
  return inTransaction(database, { merchantId, actor, at }, async (work) => {
    const [best] = await work.send<{ id: string }>(sql`
      select m.id from members.member m
       where m.merchant_id = ${merchantId} and m.status = 'active'
         and exists (select from members.credential c
                      where c.merchant_id = m.merchant_id and c.member_id = m.id and c.is_main and c.blocked_at is null)
       order by exists (select from passes.pass p
                         where p.merchant_id = m.merchant_id and p.member_id = m.id and p.ended_at is null and p.ends_day > ${at}::date) desc,
                (select count(*) from ledger.account a
                  where a.merchant_id = m.merchant_id and a.owner_id = m.id and a.owner_kind = 'member' and a.balance_units > 0) desc,
                (select count(*) from coupons.coupon c
                  where c.merchant_id = m.merchant_id and c.member_id = m.id and c.status = 'unused' and c.ends_at > ${at}) desc,
                (select count(*) from cashier.sale s where s.merchant_id = m.merchant_id and s.member_id = m.id) desc, m.id
       limit 1`)
    if (!best) return null
    const { name, phone } = await readLiveMember(work, best.id)
    return phone === null ? null : { name, phone }
  })
}
