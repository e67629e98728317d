import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import type { RescuePolicy } from './rescue-rules.ts'

/** What is done for points that end or have ended, as last published; null where nothing ever was. */
export async function readRescuePolicy({ send, merchantId }: Work): Promise<RescuePolicy | null> {
  const [row] = await send<RescuePolicy>(sql`
    select version, grace_days, min_purchase_cents, life_days
      from points.rescue_rule where merchant_id = ${merchantId} order by version desc limit 1`)
  return row ?? null
}

/** Publishes a new version; what came back before keeps its day. Refuses a save over a newer version. */
export async function publishRescue(work: Work, policy: RescuePolicy): Promise<{ version: number }> {
  const before = await readRescuePolicy(work)
  const last = before?.version ?? 0
  if (policy.version !== last) throw new Refused('settings_changed')
  const { graceDays, minPurchaseCents, lifeDays } = policy
  const added = await work.send(sql`
    insert into points.rescue_rule (merchant_id, version, grace_days, min_purchase_cents, life_days, at, author_id)
    values (${work.merchantId}, ${last + 1}, ${graceDays}, ${minPurchaseCents}, ${lifeDays}, ${work.at},
      ${actorId(work.actor)})
    on conflict do nothing returning version`)
  if (added.length === 0) throw new Refused('settings_changed')
  const told = ({ version: _, ...rest }: RescuePolicy) => rest
  work.audit({
    action: 'points.edit',
    subject: { kind: 'merchant', id: work.merchantId },
    changes: { rescueVersion: [last, last + 1], rescue: [before && told(before), told(policy)] },
  })
  return { version: last + 1 }
}
