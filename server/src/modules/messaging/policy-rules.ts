import type { CapHit } from './cap-rules.ts'
import { type Channel, type Topic, topicRules } from './message-kinds-rules.ts'

/** What the decision about one message looks at. Gathered under the locks that make it hold until it is written. */
export type PolicyFacts = {
  topic: Topic
  channel: Channel
  /** Of the member, or of the address where there is no member (codes, test sends). */
  hasMarketingConsent: boolean
  /** The member showed that the address is theirs; true where nobody has to. */
  isAddressProved: boolean
  /** The member's own word on channel and topic; null: never said. */
  choice: boolean | null
  isSuppressed: boolean
  isHeldOut: boolean
  /** Why there is nothing more to say: the member is gone, the thing is over, the wording lacks a value. */
  exit: ExitReason | null
  /** The end of quiet hours; `at` itself when it is not quiet. Null: the hours leave no gap. */
  loudAt: Date | null
  cap: CapHit | null
  /** What this message may cost and what is left of the month's budget; null: no budget. */
  costMills: number
  budgetLeftMills: number | null
  /** When the budget is whole again. */
  budgetFreeAt: Date
  /** Until when the provider's rate or daily quota is used up; null: it is not. */
  quotaFreeAt: Date | null
  expiresAt: Date | null
}

export type ExitReason =
  | 'kind_off'
  | 'member_gone'
  | 'member_blocked'
  | 'expired'
  | 'no_address'
  | 'variable_missing'
  | 'template_not_approved'

export const policySteps = ['consent', 'suppression', 'holdout', 'exit', 'quiet', 'cap', 'budget', 'quota'] as const
export type PolicyStep = (typeof policySteps)[number]

export type StepVerdict = {
  step: PolicyStep
  verdict: 'ok' | 'wait' | 'refuse'
  reason: string | null
  until: Date | null
}

export type Decision =
  | { kind: 'send' }
  | { kind: 'wait'; reason: string; until: Date }
  | { kind: 'refuse'; reason: string }

const ok = (step: PolicyStep): StepVerdict => ({ step, verdict: 'ok', reason: null, until: null })
const no = (step: PolicyStep, reason: string): StepVerdict => ({ step, verdict: 'refuse', reason, until: null })

/** A wait that ends in time is one; one that does not, or never ends, is a no. */
function waitOr(step: PolicyStep, reason: string, until: Date | null, expiresAt: Date | null): StepVerdict {
  if (!until || (expiresAt && until >= expiresAt)) return no(step, reason)
  return { step, verdict: 'wait', reason, until }
}

/** Kept out of quiet hours and under caps: what the member did not ask for, over what rings. The inbox rings nowhere. */
export function isHeldBack(topic: Topic, channel: Channel): boolean {
  return topicRules[topic].isRestrained && channel !== 'inbox'
}

/**
 * Every step in the order in which it counts, each judged by itself, so that a screen shows them all. The first that is not `ok`
 * decides (`decide`).
 */
export function judge(facts: PolicyFacts, at: Date): StepVerdict[] {
  const { topic, channel, expiresAt } = facts
  const held = isHeldBack(topic, channel)
  return [
    consent(facts),
    held && facts.isSuppressed ? no('suppression', 'suppressed') : ok('suppression'),
    held && facts.isHeldOut ? no('holdout', 'held_out') : ok('holdout'),
    facts.exit ? no('exit', facts.exit) : ok('exit'),
    held && facts.loudAt !== at ? waitOr('quiet', 'quiet_hours', facts.loudAt, expiresAt) : ok('quiet'),
    held && facts.cap ? waitOr('cap', facts.cap.reason, facts.cap.freeAt, expiresAt) : ok('cap'),
    held && facts.budgetLeftMills !== null && facts.costMills > facts.budgetLeftMills
      ? waitOr('budget', 'budget_spent', facts.budgetFreeAt, expiresAt)
      : ok('budget'),
    facts.quotaFreeAt ? waitOr('quota', 'provider_quota', facts.quotaFreeAt, expiresAt) : ok('quota'),
  ]
}

/** The strictest wins: the purpose's consent and the member's own choice must both say yes. */
function consent({ topic, channel, hasMarketingConsent, isAddressProved, choice }: PolicyFacts): StepVerdict {
  const rule = topicRules[topic]
  if (rule.isOnUnasked === null) return ok('consent')
  if (rule.consentFor.includes(channel) && !hasMarketingConsent) return no('consent', 'no_consent')
  if (rule.consentFor.includes(channel) && !isAddressProved) return no('consent', 'email_unproved')
  return (choice ?? rule.isOnUnasked) ? ok('consent') : no('consent', choice === null ? 'not_asked_for' : 'turned_off')
}

export function decide(verdicts: readonly StepVerdict[]): Decision {
  const first = verdicts.find(({ verdict }) => verdict !== 'ok')
  if (!first) return { kind: 'send' }
  const reason = first.reason ?? first.step
  return first.verdict === 'wait' && first.until
    ? { kind: 'wait', reason, until: first.until }
    : { kind: 'refuse', reason }
}
