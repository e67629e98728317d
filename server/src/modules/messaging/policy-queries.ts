import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import type { Cap } from './cap-rules.ts'
import type { Topic } from './message-kinds-rules.ts'

export type CappedTopic = 'holdings' | 'care' | 'offers'

export type Policy = {
  quietFromMinute: number
  quietToMinute: number
  caps: Record<CappedTopic, Cap>
  monthBudgetCents: number | null
  version: number
}

/** What holds until a merchant says otherwise. Care is not promotion: each has a cap of its own. */
export const builtInPolicy: Policy = {
  quietFromMinute: 22 * 60,
  quietToMinute: 8 * 60,
  caps: {
    holdings: { perDay: 2, rolling: { days: 7, most: 5 } },
    care: { perDay: 1, rolling: { days: 30, most: 2 } },
    offers: { perDay: 1, rolling: { days: 7, most: 2 } },
  },
  monthBudgetCents: null,
  version: 0,
}

export async function readPolicy({ send, merchantId }: Work, lock = false): Promise<Policy> {
  const [row] = await send<Policy>(sql`
    select quiet_from_minute, quiet_to_minute, caps, month_budget_cents, version from messaging.policy
     where merchant_id = ${merchantId} ${lock ? sql`for update` : sql``}`)
  return row ?? builtInPolicy
}

/** Writes the policy over the version that was read; false when somebody else wrote meanwhile. */
export async function writePolicy({ send, merchantId, at, actor }: Work, policy: Policy): Promise<boolean> {
  const rows = await send<{ version: number }>(sql`
    insert into messaging.policy as p (merchant_id, quiet_from_minute, quiet_to_minute, caps, month_budget_cents, version,
           changed_at, author_id)
    values (${merchantId}, ${policy.quietFromMinute}, ${policy.quietToMinute}, ${JSON.stringify(policy.caps)}::jsonb,
            ${policy.monthBudgetCents}, ${policy.version + 1}, ${at}, ${actorId(actor)})
    on conflict (merchant_id) do update
       set quiet_from_minute = excluded.quiet_from_minute, quiet_to_minute = excluded.quiet_to_minute, caps = excluded.caps,
           month_budget_cents = excluded.month_budget_cents, version = excluded.version, changed_at = excluded.changed_at,
           author_id = excluded.author_id
     where p.version = ${policy.version}
    returning version`)
  return rows.length > 0
}

/** Holds the right to count a member's messages, until the transaction ends. */
export async function lockPressure({ send, merchantId }: Work, memberId: string): Promise<void> {
  await send(sql`
    insert into messaging.pressure (merchant_id, member_id) values (${merchantId}, ${memberId})
    on conflict (merchant_id, member_id) do nothing`)
  await send(sql`
    select 1 from messaging.pressure where merchant_id = ${merchantId} and member_id = ${memberId} for update`)
}

/** When the member's counted messages were reserved, by topic, since an instant; the inbox counts for nothing. */
export function readCounted(
  { send, merchantId }: Work,
  memberId: string,
  since: Date,
): Promise<{ topic: Topic; reservedAt: Date }[]> {
  return send<{ topic: Topic; reservedAt: Date }>(sql`
    select topic, reserved_at from messaging.message
     where merchant_id = ${merchantId} and member_id = ${memberId} and counts and reserved_at > ${since}`)
}

/** What the month has cost so far. With `lock`, nobody else adds to it until the transaction ends. */
export async function readSpentMills({ send, merchantId }: Work, month: string, lock = false): Promise<number> {
  if (lock)
    await send(sql`
      insert into messaging.spending (merchant_id, month, spent_mills) values (${merchantId}, ${month}, 0)
      on conflict (merchant_id, month) do nothing`)
  const [row] = await send<{ spentMills: number }>(sql`
    select spent_mills from messaging.spending
     where merchant_id = ${merchantId} and month = ${month} ${lock ? sql`for update` : sql``}`)
  return row?.spentMills ?? 0
}

/** Adds to what a month has cost; below zero gives back. */
export async function addSpending({ send, merchantId }: Work, month: string, deltaMills: number): Promise<void> {
  await send(sql`
    insert into messaging.spending as s (merchant_id, month, spent_mills) values (${merchantId}, ${month}, ${deltaMills})
    on conflict (merchant_id, month) do update set spent_mills = s.spent_mills + excluded.spent_mills`)
}
