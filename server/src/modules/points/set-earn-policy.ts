import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import type { EarnPolicy } from './earn-rules.ts'

/**
 * Publishes a new version of how points are earned and how long they live. Lots granted before keep the version they have.
 *
 * Two at once: the second waits for the row of the first and then fails on the version, so that nobody's change is lost unseen.
 */
export async function setEarnPolicy(work: Work, policy: Omit<EarnPolicy, 'version'>): Promise<{ version: number }> {
  const { rule, expiry } = policy
  const [row] = await work.send<{ version: number }>(sql`
    insert into points.rule (merchant_id, version, points, per_cents, excluded_tenders, is_tax_included, expiry_months,
      expiry_round, at, author_id)
    select ${work.merchantId}, coalesce(max(version), 0) + 1, ${rule.points}::int, ${rule.perCents}::bigint,
           ${[...rule.excludedTenders]}::text[], ${rule.isTaxIncluded}::boolean, ${expiry?.months ?? null}::int,
           ${expiry?.round ?? 'day'}, ${work.at}, ${actorId(work.actor)}::uuid
      from points.rule where merchant_id = ${work.merchantId}
    returning version`)
  work.audit({
    action: 'points.edit',
    subject: { kind: 'merchant', id: work.merchantId },
    changes: { version: [row!.version - 1, row!.version], rule: [null, rule], expiry: [null, expiry] },
  })
  return row!
}
