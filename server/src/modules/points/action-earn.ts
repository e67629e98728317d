import { grantValue } from '#modules/ledger/grant-value.ts'
import { lockMembers } from '#modules/members/lock-members.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { type Day, localDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { accept, isRefusal } from '#shared/refusal.ts'
import { readActionPolicy } from './action-policy.ts'
import {
  insertActionUse,
  lockActionBudget,
  moveActionBudget,
  readActionUse,
  readTimesBefore,
} from './action-queries.ts'
import { budgetOf, pointsForAction, type RewardedAction } from './action-rules.ts'
import { readEarnPolicy } from './earn-policy.ts'
import { pointsTerms } from './earn-rules.ts'

export type Deed = {
  action: RewardedAction
  memberId: string
  /** What it was done for: the same deed is rewarded once. */
  source: string
  /** The visit that a referral is rewarded for. */
  saleId?: string
}

/** `given`: now. `repeated`: it was before. `capped`: as often as it may be. `spent`: the budget is. `off`: it gives nothing. */
export type ActionOutcome = {
  outcome: 'given' | 'repeated' | 'capped' | 'spent' | 'off'
  points: number
}

/**
 * Rewards a member for something done, once per action and source, within its caps and its budget; what is left of a budget is
 * given, and no more. Points of a referral wait as those of a sale do, since the visit may be returned (R13); others are usable at
 * once. Refuses a member who is gone or blocked. Locks the member, the budget, then the account.
 */
export async function earnForAction(work: Work, deed: Deed): Promise<ActionOutcome> {
  const { action, memberId, source, saleId = null } = deed
  const [locked, actions, policy, zone] = await Promise.all([
    lockMembers(work, [memberId]),
    readActionPolicy(work),
    readEarnPolicy(work),
    memberZone(work),
  ])
  const member = accept(locked.get(memberId)!)
  if (!policy) return { outcome: 'off', points: 0 }
  const day = localDay(work.at, zone(member.homeStoreId))
  // In statements after the lock: whoever held the member before has written what they gave.
  const [known, before] = await Promise.all([
    readActionUse(work, action, source),
    readTimesBefore(work, { action, memberId, day }),
  ])
  if (known) return { outcome: 'repeated', points: known.points }
  const due = pointsForAction(actions.terms, action, before)
  if (due === null) return { outcome: isOn(actions.terms, action) ? 'capped' : 'off', points: 0 }

  const left = await lockActionBudget(work, budgetOf(action))
  const points = left === null ? due : Math.min(due, left)
  const use = { id: newId(), action, source, memberId, version: actions.version, day, points, saleId }
  if (!(await insertActionUse(work, use))) return { outcome: 'repeated', points: 0 }
  if (points === 0) return { outcome: 'spent', points }
  if (left !== null) await moveActionBudget(work, budgetOf(action), points)
  const terms = pointsTerms(policy, work.at, zone(member.homeStoreId))
  const [plan] = await grantValue(work, [
    {
      account: { ownerKind: 'member', ownerId: memberId, asset: 'points' },
      units: points,
      terms: saleId === null ? { ...terms, usableFrom: work.at } : terms,
      source: { kind: 'points_action', id: use.id },
    },
  ])
  assert(plan && !isRefusal(plan), 'points of an action fit any balance')
  const data = { action, points, day, actionUseId: use.id }
  work.emit({ type: 'points.action_rewarded', subject: { kind: 'member', id: memberId }, data })
  return { outcome: 'given', points }
}

function isOn(terms: Parameters<typeof pointsForAction>[0], action: RewardedAction): boolean {
  return pointsForAction(terms, action, { today: 0, thisMonth: 0 }) !== null
}

/** A member's day is that of their home store; of the shop's first store where they have none. */
async function memberZone(work: Work): Promise<(homeStoreId: string | null) => string> {
  const stores = await storeFacts(work)
  const first = [...stores.values()].sort((a, b) => a.number - b.number)[0]
  return (homeStoreId) => (stores.get(homeStoreId ?? '') ?? first)?.timeZone ?? 'Asia/Shanghai'
}

/** Today, as a member's sign-in counts it. */
export async function memberToday(work: Work, homeStoreId: string | null): Promise<Day> {
  return localDay(work.at, (await memberZone(work))(homeStoreId))
}
