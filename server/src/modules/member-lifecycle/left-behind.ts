import { readOwnedAccounts } from '#modules/ledger/owned-accounts.ts'
import { passesOf } from '#modules/passes/show-passes.ts'
import { todayOf } from '#modules/passes/today.ts'
import type { Work } from '#platform/work.ts'

/**
 * What a member would leave behind by being forgotten: value in their accounts, and passes of their own that are still good. A pass shared
 * with them stays with its holder.
 */
export async function readLeftBehind(work: Work, memberId: string) {
  const [value, held] = await Promise.all([
    readOwnedAccounts(work, { ownerKind: 'member', ownerId: memberId }),
    passesOf(work, memberId, { isAll: false, today: await todayOf(work) }),
  ])
  const passes = held
    .filter((pass) => pass.memberId === memberId && pass.state !== 'ended' && pass.state !== 'expired')
    .map(({ id, name, endsDay }) => ({ id, name, endsDay }))
  return { value, passes }
}
