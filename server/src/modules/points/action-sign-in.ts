import { readLiveMember } from '#modules/members/read-live-member.ts'
import type { Work } from '#platform/work.ts'
import { addDays, addMonths, type Day } from '#shared/business-day.ts'
import { type ActionOutcome, earnForAction, memberToday } from './action-earn.ts'
import { readActionPolicy } from './action-policy.ts'
import { readSignInDays } from './action-queries.ts'

export type SignInState = {
  isOn: boolean
  today: Day
  isDone: boolean
  /** Days of this month on which the member signed in. */
  days: Day[]
  points: number
  /** What so many days of a month bring beside; those reached are the member's already. */
  steps: { days: number; extraPoints: number; isReached: boolean }[]
  lastDay: Day
}

/** A member's sign-ins of this month, and what they bring. Locks nothing. */
export async function signInState(work: Work, memberId: string): Promise<SignInState> {
  const [member, { terms }] = await Promise.all([readLiveMember(work, memberId), readActionPolicy(work)])
  const today = await memberToday(work, member.homeStoreId)
  const days = await readSignInDays(work, memberId, today)
  const { signIn } = terms
  return {
    ...{ isOn: signIn !== null, today, days, isDone: days.includes(today), points: signIn?.points ?? 0 },
    steps: (signIn?.steps ?? []).map((step) => ({ ...step, isReached: days.length >= step.days })),
    lastDay: addDays(addMonths(`${today.slice(0, 7)}-01`, 1), -1),
  }
}

/** Signs a member in for today, in the zone of their home store: once a day, from whichever device. Locks what `earnForAction` says. */
export async function signInForPoints(work: Work, memberId: string): Promise<ActionOutcome & { days: number }> {
  const { homeStoreId } = await readLiveMember(work, memberId)
  const today = await memberToday(work, homeStoreId)
  const { outcome, points } = await earnForAction(work, { action: 'sign_in', memberId, source: `${memberId} ${today}` })
  const days = await readSignInDays(work, memberId, today)
  return { outcome, points, days: days.length }
}
