import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { readPublishedPolicy } from './earn-policy.ts'
import type { EarnPolicy, ExpiryRule } from './earn-rules.ts'
import { publishEnding } from './expiry-policy.ts'

export type NewEarnPolicy = Omit<EarnPolicy, 'version' | 'pendingDays'> & {
  pendingDays?: number
  /** The version that was shown, 0 for none: a save over a newer one is refused. */
  version?: number
}

/**
 * Publishes a new version of how points are earned and how long they live. Lots granted before keep the version they have.
 *
 * Refuses a save over a version that somebody published meanwhile; two at once meet on the version's key.
 */
export async function setEarnPolicy(work: Work, policy: NewEarnPolicy): Promise<{ version: number }> {
  const { rule, expiry, pendingDays = 0 } = policy
  const before = await readPublishedPolicy(work)
  const last = before?.version ?? 0
  if (policy.version !== undefined && policy.version !== last) throw new Refused('settings_changed')
  const added = await work.send(sql`
    insert into points.rule (merchant_id, version, points, per_cents, excluded_tenders, is_tax_included, pending_days,
      expiry_months, expiry_round, at, author_id)
    values (${work.merchantId}, ${last + 1}, ${rule.points}, ${rule.perCents}, ${[...rule.excludedTenders]}::text[],
      ${rule.isTaxIncluded}, ${pendingDays}, ${expiry?.months ?? null}, ${expiry?.round ?? 'day'}, ${work.at},
      ${actorId(work.actor)})
    on conflict do nothing returning version`)
  if (added.length === 0) throw new Refused('settings_changed')
  await followExpiry(work, before, expiry)
  work.audit({
    action: 'points.edit',
    subject: { kind: 'merchant', id: work.merchantId },
    changes: {
      version: [last, last + 1],
      rule: [before?.rule ?? null, rule],
      expiry: [before?.expiry ?? null, expiry],
      pendingDays: [before?.pendingDays ?? 0, pendingDays],
    },
  })
  return { version: last + 1 }
}

/** Where how points end has versions of its own, another age becomes the next of them; clearing and inactivity stay as they are. */
async function followExpiry(work: Work, before: EarnPolicy | null, expiry: ExpiryRule): Promise<void> {
  const ending = before?.ending
  if (!ending || !before) return
  const isSame = before.expiry?.months === expiry?.months && before.expiry?.round === expiry?.round
  if (!isSame) await publishEnding(work, { ...ending, age: expiry, reach: 'new', noticeDays: 0 })
}
