import { readRedeemPolicy } from '#modules/points/redeem-policy.ts'
import type { Work } from '#platform/work.ts'
import { addDays, addMonths, type Day } from '#shared/business-day.ts'
import { Refused } from '#shared/refusal.ts'
import { liftOf } from './lift-rules.ts'
import { benefitsOfRank } from './gift-rules.ts'
import { rankOf, tierIdOf, windowOn } from './programme-rules.ts'
import {
  countByTier,
  readGiftUse,
  readLiftGroups,
  readPriceUse,
  readTimesUse,
  type ReferenceMonth,
} from './report-queries.ts'
import { settingOf } from './settle-members.ts'

/** A benefit of the programme in force, with what became of it between two days. */
export type BenefitUse = {
  tierId: string | null
  benefitId: string
  kind: string
  /** Members who have it now. */
  entitled: number
  /** Of them or those before them, who had it. */
  members: number
  /** Coupons given; sales at the price, or with more points. */
  given: number
  used: number
  /** Taken off in fact: by used coupons, by the price list; points on top at what they pay. Not what costs nothing by itself. */
  costCents: number
}

/** Use and cost of every benefit between two days, inclusive. Refuses without a programme. */
export async function reportBenefits(work: Work, span: { from: Day; to: Day }): Promise<BenefitUse[]> {
  const setting = await settingOf(work)
  if (!setting) throw new Refused('tier_programme_not_found')
  const { terms } = setting.programme
  const priceListIds = terms.levels.flatMap(({ benefits }) =>
    benefits.flatMap((benefit) => (benefit.kind === 'member_price' ? [benefit.priceListId] : [])),
  )
  const tierIds = terms.levels.map(({ tierId }) => tierId)
  const [counts, times, redeem, gifts, prices] = await Promise.all([
    countByTier(work),
    readTimesUse(work, tierIds, span),
    readRedeemPolicy(work),
    readGiftUse(work, span),
    readPriceUse(work, priceListIds, span),
  ])
  return [0, ...terms.levels.map((_, index) => index + 1)].flatMap((rank) => {
    const tierId = tierIdOf(rank, terms)
    const entitled = counts.find((row) => row.tierId === tierId)?.members ?? 0
    return benefitsOfRank(rank, terms).map((benefit): BenefitUse => {
      const head = { tierId, benefitId: benefit.benefitId, kind: benefit.kind, entitled }
      const gift = gifts.find(({ benefitId }) => benefitId === benefit.benefitId)
      if (gift) return { ...head, ...gift }
      const time = benefit.kind === 'points_times' && times.find((each) => each.tierId === tierId)
      if (time) {
        const { members, sales, points } = time
        const costCents = redeem ? Math.floor((points * redeem.rule.worthCents) / redeem.rule.points) : 0
        return { ...head, members, given: sales, used: sales, costCents }
      }
      const price =
        benefit.kind === 'member_price' && prices.find(({ priceListId }) => priceListId === benefit.priceListId)
      if (!price) return { ...head, members: 0, given: 0, used: 0, costCents: 0 }
      const { members, sales, offCents } = price
      return { ...head, members, given: sales, used: sales, costCents: offCents }
    })
  })
}

const liftDays = 90
const mostMonths = 12

/**
 * What reaching a level did to spending over the ninety days after, against members who stayed just below it: see `liftOf`. Looks
 * at the last twelve whole months that have ninety days behind them. Refuses an unknown level.
 */
export async function reportLift(work: Work, tierId: string) {
  const setting = await settingOf(work)
  const rank = setting ? rankOf(tierId, setting.programme.terms) : 0
  if (!setting || rank === 0) throw new Refused('tier_not_found')
  const { terms } = setting.programme
  const { measure, growth, levels } = terms
  const { risen, compared } = await readLiftGroups(work, {
    ...{ tierId, measure, growth, days: liftDays, units: levels[rank - 1]!.units },
    tierIds: levels.slice(rank - 1).map((level) => level.tierId),
    months: monthsBefore(addDays(setting.today, -liftDays), terms.window),
  })
  return { days: liftDays, risen: risen.members, compared: compared.members, lift: liftOf(risen, compared) }
}

/** The last whole months that ended by a day, latest first. */
function monthsBefore(day: Day, window: Parameters<typeof windowOn>[1]): ReferenceMonth[] {
  const firstOfNow = `${addDays(day, 1).slice(0, 7)}-01`
  return Array.from({ length: mostMonths }, (_, index) => {
    const first = addMonths(firstOfNow, -index - 1)
    const last = addDays(addMonths(firstOfNow, -index), -1)
    return { first, last, windowFrom: windowOn(last, window).from ?? '0001-01-01' }
  })
}
