import { sql } from 'kysely'
import { snakeRows } from '#platform/snake-rows.ts'
import type { Work } from '#platform/work.ts'
import type { CashierTask } from './task-timing-rules.ts'

export type TimingRow = {
  id: string
  task: CashierTask
  businessDay: string
  finishedAt: string
  durationMs: number
  steps: number
  errors: number
  items: number
  isDone: boolean
}

/** Writes a batch in one statement. What was told before is passed over: a till that lost the answer sends again. */
export async function insertTimings(
  { send, merchantId }: Work,
  { storeId, deviceId }: { storeId: string; deviceId: string | null },
  rows: readonly TimingRow[],
): Promise<void> {
  await send(sql`
    insert into cashier.task_timing (merchant_id, id, store_id, device_id, task, business_day, finished_at, duration_ms, steps,
      errors, items, is_done)
    select ${merchantId}, id, ${storeId}, ${deviceId}, task, business_day, finished_at, duration_ms, steps, errors, items, is_done
      from jsonb_to_recordset(${JSON.stringify(snakeRows(rows))}::jsonb) as t(id uuid, task text, business_day date,
        finished_at timestamptz, duration_ms integer, steps integer, errors integer, items integer, is_done boolean)
    on conflict (merchant_id, id) do nothing`)
}

export type TimingSummary = {
  task: CashierTask
  storeId: string
  week: string
  doneCount: number
  leftCount: number
  medianMs: number | null
  worstMs: number | null
  medianSteps: number | null
  worstSteps: number | null
  errorCount: number
}

/** Each task per store and week, newest week first. `storeIds` null: every store. Weeks begin on Monday. */
export function readTimingSummary(
  { send, merchantId }: Work,
  filter: { from: string; until: string; storeIds: readonly string[] | null },
): Promise<TimingSummary[]> {
  const storeIds = filter.storeIds && [...filter.storeIds]
  return send<TimingSummary>(sql`
    select t.task, t.store_id, date_trunc('week', t.business_day)::date as week,
           count(*) filter (where t.is_done)::int as done_count,
           count(*) filter (where not t.is_done)::int as left_count,
           (percentile_disc(0.5) within group (order by t.duration_ms) filter (where t.is_done)) as median_ms,
           max(t.duration_ms) filter (where t.is_done) as worst_ms,
           (percentile_disc(0.5) within group (order by t.steps) filter (where t.is_done)) as median_steps,
           max(t.steps) filter (where t.is_done) as worst_steps,
           sum(t.errors)::int as error_count
      from cashier.task_timing t
     where t.merchant_id = ${merchantId} and t.business_day between ${filter.from} and ${filter.until}
       and (${storeIds}::uuid[] is null or t.store_id = any(${storeIds}::uuid[]))
     group by t.task, t.store_id, date_trunc('week', t.business_day)
     order by week desc, t.task, t.store_id`)
}
