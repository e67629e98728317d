import {
  accountIn,
  availableUnits,
  type AccountKey,
  freeUnits,
  isUsable,
  type LedgerState,
} from '#modules/ledger/ledger-rules.ts'
import { readLedger } from '#modules/ledger/post-ledger.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { addDays, type Day, localDay } from '#shared/business-day.ts'
import { Refused } from '#shared/refusal.ts'
import type { RewardRow } from './reward-queries.ts'
import { listSpecials, lockSpecials } from './special-queries.ts'
import { isFor, isOnDay, priceFor, type RewardPrice, type Special } from './special-rules.ts'

/** What prices of the mall depend on for one member: the specials of the day and when their points end. */
export type MemberOffers = { today: Day; specials: readonly Special[]; endingWithin: (days: number) => number }

/** The shop's own day: that of its first store. */
export async function shopDay(work: Work): Promise<Day> {
  const stores = [...(await storeFacts(work)).values()].sort((a, b) => a.number - b.number)
  return localDay(work.at, stores[0]?.timeZone ?? 'Asia/Shanghai')
}

/** The specials of today, and the member's points by their end. Locks nothing. */
export async function readOffers(work: Work, memberId: string): Promise<MemberOffers> {
  const today = await shopDay(work)
  const key: AccountKey = { ownerKind: 'member', ownerId: memberId, asset: 'points' }
  const [specials, ledger] = await Promise.all([listSpecials(work, today), readLedger(work, [key])])
  const here = specials.filter((special) => isOnDay(special, today))
  return { today, specials: here, endingWithin: endingOf(ledger, key, work.at, today) }
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
  const { specials, endingWithin } = offers
  const isShown =
    !reward.isRescueOnly ||
    specials.some(
      (special) =>
        special.kind === 'rescue' &&
        !special.stoppedAt &&
        isFor(special, endingWithin) &&
        (special.rateBps !== null || Object.hasOwn(special.prices, reward.id)),
    )
  return isShown ? priceFor(reward, quantity, specials, endingWithin) : null
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
