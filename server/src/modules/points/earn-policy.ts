import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { EarnPolicy, ExpiryRound } from './earn-rules.ts'

type PolicyRow = {
  version: number
  points: number
  perCents: number
  excludedTenders: string[]
  isTaxIncluded: boolean
  pendingDays: number
  expiryMonths: number | null
  expiryRound: ExpiryRound
}

/** The rules as last published, also when they give nothing; null where none ever were. One statement of the caller's flight. */
export async function readPublishedPolicy(work: Work): Promise<EarnPolicy | null> {
  const [row] = await work.send<PolicyRow>(sql`
    select version, points, per_cents, excluded_tenders, is_tax_included, pending_days, expiry_months, expiry_round
      from points.rule where merchant_id = ${work.merchantId} order by version desc limit 1`)
  if (!row) return null
  const { version, points, perCents, excludedTenders, isTaxIncluded, pendingDays, expiryMonths, expiryRound } = row
  return {
    version,
    rule: { points, perCents, excludedTenders, isTaxIncluded },
    expiry: expiryMonths === null ? null : { months: expiryMonths, round: expiryRound },
    pendingDays,
  }
}

/** The rules in force; null where the merchant gives no points. One statement of the caller's flight. */
export async function readEarnPolicy(work: Work): Promise<EarnPolicy | null> {
  const policy = await readPublishedPolicy(work)
  return policy && policy.rule.points > 0 ? policy : null
}
