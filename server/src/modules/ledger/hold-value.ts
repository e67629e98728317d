import type { Work } from '#platform/work.ts'
import { planConsume, planHold, planRelease, type Hold } from './hold-rules.ts'
import type { AccountKey, Source } from './ledger-rules.ts'
import { postCommands, type Booked } from './post-commands.ts'

/** Reserves units for bookings (R25). Locks the accounts. */
export function holdValue(work: Work, holds: readonly (Hold & Booked)[]) {
  return postCommands(work, holds, { accounts: ({ account }) => [account], plan: planHold })
}

type Settling = Booked & { account: AccountKey; hold: Source; units: number }

/** Gives reserved units free again. Locks the accounts. */
export function releaseHolds(work: Work, releases: readonly Settling[]) {
  return postCommands(work, releases, {
    accounts: ({ account }) => [account],
    sources: ({ hold }) => [hold],
    plan: planRelease,
  })
}

/** Spends reserved units. Locks the accounts. */
export function consumeHolds(work: Work, consumptions: readonly Settling[]) {
  return postCommands(work, consumptions, {
    accounts: ({ account }) => [account],
    sources: ({ hold }) => [hold],
    plan: planConsume,
  })
}
