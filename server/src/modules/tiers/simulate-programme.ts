import { readItemFacts } from '#modules/catalog/item-facts.ts'
import { memberSummaries, type MemberSummary } from '#modules/members/member-summaries.ts'
import { readRedeemPolicy } from '#modules/points/redeem-policy.ts'
import type { Work } from '#platform/work.ts'
import { accept } from '#shared/refusal.ts'
import { listPlaced, type PlacedMember, readCohorts } from './history-queries.ts'
import { checkTerms, type ProgrammeTerms, rankOf, tierIdOf } from './programme-rules.ts'
import { simulate, type Simulation } from './simulation-rules.ts'
import { readTiers } from './tier-queries.ts'
import { todayFor } from './today.ts'

/** What terms would do to the members as they are today, before anybody publishes them. Changes nothing; refuses unsound terms. */
export async function simulateProgramme(work: Work, terms: ProgrammeTerms): Promise<Simulation> {
  accept(checkTerms(terms))
  const today = await todayFor(work)
  const [cohorts, { priceLists }, redeem] = await Promise.all([
    readCohorts(work, terms, today),
    readItemFacts(work, []),
    readRedeemPolicy(work),
  ])
  const rates = priceLists.flatMap(({ priceListId, rateBps }) =>
    rateBps === null ? [] : [[priceListId, rateBps] as const],
  )
  const pointWorthMilliCents = redeem ? Math.floor((redeem.rule.worthCents * 1_000) / redeem.rule.points) : 0
  return simulate(cohorts, terms, { rateBpsOf: new Map(rates), pointWorthMilliCents })
}

const mostListed = 200

/** Who is in one flow of a simulation, at most two hundred, those with most units first. */
export async function listFlow(
  work: Work,
  terms: ProgrammeTerms,
  { from, to, when }: { from: number; to: number; when: 'at_once' | 'later' },
): Promise<(PlacedMember & { member: MemberSummary })[]> {
  accept(checkTerms(terms))
  const [today, tiers] = [await todayFor(work), await readTiers(work)]
  const dropped = tiers.filter(({ tierId }) => rankOf(tierId, terms) === 0).map(({ tierId }) => tierId)
  const tierIds = from === 0 ? [null, ...dropped] : [tierIdOf(from, terms)]
  const ranks = [0, ...terms.levels.map((_, index) => index + 1)]
  const isTo = (reached: number) =>
    when === 'at_once'
      ? Math.max(from, reached) === to
      : reached < from && (terms.demotion === 'to_balance' ? Math.min(from - 1, reached) : from - 1) === to
  const rows = await listPlaced(work, terms, today, { tierIds, reached: ranks.filter(isTo), limit: mostListed })
  const members = await memberSummaries(
    work,
    rows.map(({ memberId }) => memberId),
  )
  return rows.flatMap((row) => {
    const member = members.get(row.memberId)
    return member ? [{ ...row, member }] : []
  })
}
