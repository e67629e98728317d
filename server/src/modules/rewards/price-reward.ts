import {
  accountIn,
  availableUnits,
  type AccountKey,
  freeUnits,
  isUsable,
  type LedgerState,
} from '#modules/ledger/ledger-rules.ts'
import { readLedger } from '#modules/ledger/post-ledger.ts'
import { readRescuable, reinstateForRescue } from '#modules/points/rescue-reinstate.ts'
import { readRescuePolicy } from '#modules/points/rescue-policy.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { addDays, type Day, localDay } from '#shared/business-day.ts'
import { Refused } from '#shared/refusal.ts'
import type { RewardRow } from './reward-queries.ts'
import { listSpecials, lockSpecials } from './special-queries.ts'
import { isFor, isOnDay, type MemberPoints, priceFor, type RewardPrice, type Special } from './special-rules.ts'

/** What prices of the mall depend on for one member: the specials of the day and when their points end. */
export type MemberOffers = MemberPoints & { today: Day; specials: readonly Special[] }

/** The shop's own day: that of its first store. */
export async function shopDay(work: Work): Promise<Day> {
  return localDay(work.at, await shopZone(work))
}

async function shopZone(work: Work): Promise<string> {
  const stores = [...(await storeFacts(work)).values()].sort((a, b) => a.number - b.number)
  return stores[0]?.timeZone ?? 'Asia/Shanghai'
}

/** The specials of today, and the member's points by their end. Locks nothing. */
export async function readOffers(work: Work, memberId: string): Promise<MemberOffers> {
  const today = await shopDay(work)
  const key: AccountKey = { ownerKind: 'member', ownerId: memberId, asset: 'points' }
  const [specials, ledger] = await Promise.all([listSpecials(work, today), readLedger(work, [key])])
  const here = specials.filter((special) => isOnDay(special, today))
  const graced = here.some(({ kind }) => kind === 'rescue') ? await gracedOf(work, memberId) : 0
  return { today, specials: here, endingWithin: endingOf(ledger, key, work.at, today), graced }
}

async function gracedOf(work: Work, memberId: string): Promise<number> {
  const rescue = await readRescuePolicy(work)
  const lots = await readRescuable(work, memberId, rescue?.graceDays ?? 0)
  return lots.reduce((sum, { points }) => sum + points, 0)
}

/**
 * What of a rescue's price points that can be spent do not cover is had from those in grace, as far as they reach; else nothing is.
 * Locks the account.
 */
export async function fillFromGrace(
  work: Work,
  { redemptionId, memberId, price }: { redemptionId: string; memberId: string; price: RewardPrice },
): Promise<void> {
  if (!price.spared.some(({ kind }) => kind === 'rescue')) return
  const account: AccountKey = { ownerKind: 'member', ownerId: memberId, asset: 'points' }
  const missing = price.points - availableUnits(await readLedger(work, [account]), [account], work.at)
  if (missing > 0)
    await reinstateForRescue(work, { redemptionId, memberId, points: missing, zone: await shopZone(work) })
}

/** How many of the points that can be spent end today or within so many days. */
function endingOf(ledger: LedgerState, key: AccountKey, at: Date, today: Day): (days: number) => number {
  const account = accountIn(ledger, key)
  const available = availableUnits(ledger, [key], at)
  return (days) => {
    const last = addDays(today, days)
    let ending = 0
    for (const id of ledger.lotIds.get(account.id) ?? []) {
      const lot = ledger.lots.get(id)!
      if (lot.expiry && lot.expiry.day <= last && isUsable(lot, at)) ending += freeUnits(lot)
    }
    return Math.min(ending, available)
  }
}

/**
 * What a reward costs this member now; null where it is not theirs to see, because a rescue alone shows it and they are in none.
 */
export function priceOfReward(reward: RewardRow, quantity: number, offers: MemberOffers): RewardPrice | null {
  const { specials } = offers
  const isShown =
    !reward.isRescueOnly ||
    specials.some(
      (special) =>
        special.kind === 'rescue' &&
        !special.stoppedAt &&
        isFor(special, offers) &&
        (special.rateBps !== null || Object.hasOwn(special.prices, reward.id)),
    )
  return isShown ? priceFor(reward, quantity, specials, offers) : null
}

/**
 * Holds the budgets of the specials that a price relies on. Refuses one that was stopped (`special_over`) or whose budget others
 * took meanwhile (`special_spent`). Locks them in key order.
 */
export async function holdSpecials(work: Work, { spared }: RewardPrice): Promise<void> {
  const held = await lockSpecials(
    work,
    spared.map(({ specialId }) => specialId),
  )
  for (const { id, stoppedAt, budgetPoints, usedPoints } of held) {
    if (stoppedAt) throw new Refused('special_over')
    const points = spared.find(({ specialId }) => specialId === id)!.points
    if (budgetPoints !== null && usedPoints + points > budgetPoints) throw new Refused('special_spent')
  }
}
