import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { EarnPolicy, ExpiryRound } from './earn-rules.ts'

type PolicyRow = {
  version: number
  points: number
  perCents: number
  excludedTenders: string[]
  isTaxIncluded: boolean
  expiryMonths: number | null
  expiryRound: ExpiryRound
}

/** The rules in force; null where the merchant gives no points. One statement of the caller's flight. */
export async function readEarnPolicy(work: Work): Promise<EarnPolicy | null> {
  const [row] = await work.send<PolicyRow>(sql`
    select version, points, per_cents, excluded_tenders, is_tax_included, expiry_months, expiry_round
      from points.rule where merchant_id = ${work.merchantId} order by version desc limit 1`)
  if (!row || row.points === 0) return null
  const { version, points, perCents, excludedTenders, isTaxIncluded, expiryMonths, expiryRound } = row
  return {
    version,
    rule: { points, perCents, excludedTenders, isTaxIncluded },
    expiry: expiryMonths === null ? null : { months: expiryMonths, round: expiryRound },
  }
}
