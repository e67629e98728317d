import { assert } from '#shared/assert.ts'
import { addDays, type Day } from '#shared/business-day.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'
import { packsAbroad } from './abroad-rules.ts'
import { chinaPacks } from './china-rules.ts'
import type { LawPack, RefundBasis } from './pack-types.ts'

export const lawPacks: readonly LawPack[] = [...chinaPacks, ...packsAbroad]

/** What a store stands under before anybody chose. */
export const defaultRegion = 'CN'

export const lawRegions: readonly string[] = [...new Set(lawPacks.map(({ region }) => region))]

/** The pack that a contract was made under, by the id that it keeps. Packs are never taken away. */
export function packOf(id: string): LawPack {
  const pack = lawPacks.find((known) => known.id === id)
  assert(pack !== undefined, `no law pack ${id}`)
  return pack
}

/**
 * The pack of a region on a day: its own latest in force, else its country's (`CN-SH` → `CN`), else the country's first, whose rules
 * are asked for business before it. A region whose only text is a draft is found too: the shop chose it.
 */
export function packOn(region: string, day: Day): LawPack {
  const country = region.split('-')[0]!
  const latestOf = (wanted: string) =>
    lawPacks
      .filter((pack) => pack.region === wanted && pack.from <= day && (!pack.isDraft || wanted.includes('-')))
      .toSorted((a, b) => (a.from < b.from ? 1 : -1))[0]
  return latestOf(region) ?? latestOf(country) ?? firstOf(country)
}

function firstOf(country: string): LawPack {
  const [first] = lawPacks.filter(({ region }) => region === country).toSorted((a, b) => (a.from < b.from ? -1 : 1))
  assert(first !== undefined, `no law pack for ${country}`)
  return first
}

/** A region that there is a pack for. */
export function checkRegion(region: string): string | Refusal<'law_region_unknown'> {
  return lawRegions.includes(region) ? region : refuse('law_region_unknown', { region })
}

/** The last day on which principal paid on `paidOn` can be had back without a reason; null: no such right. */
export function lastWithdrawalDay({ prepaid }: LawPack, paidOn: Day): Day | null {
  return prepaid.withdrawalDays === null ? null : addDays(paidOn, prepaid.withdrawalDays)
}

/** What a refund's arithmetic depends on beside the pack. */
export type RefundCase = {
  cause: 'merchant' | 'member'
  paidOn: Day
  today: Day
  consumedCents: number
  /** The member had the same goods or services before, from this shop or another (R5). */
  knewGoods: boolean
}

export type RefundGround = { basis: RefundBasis; isWithdrawal: boolean }

/**
 * How the consumption counts in a refund (R3), and whether it is a withdrawal within the days to think it over (R5). What was used
 * before a withdrawal counts at the price it was bought for: the reading that is better for the member.
 */
export function refundGround(pack: LawPack, asked: RefundCase): RefundGround {
  const { prepaid } = pack
  if (asked.cause === 'merchant') return { basis: prepaid.refund.merchant, isWithdrawal: false }
  const lastDay = lastWithdrawalDay(pack, asked.paidOn)
  const isWithdrawal =
    lastDay !== null &&
    asked.today <= lastDay &&
    !(prepaid.withdrawalOnlyUnused && asked.consumedCents > 0) &&
    !(prepaid.withdrawalNotForKnownGoods && asked.knewGoods)
  return isWithdrawal ? { basis: 'ratio', isWithdrawal } : { basis: prepaid.refund.member, isWithdrawal }
}

/** Refuses prepaid money beyond what the pack lets one named account hold, or so much in cash (R6). */
export function checkPrepaid(
  { prepaid }: LawPack,
  paid: { heldCents: number; principalCents: number; cashCents: number },
): Refusal<'prepaid_limit' | 'prepaid_cash_limit'> | null {
  const { namedLimitCents, nonCashFromCents } = prepaid
  if (namedLimitCents !== null && paid.heldCents + paid.principalCents > namedLimitCents) {
    return refuse('prepaid_limit', { limitCents: namedLimitCents, heldCents: paid.heldCents })
  }
  if (nonCashFromCents !== null && paid.cashCents >= nonCashFromCents) {
    return refuse('prepaid_cash_limit', { limitCents: nonCashFromCents })
  }
  return null
}
