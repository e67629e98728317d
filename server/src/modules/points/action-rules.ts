/** What members are rewarded for beside buying. Both sides of a referral are deeds of their own. */
export const rewardedActions = ['sign_in', 'review', 'profile', 'referrer', 'referred'] as const
export type RewardedAction = (typeof rewardedActions)[number]

/** What a budget is set for: both sides of a referral share theirs. */
export const actionBudgets = ['sign_in', 'review', 'profile', 'referral'] as const
export type ActionBudget = (typeof actionBudgets)[number]

/** The points of actions, as a version of them is published. A part that is null gives nothing; a budget that is null is none. */
export type ActionTerms = {
  /**
   * Once a day. Steps count the days signed in within a calendar month, in any order: who misses a day loses nothing, and nobody is
   * driven to come every day.
   */
  signIn: {
    points: number
    steps: readonly { days: number; extraPoints: number }[]
    budgetPoints: number | null
  } | null
  review: { points: number; perDay: number; perMonth: number; budgetPoints: number | null } | null
  /** Once in a member's life: name, birthday and gender are told. */
  profile: { points: number; budgetPoints: number | null } | null
  /** Once per newcomer, after their first visit that cost `minCents`; the referrer so many times a month. */
  referral: {
    referrerPoints: number
    referredPoints: number
    minCents: number
    perMonth: number
    budgetPoints: number | null
  } | null
}

export const noActions: ActionTerms = { signIn: null, review: null, profile: null, referral: null }

export function budgetOf(action: RewardedAction): ActionBudget {
  return action === 'referrer' || action === 'referred' ? 'referral' : action
}

/** The budget that the terms set; undefined where the action gives nothing, null where it has none. */
export function budgetPointsOf(terms: ActionTerms, budget: ActionBudget): number | null | undefined {
  const part = { sign_in: terms.signIn, review: terms.review, profile: terms.profile, referral: terms.referral }[budget]
  return part?.budgetPoints
}

/** How often the member was rewarded for the action before: today, and in this calendar month. */
export type TimesBefore = { today: number; thisMonth: number }

/** What a deed gives before its budget is asked; null where it gives nothing, or nothing any more. */
export function pointsForAction(terms: ActionTerms, action: RewardedAction, before: TimesBefore): number | null {
  switch (action) {
    case 'sign_in':
      return before.today > 0 ? null : signInPoints(terms, before.thisMonth + 1)
    case 'review': {
      const { review } = terms
      return review && before.today < review.perDay && before.thisMonth < review.perMonth ? review.points : null
    }
    case 'profile':
      return terms.profile?.points ?? null
    case 'referrer': {
      const { referral } = terms
      return referral && before.thisMonth < referral.perMonth ? referral.referrerPoints : null
    }
    case 'referred':
      return terms.referral?.referredPoints ?? null
  }
}

/** A day signed in, the `nth` of this month: the day's points, and a step's where it is reached. */
function signInPoints({ signIn }: ActionTerms, nth: number): number | null {
  if (!signIn) return null
  const step = signIn.steps.find(({ days }) => days === nth)
  return signIn.points + (step?.extraPoints ?? 0)
}

/** Whether steps rise by days within a month, and whether a day's cap is within its month's. */
export function areSoundActions({ signIn, review }: ActionTerms): boolean {
  const risesFrom = (days: readonly number[]) => days.every((day, index) => index === 0 || day > days[index - 1]!)
  if (signIn && !risesFrom(signIn.steps.map(({ days }) => days))) return false
  return !review || review.perDay <= review.perMonth
}
