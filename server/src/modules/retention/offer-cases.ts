import { householdsOf } from '#modules/members/household-mates.ts'
import { type MemberTraits, memberTraits } from '#modules/members/member-traits.ts'
import { cancelQuote } from '#modules/passes/cancel-pass.ts'
import type { HeldPass } from '#modules/passes/held-passes.ts'
import { planOffers } from '#modules/passes/plan-offers.ts'
import type { Work } from '#platform/work.ts'
import { isRefusal } from '#shared/refusal.ts'
import type { FlowTerms } from './flow-types.ts'
import { readPast, readSpent, type TakenOffer } from './leaving-queries.ts'
import { offerPrint } from './offer-judging-rules.ts'
import type { OfferCase } from './offer-rules.ts'
import { readStopped } from './offer-stop-queries.ts'

export type Asked = { held: HeldPass; reasonCode: string | null; isHeldOut: boolean }

/**
 * What decides over offers to each of these, as it stands, in their order: to one who leaves, and to all of a month in the dry run. A
 * handful of statements for however many; where a flow offers other plans, one more for each pass.
 */
export async function readCases(work: Work, flow: FlowTerms, asked: readonly Asked[]): Promise<OfferCase[]> {
  const memberIds = asked.map(({ held }) => held.pass.memberId)
  const months = [...new Set(asked.map(({ held }) => monthOf(held.today)))]
  const planIds = flow.offers.flatMap(({ terms }) => (terms.kind === 'downgrade' && terms.planId) || [])
  const [traits, households, spent, plans, stops] = await Promise.all([
    memberTraits(work, memberIds),
    householdsOf(work, memberIds),
    Promise.all(months.map(async (month) => [month, await readSpent(work, month)] as const)),
    planOffers(work, planIds),
    readStopped(work),
  ])
  const stopped = new Set(flow.offers.filter((offer) => stops.has(offerPrint(offer))).map(({ code }) => code))
  const past = await readPast(work, [...new Set([...households.values()].flat())])
  const spentIn = new Map(spent)
  const changes = await Promise.all(asked.map(({ held }) => plansWithin(work, held, plans)))
  return asked.map(({ held, reasonCode, isHeldOut }, index) => ({
    ...{ reasonCode, isHeldOut, stopped, spentCents: spentIn.get(monthOf(held.today))! },
    ...factsOf(work, held, traits.get(held.pass.memberId)),
    can: { ...canOf(held), changeTo: changes[index]! },
    ...pastOf(work, past, held.pass.memberId, households.get(held.pass.memberId)!),
  }))
}

export const monthOf = (day: string) => `${day.slice(0, 7)}-01`

const daysSince = (work: Work, since: Date) => Math.floor((work.at.getTime() - since.getTime()) / 86_400_000)

function factsOf(work: Work, { pass, today, taken }: HeldPass, traits: MemberTraits | undefined) {
  const visits = taken.flatMap(({ isHeld, day }) => (isHeld ? [] : [day])).toSorted()
  const lastDay = visits.at(-1) ?? pass.soldDay
  return {
    ...{ paidCents: pass.paidCents, daysHeld: daysSince(work, pass.soldAt), planId: pass.planId },
    tierId: traits?.tierId ?? null,
    memberDays: traits ? daysSince(work, traits.enrolledAt) : 0,
    daysSinceVisit: Math.max(0, Math.round((Date.parse(today) - Date.parse(lastDay)) / 86_400_000)),
  }
}

function canOf({ pass }: HeldPass) {
  return {
    freeze: pass.terms.freeze !== null && pass.endsDay !== null,
    extend: pass.endsDay !== null,
    transfer: pass.terms.transfer !== null,
  }
}

/** The plans that what the pass gives back pays for; none for a pass whose sale is not in these books. */
async function plansWithin(work: Work, held: HeldPass, plans: Awaited<ReturnType<typeof planOffers>>) {
  if (plans.size === 0 || held.pass.saleId === null) return new Set<string>()
  const quote = await cancelQuote(work, held, { cause: 'change', time: 'now' })
  if (isRefusal(quote)) return new Set<string>()
  const within = [...plans.values()].filter(
    ({ planId, priceCents, isStopped }) => !isStopped && planId !== held.pass.planId && priceCents <= quote.refundCents,
  )
  return new Set(within.map(({ planId }) => planId))
}

function pastOf(work: Work, taken: readonly TakenOffer[], memberId: string, household: readonly string[]) {
  const theirs = taken.filter((offer) => household.includes(offer.memberId))
  const own = theirs.filter((offer) => offer.memberId === memberId)
  const lastAt = theirs.map(({ acceptedAt }) => acceptedAt.getTime()).toSorted((a, b) => b - a)[0]
  return {
    daysSinceTaken: lastAt === undefined ? null : daysSince(work, new Date(lastAt)),
    takenEver: own.length,
    stayedForPrice: own.filter(({ kind }) => kind === 'gift' || kind === 'discount').length,
  }
}
