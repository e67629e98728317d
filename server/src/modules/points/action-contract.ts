import { Cents, Count, Day, Nullable, strict, Text, Type, Uuid } from '#platform/contract.ts'
import type { ActionTerms } from './action-rules.ts'
import { actionBudgets } from './action-rules.ts'

const Points = Type.Integer({ minimum: 0, maximum: 1_000_000 })
const Given = Type.Integer({ minimum: 1, maximum: 1_000_000 })
const Budget = Nullable(Type.Integer({ minimum: 1, maximum: 1_000_000_000 }))

const Terms = Type.Unsafe<ActionTerms>(
  strict({
    signIn: Nullable(
      strict({
        points: Given,
        steps: Type.Array(strict({ days: Type.Integer({ minimum: 2, maximum: 31 }), extraPoints: Given }), {
          maxItems: 10,
        }),
        budgetPoints: Budget,
      }),
    ),
    review: Nullable(
      strict({
        points: Given,
        perDay: Type.Integer({ minimum: 1, maximum: 100 }),
        perMonth: Type.Integer({ minimum: 1, maximum: 1000 }),
        budgetPoints: Budget,
      }),
    ),
    profile: Nullable(strict({ points: Given, budgetPoints: Budget })),
    referral: Nullable(
      strict({
        referrerPoints: Given,
        referredPoints: Given,
        minCents: Cents,
        perMonth: Type.Integer({ minimum: 1, maximum: 1000 }),
        budgetPoints: Budget,
      }),
    ),
  }),
)

const Version = Type.Integer({ minimum: 0, description: '0: none was published yet' })

export const ActionRules = strict({
  version: Version,
  terms: Terms,
  figures: Type.Array(
    strict({
      budget: Type.Enum([...actionBudgets]),
      points: Type.Integer(),
      monthPoints: Type.Integer(),
      members: Count,
    }),
  ),
})
export const ActionRulesSave = strict({ version: Version, terms: Terms })
export const ActionRulesSaved = strict({ version: Version })

export const ActionMemberParams = strict({ memberId: Uuid })
export const ReviewReward = strict({ source: Text(100) })
const outcome = {
  outcome: Type.Enum(['given', 'repeated', 'capped', 'spent', 'off']),
  points: Points,
}
export const ActionRewarded = strict(outcome)

export const SignIn = strict({
  isOn: Type.Boolean(),
  today: Day,
  lastDay: Day,
  isDone: Type.Boolean(),
  days: Type.Array(Day, { description: 'of this month, on which the member signed in' }),
  points: Points,
  steps: Type.Array(strict({ days: Count, extraPoints: Points, isReached: Type.Boolean() })),
})
export const SignedIn = strict({ ...outcome, days: Count })
