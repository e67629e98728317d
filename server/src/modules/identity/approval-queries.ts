import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { Approval } from './approval-rules.ts'

/** False when the id is taken: the same request came twice. */
export async function insertApproval(
  { tx, merchantId, at }: Work,
  row: Omit<Approval, 'usedAt'> & { storeId: string | null },
): Promise<boolean> {
  const added = await tx
    .insertInto('identity.approval')
    .values({ merchantId, ...row, approvedAt: at })
    .onConflict((conflict) => conflict.columns(['merchantId', 'id']).doNothing())
    .returning('id')
    .execute()
  return added.length === 1
}

/** Locks approvals in the order of their ids. One statement of the flight. */
export async function lockApprovalRows({ send, merchantId }: Work, ids: readonly string[]): Promise<Approval[]> {
  return send<Approval>(sql`
    select id, permission, subject_kind, subject_id, amount_cents, reason, requested_by, approved_by, expires_at, used_at
      from identity.approval
     where merchant_id = ${merchantId} and id = any(${[...ids]}::uuid[])
     order by id
       for update`)
}

export async function markApprovalsUsed({ send, merchantId, at }: Work, ids: readonly string[]): Promise<void> {
  await send(sql`
    update identity.approval set used_at = ${at}
     where merchant_id = ${merchantId} and id = any(${[...ids]}::uuid[])`)
}

/** Approvals with the name of who gave them. */
export function readApprovers({ send, merchantId }: Work, ids: readonly string[]) {
  return send<{ id: string; name: string }>(sql`
    select a.id, u.name from identity.approval a
      join identity."user" u on u.merchant_id = ${merchantId} and u.id = a.approved_by
     where a.merchant_id = ${merchantId} and a.id = any(${[...ids]}::uuid[])`)
}
