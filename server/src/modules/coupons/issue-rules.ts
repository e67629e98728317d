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

/**
 * Decides who of these members gets a coupon: everybody below the limit, or a refusal.
 *
 * A list is never cut to what the pool still holds: which of them go without is the shop's choice, not chance.
 */
export function planIssue(
  state: IssuingState,
  request: {
    memberIds: readonly string[]
    isClaim: boolean
    isOver: boolean
    /** Of a claim: up to when things have opened for its member. */
    opensBy?: Date | undefined
  },
): IssuePlan | Refusal<IssueRefusalCode> {
  if (state.isStopped) return refuse('coupon_template_stopped')
  if (request.isClaim && !state.isClaimable) return refuse('coupon_not_claimable')
  if (request.isOver) return refuse('coupon_template_over')
  if (request.opensBy && !hasOpened(state.claimOpensAt, request.opensBy)) {
    return refuse('coupon_claim_not_open', { opensAt: state.claimOpensAt!.toISOString() })
  }
  const isFull = (memberId: string) =>
    state.memberLimit !== null && (state.issuedTo.get(memberId) ?? 0) >= state.memberLimit
  const memberIds = request.memberIds.filter((memberId) => !isFull(memberId))
  if (state.leftInPool !== null && memberIds.length > state.leftInPool) {
    return refuse('coupon_pool_short', { left: state.leftInPool })
  }
  return { memberIds, skippedIds: request.memberIds.filter(isFull) }
}
