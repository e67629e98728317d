import { sql } from 'kysely'
import { merchantFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { fingerprintOf } from '#shared/fingerprint.ts'
import { readActionPolicy } from './action-policy.ts'
import { readPublishedPolicy } from './earn-policy.ts'
import { type EarnPolicy, endingOf } from './earn-rules.ts'
import { readEnding } from './expiry-policy.ts'
import { never } from './expiry-rules.ts'
import { readPublishedRedeemPolicy } from './redeem-policy.ts'
import { readRescuePolicy } from './rescue-policy.ts'
import type { RescuePolicy } from './rescue-rules.ts'
import { actionFacts } from './rules-page-actions-rules.ts'
import type { RulesFacts } from './rules-page-rules.ts'
import { readGiftTerms, readMallTerms, readRunning } from './rules-page-running.ts'

export type PublishedRules = { version: number; facts: RulesFacts; at: Date }

/** What the rules are made of, as it is in force now. */
async function readFacts(work: Work): Promise<RulesFacts> {
  const [merchant, policy, redeem, rescue, ending, { terms }, running, mall, gifts] = await Promise.all([
    merchantFacts(work),
    readPublishedPolicy(work),
    readPublishedRedeemPolicy(work),
    readRescuePolicy(work),
    readEnding(work),
    readActionPolicy(work),
    readRunning(work),
    readMallTerms(work),
    readGiftTerms(work),
  ])
  const actions = actionFacts(terms)
  const fallback = { policy: 'grace', graceDays: 7 } as const
  return {
    currency: merchant.currency,
    earn: policy ? { ...baseOf(policy), pendingDays: policy.pendingDays } : null,
    ending: ending
      ? { age: ending.age, clearing: ending.clearing, idle: ending.idle }
      : policy
        ? endingOf(policy)
        : never,
    noticeDays: ending?.reach === 'all' ? ending.noticeDays : 0,
    redeem: redeem?.rule ?? null,
    returned: redeem ? { policy: redeem.returnedExpired, graceDays: redeem.graceDays } : fallback,
    rescue: rescue && rescueFacts(rescue),
    ...(actions ? { actions } : {}),
    ...(running ? { running } : {}),
    ...(mall ? { mall } : {}),
    gifts,
  }
}

function baseOf({ rule: { points, perCents, excludedTenders, isTaxIncluded } }: EarnPolicy) {
  return { points, perCents, excludedTenders, isTaxIncluded }
}

function rescueFacts({ graceDays, minPurchaseCents, lifeDays }: RescuePolicy) {
  return { graceDays, minPurchaseCents, lifeDays }
}

/** The rules in force with their version: that of the last text kept, or the one that the text as it is now will get. */
export async function readRulesPage(work: Work): Promise<PublishedRules & { isKept: boolean }> {
  const [facts, kept] = await Promise.all([readFacts(work), readLatest(work)])
  const isKept = kept !== null && kept.fingerprint === fingerprintOf(facts)
  return { version: (kept?.version ?? 0) + (isKept ? 0 : 1), facts, at: isKept ? kept.at : work.at, isKept }
}

async function readLatest({ send, merchantId }: Work) {
  const [row] = await send<PublishedRules & { fingerprint: string }>(sql`
    select version, facts, fingerprint, at from points.rules_page
     where merchant_id = ${merchantId} order by version desc limit 1`)
  return row ?? null
}

/** Keeps the text as it is now as a version, where it is another than the last one kept. Two at once keep one. */
export async function keepRulesPage(work: Work): Promise<PublishedRules> {
  const page = await readRulesPage(work)
  if (page.isKept) return page
  await work.send(sql`
    insert into points.rules_page (merchant_id, version, facts, fingerprint, at)
    values (${work.merchantId}, ${page.version}, ${JSON.stringify(page.facts)}::jsonb, ${fingerprintOf(page.facts)}, ${work.at})
    on conflict do nothing`)
  const { version, facts, at } = (await readLatest(work))!
  return { version, facts, at }
}

/** Keeps the text of the rules once something that it tells of has changed; answers with what the change did. */
export async function keepRulesAfter<T>(work: Work, change: Promise<T>): Promise<T> {
  const done = await change
  await keepRulesPage(work)
  return done
}

/** Whether a text was ever kept under a version. */
export async function isKeptVersion({ send, merchantId }: Work, version: number): Promise<boolean> {
  const rows = await send(sql`
    select 1 from points.rules_page where merchant_id = ${merchantId} and version = ${version}`)
  return rows.length > 0
}

/** Every version that was kept, latest first, and how many members accepted each. */
export function readRulesVersions({ send, merchantId }: Work) {
  return send<{ version: number; at: Date; accepted: number }>(sql`
    select p.version, p.at,
           (select count(*)::integer from points.rules_acceptance a where a.merchant_id = ${merchantId} and a.version = p.version) as accepted
      from points.rules_page p where p.merchant_id = ${merchantId} order by p.version desc limit 100`)
}
