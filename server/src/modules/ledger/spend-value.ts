import type { Work } from '#platform/work.ts'
import { planClawback, type Clawback } from './clawback-rules.ts'
import { postCommands, type Booked } from './post-commands.ts'
import { planRestore, type Restore } from './restore-rules.ts'
import { planSpend, type Spend } from './spend-rules.ts'

/** Spends from purses, never below zero whoever else spends at the same time. Locks the accounts. */
export function spendValue(work: Work, spends: readonly (Spend & Booked)[]) {
  return postCommands(work, spends, { accounts: ({ accounts }) => accounts, plan: planSpend })
}

export type RestoreCommand = Restore & Booked & { assets: readonly string[] } // the purse that was spent from

/** Gives back what spends took, to the very lots (R4). Locks the accounts of those who get it. */
export function restoreValue(work: Work, restores: readonly RestoreCommand[]) {
  return postCommands(work, restores, {
    accounts: ({ owner, assets }) => assets.map((asset) => ({ ...owner, asset })),
    sources: ({ spend }) => [spend],
    plan: planRestore,
  })
}

/** Takes back what was granted; what is missing becomes a debt, is dropped, or refused (R16). Locks the accounts. */
export function clawBackValue(work: Work, clawbacks: readonly (Clawback & Booked)[]) {
  return postCommands(work, clawbacks, { accounts: ({ account }) => [account], plan: planClawback })
}
