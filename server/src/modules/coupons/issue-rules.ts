import { hasOpened } from '#shared/early-hours.ts'
import { type Refusal, refuse } from '#shared/refusal.ts'

export type IssueRefusalCode =
  | 'coupon_template_stopped'
  | 'coupon_not_claimable'
  | 'coupon_claim_not_open'
  | 'coupon_template_over'
  | 'coupon_pool_short'

/** A template as it stands while its counters are locked. */
export type IssuingState = {
  isStopped: boolean
  isClaimable: boolean
  claimOpensAt: Date | null
  /** Null: no limit in all. */
  leftInPool: number | null
  memberLimit: number | null
  /** How many each member got already; members without any are absent. */
  issuedTo: ReadonlyMap<string, number>
}

export type IssuePlan = {
  memberIds: string[]
  /** Who gets none, because they have as many as one may have. */
  skippedIds: string[]
}

/** A wish to issue: how many coupons, to whom being decided already. */
export type IssueWish = {
  count: number
  isClaim: boolean
  isOver: boolean
  /** Of a claim: up to when things have opened for its member. */
  opensBy?: Date | undefined
}

/**
 * Why so many of these cannot be issued now, if they cannot.
 *
 * A list is never cut to what the pool still holds: which of them go without is the shop's choice, not chance.
 */
export function checkIssuing(
  state: Omit<IssuingState, 'memberLimit' | 'issuedTo'>,
  wish: IssueWish,
): Refusal<IssueRefusalCode> | undefined {
  if (state.isStopped) return refuse('coupon_template_stopped')
  if (wish.isClaim && !state.isClaimable) return refuse('coupon_not_claimable')
  if (wish.isOver) return refuse('coupon_template_over')
  if (wish.opensBy && !hasOpened(state.claimOpensAt, wish.opensBy)) {
    return refuse('coupon_claim_not_open', { opensAt: state.claimOpensAt!.toISOString() })
  }
  if (state.leftInPool !== null && wish.count > state.leftInPool) {
    return refuse('coupon_pool_short', { left: state.leftInPool })
  }
  return undefined
}

/** Decides who of these members gets a coupon: everybody below the limit, or a refusal. */
export function planIssue(
  state: IssuingState,
  { memberIds, ...wish }: Omit<IssueWish, 'count'> & { memberIds: readonly string[] },
): IssuePlan | Refusal<IssueRefusalCode> {
  const plan = fitting(state, memberIds)
  return checkIssuing(state, { ...wish, count: plan.memberIds.length }) ?? plan
}

/** Of these members, those who may have one more. */
export function fitting(
  { memberLimit, issuedTo }: Pick<IssuingState, 'memberLimit' | 'issuedTo'>,
  memberIds: readonly string[],
): IssuePlan {
  const isFull = (memberId: string) => memberLimit !== null && (issuedTo.get(memberId) ?? 0) >= memberLimit
  return { memberIds: memberIds.filter((id) => !isFull(id)), skippedIds: memberIds.filter(isFull) }
}
