import type { Work } from '#platform/work.ts'
import type { Asset, Owner, Source } from './ledger-rules.ts'
import { planMerge, planMove, planUnmerge, type Move } from './move-rules.ts'
import { postCommands, type Booked } from './post-commands.ts'

type Between = { from: Owner; to: Owner; assets: readonly Asset[] }
const bothSides = ({ from, to, assets }: Between) =>
  assets.flatMap((asset) => [
    { ...from, asset },
    { ...to, asset },
  ])

/** Moves value to another owner as a gift, transfer or donation; lots keep their expiry (R18). Locks both sides. */
export function giftValue(work: Work, moves: readonly (Move & Booked)[]) {
  return postCommands(work, moves, { accounts: bothSides, plan: planMove })
}

/** Moves all that owners hold and owe to others: merged members. Locks both sides. */
export function mergeAccounts(work: Work, merges: readonly (Between & Booked)[]) {
  return postCommands(work, merges, { accounts: bothSides, plan: planMerge })
}

/** Undoes merges as far as their value is still there. `from` is the one who had taken it. Locks both sides. */
export function unmergeAccounts(work: Work, undos: readonly (Between & Booked & { merge: Source })[]) {
  return postCommands(work, undos, { accounts: bothSides, sources: ({ merge }) => [merge], plan: planUnmerge })
}
