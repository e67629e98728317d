import { sql } from 'kysely'
import { snakeRows } from '#platform/snake-rows.ts'
import type { Work } from '#platform/work.ts'
import type { OpenShift, ShiftPolicy, Till } from './shift-rules.ts'

/** Locks the open shifts of tills in a shared way, by id. The closer's lock is the one that it excludes. */
export function shareOpenShifts(work: Work, tills: readonly Till[]): Promise<OpenShift[]> {
  return work.send<OpenShift>(sql`
    select s.id, s.store_id, s.device_id, s.business_day
      from jsonb_to_recordset(${JSON.stringify(snakeRows(tills))}::jsonb) as t(store_id uuid, device_id uuid)
      join cashier.shift s on s.merchant_id = ${work.merchantId} and s.device_id = t.device_id and s.store_id = t.store_id
     where s.closed_at is null
     order by s.id
       for key share of s`)
}

/** The rules of stores that have set some, by store. */
export async function readPolicies(work: Work, storeIds: readonly string[]): Promise<Map<string, ShiftPolicy>> {
  const rows = await work.send<ShiftPolicy & { storeId: string }>(sql`
    select store_id, is_shift_required, is_count_blind, note_above_cents, approval_above_cents
      from cashier.shift_policy
     where merchant_id = ${work.merchantId} and store_id = any(${[...storeIds]}::uuid[])`)
  return new Map(rows.map(({ storeId, ...policy }) => [storeId, policy]))
}
