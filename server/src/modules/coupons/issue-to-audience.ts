import { readItemFacts } from '#modules/catalog/item-facts.ts'
import { memberSummaries } from '#modules/members/member-summaries.ts'
import { actorMay } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { localDay } from '#shared/business-day.ts'
import { fingerprintOf } from '#shared/fingerprint.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { listAudience, readIssueFacts } from './audience-queries.ts'
import { type Audience, costOfIssue, type IssueCost } from './audience-rules.ts'
import { type Issued, issueCoupons } from './issue-coupons.ts'
import { planIssue } from './issue-rules.ts'
import { couponZone } from './save-template.ts'
import { readTemplate, type TemplateRow } from './template-queries.ts'
import { couponPeriod } from './template-rules.ts'

/** One issue is one transaction that holds its members' locks; a larger audience is handed out in parts. */
const mostAtOnce = 20_000
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
 * Refuses as issuing would: a template that is stopped or over, more than the pool holds, more than one issue takes.
 */
export async function quoteAudience(
  work: Work,
  { templateId, audience }: { templateId: string; audience: Audience },
): Promise<AudienceQuote> {
  const { template, memberIds, givenIds, facts } = await planAudience(work, templateId, audience)
  const { benefit } = template.terms
  const seen = actorMay(work.actor, 'members.read') ? givenIds.slice(0, mostNamed) : []
  const [gifts, summaries] = await Promise.all([
    benefit.kind === 'gift' ? readItemFacts(work, [benefit.productId]) : null,
    memberSummaries(work, seen),
  ])
  const giftPriceCents = gifts?.items[0]?.listPriceCents ?? null
  return {
    members: memberIds.length,
    given: givenIds.length,
    leftInPool: facts.leftInPool,
    cost: costOfIssue(benefit, { ...facts, count: givenIds.length, giftPriceCents }),
    sample: seen.flatMap((memberId) => {
      const member = summaries.get(memberId)
      return member ? [{ memberId, name: member.name, number: member.number }] : []
    }),
    fingerprint: audienceFingerprint(template, givenIds),
  }
}

/**
 * Gives the audience its coupons: exactly those who were shown, or nobody (`coupon_audience_changed`).
 *
 * Locks what issuing to a list locks; who was blocked or gone by then is passed over and named as there.
 */
export async function issueToAudience(
  work: Work,
  input: { issueId: string; templateId: string; audience: Audience; reason: string; fingerprint: string },
): Promise<Issued> {
  const { issueId, templateId, audience, reason, fingerprint } = input
  const { template, givenIds } = await planAudience(work, templateId, audience)
  if (audienceFingerprint(template, givenIds) !== fingerprint) throw new Refused('coupon_audience_changed')
  if (givenIds.length === 0) throw new Refused('coupon_audience_empty')
  return issueCoupons(work, { issueId, templateId, memberIds: givenIds, reason, audience })
}

async function planAudience(work: Work, templateId: string, audience: Audience) {
  const template = await readTemplate(work, templateId)
  if (!template) throw new Refused('coupon_template_not_found')
  const zone = await couponZone(work, template.terms.storeIds)
  const memberIds = await listAudience(work, audience, localDay(work.at, zone), mostAtOnce + 1)
  if (memberIds.length > mostAtOnce) throw new Refused('coupon_audience_large', { most: mostAtOnce })
  const facts = await readIssueFacts(work, templateId, memberIds)
  const isOver = couponPeriod(template.validity, work.at, zone) === null
  const plan = accept(
    planIssue({ ...template, ...facts, isStopped: template.stoppedAt !== null }, { memberIds, isClaim: false, isOver }),
  )
  return { template, memberIds, givenIds: plan.memberIds, facts }
}

/** What was shown, bound to who and to the version: the ids themselves stay on the server. */
function audienceFingerprint({ id, version }: TemplateRow, memberIds: readonly string[]): string {
  return fingerprintOf({ templateId: id, version, memberIds })
}
