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

const policyColumns = sql`version, points, per_cents, excluded_tenders, is_tax_included, pending_days, expiry_months, expiry_round`

/** The rules as last published, also when they give nothing; null where none ever were. One statement of the caller's flight. */
export async function readPublishedPolicy(work: Work): Promise<EarnPolicy | null> {
  const [row] = await work.send<PolicyRow>(sql`
    select ${policyColumns} from points.rule where merchant_id = ${work.merchantId} order by version desc limit 1`)
  return row ? policyOf(row) : null
}

export type PublishedPolicy = EarnPolicy & { at: Date; authorId: string | null }

/** Every version that was published, latest first, with when and by whom. */
export async function readPolicyVersions(work: Work): Promise<PublishedPolicy[]> {
  const rows = await work.send<PolicyRow & Pick<PublishedPolicy, 'at' | 'authorId'>>(sql`
    select ${policyColumns}, at, author_id from points.rule
     where merchant_id = ${work.merchantId} order by version desc limit 200`)
  return rows.map((row) => ({ ...policyOf(row), at: row.at, authorId: row.authorId }))
}

function policyOf(row: PolicyRow): EarnPolicy {
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
