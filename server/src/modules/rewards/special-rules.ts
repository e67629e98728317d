import { assert } from '#shared/assert.ts'
import { addDays, type Day } from '#shared/business-day.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'

/**
 * `rescue`: rewards cost less for members whose points are about to end. `day`: they cost less for everybody, on chosen days.
 * `worth`: points about to end pay more than others.
 */
export const specialKinds = ['rescue', 'day', 'worth'] as const
export type SpecialKind = (typeof specialKinds)[number]

export type SpecialTerms = {
  kind: SpecialKind
  name: string
  fromDay: Day
  toDay: Day
  /** 1 Monday … 7 Sunday; days of the month. Null: every day from the first through the last. */
  weekDays: readonly number[] | null
  monthDays: readonly number[] | null
  /** Points that end today or within so many days; null: for everybody. */
  withinDays: number | null
  /** A member must have at least so many of them. */
  minEnding: number
  /** Of `rescue` and `day`, the share of the price that is paid; of `worth`, what a point about to end is worth. */
  rateBps: number | null
  /** Of a redemption day, what points are worth at the till; null: what they always are. */
  tillRateBps: number | null
  /** How many points the shop gives up in all; null: as many as are asked for. */
  budgetPoints: number | null
  /** What a reward costs here where that is not the rate's. */
  prices: Readonly<Record<string, number>>
}
/** A member's points, as specials look at them. */
export type MemberPoints = {
  /** How many of those that can be spent end today or within so many days. */
  endingWithin: (days: number) => number
  /** How many have ended and may still be spent in a rescue. */
  graced: number
}
export type Special = SpecialTerms & { id: string; usedPoints: number; stoppedAt: Date | null }

const mostDays = 366

/** Refuses terms that cannot be: days that run backwards or never come, a rescue for nobody, a price of nothing. */
export function checkSpecial(
  terms: SpecialTerms,
  today: Day,
): Refusal<'special_incomplete' | 'special_days_wrong'> | null {
  const { kind, fromDay, toDay, withinDays, rateBps, tillRateBps, prices } = terms
  if (toDay < fromDay || toDay < today || addDays(fromDay, mostDays) < toDay) return refuse('special_days_wrong')
  if (daysOf(terms).length === 0) return refuse('special_days_wrong')
  if ((kind === 'day') !== (withinDays === null)) return refuse('special_incomplete')
  const isRate =
    kind === 'worth' ? rateBps !== null && rateBps > 10_000 && rateBps <= 50_000 : rateBps === null || rateBps < 10_000
  if (!isRate) return refuse('special_incomplete')
  if (tillRateBps !== null && (kind !== 'day' || tillRateBps <= 10_000 || tillRateBps > 50_000))
    return refuse('special_incomplete')
  const priced = Object.keys(prices).length
  if (kind === 'worth' ? priced > 0 : priced === 0 && rateBps === null && tillRateBps === null)
    return refuse('special_incomplete')
  return null
}

/** Whether it holds on a local day of the shop, as far as days say. */
export function isOnDay({ fromDay, toDay, weekDays, monthDays }: SpecialTerms, day: Day): boolean {
  if (day < fromDay || day > toDay) return false
  if (weekDays && !weekDays.includes(weekDayOf(day))) return false
  return !monthDays || monthDays.includes(Number(day.slice(8)))
}

function weekDayOf(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7
}

/** Every day on which it holds. */
export function daysOf(terms: SpecialTerms): Day[] {
  const days: Day[] = []
  for (let day = terms.fromDay; day <= terms.toDay && days.length <= mostDays; day = addDays(day, 1)) {
    if (isOnDay(terms, day)) days.push(day)
  }
  return days
}

/** What a member pays instead of `listPoints`, and why: what each special spares, in the order in which they are taken. */
export type RewardPrice = {
  listPoints: number
  points: number
  spared: { specialId: string; kind: SpecialKind; name: string; points: number; endingPoints: number }[]
}

/**
 * What so many of a reward cost this member now (pure; points are whole, what is paid rounds up).
 *
 * Of the rescues and redemption days that hold, the one with the lowest price counts, ties by id; never two. Beside a redemption day or
 * the plain price, points about to end may be worth more: those that the price takes, and they are taken first (R10), so
 * E points of rate r settle ⌊E · r⌋. A rescue is a better price already and takes no part in that. No special gives more than its
 * budget has left; one whose budget does not reach is passed over, and the plain price holds.
 */
export function priceFor(
  reward: { id: string; points: number },
  quantity: number,
  specials: readonly Special[],
  member: MemberPoints,
): RewardPrice {
  const listPoints = reward.points * quantity
  const open = specials.filter((special) => !special.stoppedAt && isFor(special, member))
  const best = open
    .flatMap((special) => offerOf(special, reward, quantity) ?? [])
    .sort((a, b) => a.points - b.points || (a.special.id < b.special.id ? -1 : 1))[0]
  const spared: RewardPrice['spared'] = []
  let points = listPoints
  if (best) {
    points = best.points
    spared.push(sparedBy(best.special, listPoints - points, member))
  }
  if (best?.special.kind !== 'rescue') {
    const worth = open
      .filter(({ kind }) => kind === 'worth')
      .map((special) => ({ special, off: worthOff(special, points, member.endingWithin(special.withinDays!)) }))
      .sort((a, b) => b.off - a.off || (a.special.id < b.special.id ? -1 : 1))[0]
    if (worth && worth.off > 0) {
      points -= worth.off
      spared.push(sparedBy(worth.special, worth.off, member))
    }
  }
  assert(points > 0 && points <= listPoints, 'a reward still costs something')
  return { listPoints, points, spared }
}

/** Whether a member is one of those it is for: of a rescue also who has points in grace. */
export function isFor({ kind, withinDays, minEnding }: SpecialTerms, { endingWithin, graced }: MemberPoints): boolean {
  if (withinDays === null) return true
  return endingWithin(withinDays) + (kind === 'rescue' ? graced : 0) >= Math.max(1, minEnding)
}

function offerOf(special: Special, { id, points }: { id: string; points: number }, quantity: number) {
  if (special.kind === 'worth') return undefined
  const own = Object.hasOwn(special.prices, id) ? special.prices[id]! * quantity : undefined
  const rated = special.rateBps === null ? undefined : shareOf(points * quantity, special.rateBps)
  const price = own ?? rated
  const off = price === undefined ? 0 : points * quantity - price
  return off > 0 && off <= leftOf(special) ? { special, points: price! } : undefined
}

/** Rounds up: a price is never less than its share. */
function shareOf(points: number, bps: number): number {
  return Number((BigInt(points) * BigInt(bps) + 9_999n) / 10_000n)
}

/** How many points fewer are paid where the first `ending` of them are worth more. */
function worthOff(special: Special, price: number, ending: number): number {
  const rate = BigInt(special.rateBps!)
  const settled = Number((BigInt(ending) * rate) / 10_000n)
  const paid = settled >= price ? Number((BigInt(price) * 10_000n + rate - 1n) / rate) : ending + (price - settled)
  return Math.min(price - paid, leftOf(special))
}

function leftOf({ budgetPoints, usedPoints }: Special): number {
  return budgetPoints === null ? Infinity : budgetPoints - usedPoints
}

function sparedBy({ id, kind, name, withinDays }: Special, points: number, { endingWithin }: MemberPoints) {
  const endingPoints = withinDays === null ? 0 : endingWithin(withinDays)
  return { specialId: id, kind, name, points, endingPoints }
}
