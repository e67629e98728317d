import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { isSoundRule, type RedeemPolicy, type ReturnPolicy } from './redeem-rules.ts'

type RedeemRow = {
  version: number
  points: number
  worthCents: number
  minPoints: number
  stepPoints: number
  maxShareBps: number
  returnedExpired: ReturnPolicy
  graceDays: number
}

/** The rules of spending as last published, also when they accept nothing (a share of zero); null where none ever were. */
export async function readPublishedRedeemPolicy(work: Work): Promise<RedeemPolicy | null> {
  const [row] = await work.send<RedeemRow>(sql`
    select version, points, worth_cents, min_points, step_points, max_share_bps, returned_expired, grace_days
      from points.redeem_rule where merchant_id = ${work.merchantId} order by version desc limit 1`)
  if (!row) return null
  const { version, returnedExpired, graceDays, ...rule } = row
  return { version, rule, returnedExpired, graceDays }
}

/** The rules in force; null where points do not pay. One statement of the caller's flight. */
export async function readRedeemPolicy(work: Work): Promise<RedeemPolicy | null> {
  const policy = await readPublishedRedeemPolicy(work)
  return policy && policy.rule.maxShareBps > 0 ? policy : null
}

/**
 * Publishes a new version of how points pay. Sales made before keep what they took.
 *
 * Refuses a step that is not worth whole cents, and a save over a version that somebody published meanwhile.
 */
export async function setRedeemPolicy(work: Work, policy: RedeemPolicy): Promise<{ version: number }> {
  const { rule, returnedExpired, graceDays } = policy
  if (!isSoundRule(rule)) throw new Refused('redeem_rule_unsound')
  const before = await readPublishedRedeemPolicy(work)
  const last = before?.version ?? 0
  if (policy.version !== last) throw new Refused('settings_changed')
  const added = await work.send(sql`
    insert into points.redeem_rule (merchant_id, version, points, worth_cents, min_points, step_points, max_share_bps,
      returned_expired, grace_days, at, author_id)
    values (${work.merchantId}, ${last + 1}, ${rule.points}, ${rule.worthCents}, ${rule.minPoints}, ${rule.stepPoints},
      ${rule.maxShareBps}, ${returnedExpired}, ${graceDays}, ${work.at}, ${actorId(work.actor)})
    on conflict do nothing returning version`)
  if (added.length === 0) throw new Refused('settings_changed')
  work.audit({
    action: 'points.edit',
    subject: { kind: 'merchant', id: work.merchantId },
    changes: {
      redeemVersion: [last, last + 1],
      redeemRule: [before?.rule ?? null, rule],
      returnedExpired: [before?.returnedExpired ?? null, returnedExpired],
      graceDays: [before?.graceDays ?? null, graceDays],
    },
  })
  return { version: last + 1 }
}
