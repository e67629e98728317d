import { knownWithin } from '#platform/known-facts.ts'
import type { Work } from '#platform/work.ts'
import { readLive } from './promotion-queries.ts'
import type { Promotion } from './promotion-types.ts'

/**
 * The promotions that run in these stores, each version with the instants between which it holds, and those that may have begun for who
 * has early access; by what this process knows (`work.facts`). Locks nothing.
 *
 * `from` reaches back for sales that were made offline; the price of a sale looks at its own instant.
 */
export async function livePromotions(
  work: Work,
  storeIds: readonly string[],
  { from = work.at, aheadHours = 0 }: { from?: Date; aheadHours?: number } = {},
): Promise<Promotion[]> {
  const facts = await work.facts()
  const name = `promotions ${aheadHours} ${storeIds.toSorted().join(' ')}`
  const known = await knownWithin(facts, name, { from, until: work.at }, async (wide) =>
    promotionsOf(await readLive(work, storeIds, { ...wide, aheadHours })),
  )
  const ahead = new Date(work.at.getTime() + aheadHours * 3_600_000).toISOString()
  const [first, last] = [from.toISOString(), work.at.toISOString()]
  return known.filter(
    ({ startsAt, endsAt, earliestAt = startsAt }) =>
      (endsAt === null || endsAt > first) && earliestAt <= last && startsAt <= ahead,
  )
}

/** All that ran in these stores at some time between two instants, each version with the instants between which it held. */
export async function promotionsBetween(
  work: Work,
  storeIds: readonly string[],
  period: { from: Date; until: Date },
): Promise<Promotion[]> {
  return promotionsOf(await readLive(work, storeIds, period))
}

/** What a till keeps: all that runs or will run in its store, so that it prices rightly without the server. */
export async function promotionsAhead(work: Work, storeId: string): Promise<Promotion[]> {
  return promotionsOf(await readLive(work, [storeId], { from: work.at, until: null }))
}

function promotionsOf(rows: Awaited<ReturnType<typeof readLive>>): Promotion[] {
  return rows.map(({ terms, startsAt, endsAt, earliestAt, ...head }) => ({
    ...terms,
    ...head,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt?.toISOString() ?? null,
    earliestAt: earliestAt.toISOString(),
  }))
}
