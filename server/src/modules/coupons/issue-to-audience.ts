import { readItemFacts } from '#modules/catalog/item-facts.ts'
import { memberSummaries } from '#modules/members/member-summaries.ts'
import { actorMay } from '#platform/actor.ts'
import { noteDue } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { localDay } from '#shared/business-day.ts'
import { fingerprintOf } from '#shared/fingerprint.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { insertIssuePages, readIssueFacts, weighAudience, type WeighedAudience } from './audience-queries.ts'
import { type Audience, costOfIssue, type IssueCost } from './audience-rules.ts'
import { auditIssue, issueCoupons } from './issue-coupons.ts'
import { insertRun } from './issue-page-queries.ts'
import { countIssued, insertIssue, lockIssuing } from './issue-queries.ts'
import { checkIssuing } from './issue-rules.ts'
import { issueSweepKind, membersPerPage } from './run-issue.ts'
import { couponZone } from './save-template.ts'
import { readTemplate, type TemplateRow } from './template-queries.ts'
import { couponPeriod } from './template-rules.ts'

const mostNamed = 20

export type AudienceQuote = {
  /** Who the audience is, and how many of them get a coupon: the rest have as many as one may have. */
  members: number
  given: number
  /** How many the kind has left in all; null: no limit. */
  leftInPool: number | null
  cost: IssueCost
  /** The first of those who get one, for a look; nobody for who may not see members. */
  sample: { memberId: string; name: string; number: string }[]
  /** Of exactly these members and this version: issuing takes it. */
  fingerprint: string
}

/**
 * Who would get a coupon of the template, and what it may cost, before anybody issues it. Locks nothing, changes nothing.
 *
 * Refuses as issuing would: a template that is stopped or over, more than the pool holds.
 */
export async function quoteAudience(
  work: Work,
  { templateId, audience }: { templateId: string; audience: Audience },
): Promise<AudienceQuote> {
  const { template, weighed, facts } = await planAudience(work, templateId, audience)
  const { members, given, firstIds } = weighed
  const { benefit } = template.terms
  const seen = actorMay(work.actor, 'members.read') ? firstIds.slice(0, mostNamed) : []
  const [gifts, summaries] = await Promise.all([
    benefit.kind === 'gift' ? readItemFacts(work, [benefit.productId]) : null,
    memberSummaries(work, seen),
  ])
  const giftPriceCents = gifts?.items[0]?.listPriceCents ?? null
  return {
    members,
    given,
    leftInPool: facts.leftInPool,
    cost: costOfIssue(benefit, { ...facts, count: given, giftPriceCents }),
    sample: seen.flatMap((memberId) => {
      const member = summaries.get(memberId)
      return member ? [{ memberId, name: member.name, number: member.number }] : []
    }),
    fingerprint: audienceFingerprint(template, weighed),
  }
}

/**
 * Gives the audience its coupons: exactly those who were shown, or nobody (`coupon_audience_changed`). Up to a page of them at once, as a
 * list; more are kept with the command, taken from the pool, and handed out page by page from then on (`issueSweep`): `waiting` says
 * how many. Whoever is blocked or gone by then is passed over.
 *
 * Locks what issuing to a list locks; for a large audience the template and its pool.
 */
export async function issueToAudience(
  work: Work,
  input: { issueId: string; templateId: string; audience: Audience; reason: string; fingerprint: string },
): Promise<{ issueId: string; issued: number; waiting: number }> {
  const { issueId, templateId, audience, reason, fingerprint } = input
  const { template, weighed } = await planAudience(work, templateId, audience)
  if (audienceFingerprint(template, weighed) !== fingerprint) throw new Refused('coupon_audience_changed')
  if (weighed.given === 0) throw new Refused('coupon_audience_empty')
  if (weighed.given > membersPerPage) return beginRun(work, input)
  const { coupons } = await issueCoupons(work, { issueId, templateId, memberIds: weighed.firstIds, reason, audience })
  return { issueId, issued: coupons.length, waiting: 0 }
}

async function beginRun(
  work: Work,
  { issueId: id, templateId, audience, reason, fingerprint }: Parameters<typeof issueToAudience>[1],
): ReturnType<typeof issueToAudience> {
  const [{ leftInPool }, template] = await Promise.all([
    lockIssuing(work, templateId, []),
    readTemplate(work, templateId),
  ])
  if (!template) throw new Refused('coupon_template_not_found')
  const zone = await couponZone(work, template.terms.storeIds)
  const wish = { templateId, memberLimit: template.memberLimit, audience, today: localDay(work.at, zone) }
  const kept = await insertIssuePages(work, id, wish, membersPerPage)
  if (audienceFingerprint(template, kept) !== fingerprint) throw new Refused('coupon_audience_changed')
  const period = mayIssue(work, template, { count: kept.given, leftInPool, zone })
  await Promise.all([
    insertIssue(work, { id, templateId, kind: 'given', reason, audience, quantity: kept.given, sealedSecret: null }),
    insertRun(work, { id, templateId, templateVersion: template.version, ...period }),
    countIssued(work, templateId, kept.given),
    noteDue(work, issueSweepKind, work.at),
  ])
  auditIssue(work, { issueId: id, templateId, reason }, kept.given)
  return { issueId: id, issued: 0, waiting: kept.given }
}

async function planAudience(work: Work, templateId: string, audience: Audience) {
  const template = await readTemplate(work, templateId)
  if (!template) throw new Refused('coupon_template_not_found')
  const zone = await couponZone(work, template.terms.storeIds)
  const wish = { templateId, memberLimit: template.memberLimit, audience, today: localDay(work.at, zone) }
  const [weighed, facts] = await Promise.all([
    weighAudience(work, wish, membersPerPage),
    readIssueFacts(work, templateId),
  ])
  mayIssue(work, template, { count: weighed.given, leftInPool: facts.leftInPool, zone })
  return { template, weighed, facts }
}

/** Refuses what cannot be issued now; else the days for which it is good. */
function mayIssue(
  work: Work,
  template: TemplateRow,
  { count, leftInPool, zone }: { count: number; leftInPool: number | null; zone: string },
): { startsAt: Date; endsAt: Date } {
  const period = couponPeriod(template.validity, work.at, zone)
  const state = { ...template, leftInPool, isStopped: template.stoppedAt !== null }
  const refusal = checkIssuing(state, { count, isClaim: false, isOver: period === null })
  if (refusal) accept(refusal)
  assert(period, 'what may be issued is good for some days')
  return period
}

/** What was shown, bound to who and to the version: the ids themselves stay on the server. */
function audienceFingerprint({ id, version }: TemplateRow, { digest }: Pick<WeighedAudience, 'digest'>): string {
  return fingerprintOf({ templateId: id, version, digest })
}
