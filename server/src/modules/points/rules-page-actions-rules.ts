import type { ActionTerms } from './action-rules.ts'

/** What members get for what they do beside buying. The budget is the shop's own affair: that there is one is said, not how much. */
export type ActionFacts = {
  [Part in keyof ActionTerms]: NonNullable<ActionTerms[Part]> extends infer Terms
    ? (Omit<Terms, 'budgetPoints'> & { hasBudget: boolean }) | null
    : never
}

/** The terms as members are told of them; null where nothing beside buying brings points. */
export function actionFacts({ signIn, review, profile, referral }: ActionTerms): ActionFacts | null {
  if (!signIn && !review && !profile && !referral) return null
  return {
    signIn: signIn && { points: signIn.points, steps: signIn.steps, hasBudget: signIn.budgetPoints !== null },
    review: review && {
      ...{ points: review.points, perDay: review.perDay, perMonth: review.perMonth },
      hasBudget: review.budgetPoints !== null,
    },
    profile: profile && { points: profile.points, hasBudget: profile.budgetPoints !== null },
    referral: referral && {
      ...{ referrerPoints: referral.referrerPoints, referredPoints: referral.referredPoints },
      ...{ minCents: referral.minCents, perMonth: referral.perMonth },
      hasBudget: referral.budgetPoints !== null,
    },
  }
}

type Pick2 = (zh: string, en: string) => string

/** One sentence for each thing that brings points beside buying, in the order in which members meet them. */
export function actionSentences(
  { signIn, review, profile, referral }: ActionFacts,
  pick: Pick2,
  money: (cents: number) => string,
): (string | null)[] {
  const isLimited = [signIn, review, profile, referral].some((part) => part?.hasBudget)
  return [
    signIn && signInSentence(signIn, pick),
    review &&
      pick(
        `写一条评价得 ${review.points} 积分，每天最多 ${review.perDay} 次，每月最多 ${review.perMonth} 次。`,
        `A review brings ${review.points} points, at most ${review.perDay} a day and ${review.perMonth} a month.`,
      ),
    profile &&
      pick(
        `首次填齐姓名、生日和性别得 ${profile.points} 积分。`,
        `Telling name, birthday and gender brings ${profile.points} points, once.`,
      ),
    referral &&
      pick(
        `带来新会员：新会员首次消费满 ${money(referral.minCents)} 后，您得 ${referral.referrerPoints} 积分（每月最多 ${referral.perMonth} 位），新会员得 ${referral.referredPoints} 积分；这次消费整单退货时收回。`,
        `Bring somebody new: after their first purchase of ${money(referral.minCents)} or more you get ${referral.referrerPoints} points (for up to ${referral.perMonth} people a month) and they get ${referral.referredPoints}; taken back if that purchase is returned whole.`,
      ),
    isLimited ? pick('以上奖励总量有限，发完为止。', 'These rewards are limited, while they last.') : null,
  ]
}

function signInSentence({ points, steps }: NonNullable<ActionFacts['signIn']>, pick: Pick2): string {
  const zh = steps.map(({ days, extraPoints }) => `当月签到满 ${days} 天再得 ${extraPoints} 积分`).join('，')
  const en = steps.map(({ days, extraPoints }) => `${extraPoints} more for ${days} days of a month`).join(', ')
  return pick(
    `每天签到一次得 ${points} 积分${zh === '' ? '' : `，${zh}`}；漏签不影响已有天数。`,
    `Signing in brings ${points} points once a day${en === '' ? '' : `, and ${en}`}; a missed day loses nothing.`,
  )
}
