import { couponTakings } from '#modules/coupons/coupon-takings.ts'
import { readMemberLines } from '#modules/cashier/member-lines.ts'
import { itemCosts } from '#modules/catalog/item-costs.ts'
import { readPassLives } from '#modules/passes/pass-lives.ts'
import type { Work } from '#platform/work.ts'
import { addDays, type Day, localDay } from '#shared/business-day.ts'
import { type CostShareSetting, readCostShares } from './cost-share-queries.ts'
import { type LeaverFacts, type Margin, marginOf, worthOf } from './margin-rules.ts'
import { readAcceptedOffers } from './report-queries.ts'

type Asker = { memberId: string; passId: string; isHeldOut: boolean; at: Date }

/** One leaver: the first of a member's leavings. Groups are drawn by member, so each counts once. */
export type Leaver = Asker & {
  marginIn: (days: number) => Margin
  /** As it can be told at a moment, whole cents (`worthOf`). */
  worth: (at: Date) => number
  /** Their passes that are of no sale in these books: what was paid for them is as it was told. */
  broughtIn: number
}

/** Everybody who set out to leave, once, with what they brought in since. A handful of statements for however many. */
export async function readMargins(
  work: Work,
  followed: readonly Asker[],
): Promise<{ leavers: Leaver[]; shares: CostShareSetting }> {
  const firsts = [...Map.groupBy(followed, ({ memberId }) => memberId).values()].map((group) =>
    group.reduce((first, one) => (one.at < first.at ? one : first)),
  )
  const memberIds = firsts.map(({ memberId }) => memberId)
  const since = firsts.reduce((first, { at }) => (at < first ? at : first), work.at)
  const [lives, lines, offers, shares] = await Promise.all([
    readPassLives(work, { memberIds, passIds: firsts.map(({ passId }) => passId) }),
    // A day more: the store's day may be another than this one's.
    readMemberLines(work, memberIds, addDays(localDay(since, 'UTC'), -1)),
    readAcceptedOffers(work, memberIds),
    readCostShares(work),
  ])
  const [costs, takings] = await Promise.all([
    itemCosts(
      work,
      lines.map(({ itemId }) => itemId),
    ),
    couponTakings(
      work,
      offers.map(({ id }) => id),
    ),
  ])
  const linesOf = Map.groupBy(lines, ({ memberId }) => memberId)
  const livesOf = Map.groupBy(lives, ({ pass }) => pass.memberId)
  const lifeOf = new Map(lives.map((life) => [life.pass.id, life]))
  const offersOf = Map.groupBy(offers, ({ memberId }) => memberId)
  const takingsOf = Map.groupBy(takings, ({ issueId }) => issueId)
  const leavers = firsts.map(({ memberId, passId, isHeldOut, at }): Leaver => {
    const asked = lifeOf.get(passId)
    const zone = asked?.pass.zone ?? 'UTC'
    const dayOf = (instant: Date): Day => localDay(instant, zone)
    const own = livesOf.get(memberId) ?? []
    const facts: LeaverFacts = {
      lives: !asked || own.includes(asked) ? own : [...own, asked],
      lines: linesOf.get(memberId) ?? [],
      offers: (offersOf.get(memberId) ?? []).map((offer) => ({
        ...{ passId: offer.passId, terms: offer.terms, costCents: offer.costCents, day: dayOf(offer.acceptedAt) },
        takings: (takingsOf.get(offer.id) ?? []).map((taking) => ({
          day: dayOf(taking.at),
          offCents: taking.offCents,
        })),
      })),
    }
    const fromDay = dayOf(at)
    return {
      ...{ memberId, passId, isHeldOut, at },
      marginIn: (days) => marginOf(facts, { fromDay, days }, { shares, itemCosts: costs }),
      worth: (until) => worthOf(facts, { fromDay, untilDay: dayOf(until) }, { shares, itemCosts: costs }),
      broughtIn: facts.lives.filter(({ pass }) => pass.saleId === null).length,
    }
  })
  return { leavers, shares }
}
