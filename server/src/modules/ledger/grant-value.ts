import type { Work } from '#platform/work.ts'
import { planGrant, planPairGrant, type Grant, type PairGrant } from './grant-rules.ts'
import { postCommands, type Booked } from './post-commands.ts'
import { planWithdrawal, type Withdrawal } from './spend-rules.ts'

/** Credits new lots; a debt is repaid first (R16). Locks the accounts. */
export function grantValue(work: Work, grants: readonly (Grant & Booked)[]) {
  return postCommands(work, grants, { accounts: ({ account }) => [account], plan: planGrant })
}

/** Credits principal and bonus as pairs (R1). Locks both accounts of each. */
export function grantPairs(work: Work, grants: readonly (PairGrant & Booked)[]) {
  return postCommands(work, grants, {
    accounts: ({ principal, bonus }) => (bonus ? [principal.account, bonus.account] : [principal.account]),
    plan: planPairGrant,
  })
}

export type Adjustment = { grant: Grant } | { take: Withdrawal }

/** Corrects an account by hand, up or down, never below zero. The caller records who and why. */
export function adjustValue(work: Work, adjustments: readonly (Adjustment & Booked)[]) {
  return postCommands(work, adjustments, {
    accounts: (adjustment) => ('grant' in adjustment ? [adjustment.grant.account] : adjustment.take.accounts),
    plan: (state, adjustment, posting) =>
      'grant' in adjustment
        ? planGrant(state, { ...adjustment.grant, kind: 'adjust' }, posting)
        : planWithdrawal(state, { ...adjustment.take, kind: 'adjust' }, posting),
  })
}

/** Takes value that is paid out, forfeited or donated. Locks the accounts. */
export function withdrawValue(work: Work, withdrawals: readonly (Withdrawal & Booked)[]) {
  return postCommands(work, withdrawals, { accounts: ({ accounts }) => accounts, plan: planWithdrawal })
}
