import type { Approval } from '#modules/identity/approval-rules.ts'
import { lockApprovals } from '#modules/identity/use-approval.ts'
import { lockLedger } from '#modules/ledger/post-ledger.ts'
import type { AccountKey, LedgerState } from '#modules/ledger/ledger-rules.ts'
import { lockMembers } from '#modules/members/lock-members.ts'
import { readEarnPolicy } from '#modules/points/earn-policy.ts'
import type { EarnPolicy } from '#modules/points/earn-rules.ts'
import { readRedeemPolicy } from '#modules/points/redeem-policy.ts'
import type { RedeemPolicy } from '#modules/points/redeem-rules.ts'
import { deviceNumbers } from '#modules/identity/device-numbers.ts'
import { storedValuePurse } from '#modules/stored-value/sell-top-up.ts'
import { lockStock } from '#modules/stock/move-stock.ts'
import type { StockState } from '#modules/stock/stock-rules.ts'
import type { Turn } from '#platform/lane.ts'
import type { Work } from '#platform/work.ts'
import type { SaleFacts } from './sale-facts.ts'
import { stockKeysOf } from './sale-stock-rules.ts'
import type { SaleInput } from './sell.ts'

/** What a batch of sales has locked, as it stands. Decisions change `stock`, `approvals` and `ledger`, so that each sale sees those before it. */
export type HeldForSales = {
  stock: StockState
  approvals: Map<string, Approval>
  members: Awaited<ReturnType<typeof lockMembers>>
  ledger: LedgerState
  earnPolicy: EarnPolicy | null
  redeemPolicy: RedeemPolicy | null
  deviceNumbers: ReadonlyMap<string, number>
}

/** The member's accounts that a sale can touch. */
export function accountsOfMember(memberId: string): { stored: AccountKey[]; points: AccountKey } {
  return {
    stored: storedValuePurse(memberId),
    points: { ownerKind: 'member', ownerId: memberId, asset: 'points' },
  }
}

/** Locks stock, approvals, members and accounts, each in key order, and reads what they hold, in one flight. */
export async function holdForSales(
  work: Work,
  turns: readonly Turn<SaleInput>[],
  facts: SaleFacts,
): Promise<HeldForSales> {
  const memberIds = [...new Set(turns.flatMap(({ input }) => input.memberId ?? []))]
  const deviceIds = turns.flatMap(({ work: { actor } }) =>
    'deviceId' in actor && actor.deviceId ? [actor.deviceId] : [],
  )
  const [stock, approvals, members, ledger, earnPolicy, redeemPolicy, numbers] = await Promise.all([
    lockStock(
      work,
      turns.flatMap(({ input }) => stockKeysOf(input, facts.items)),
    ),
    lockApprovals(
      work,
      turns.flatMap(({ input }) => input.approvalId ?? []),
    ),
    lockMembers(work, memberIds),
    lockLedger(
      work,
      memberIds.flatMap((id) => {
        const { stored, points } = accountsOfMember(id)
        return [...stored, points]
      }),
    ),
    readEarnPolicy(work),
    readRedeemPolicy(work),
    deviceNumbers(work, deviceIds),
  ])
  return { stock, approvals, members, ledger, earnPolicy, redeemPolicy, deviceNumbers: numbers }
}
