import type { Work } from '#platform/work.ts'
import { addDays, addMonths, localDay, startOfLocalDay } from '#shared/business-day.ts'
import { type CapHit, capHit, capLookBack } from './cap-rules.ts'
import { countThrough, readOpenChannel } from './channel-queries.ts'
import type { Composed } from './compose-message.ts'
import { isChosenTopic, topicRules } from './message-kinds-rules.ts'
import type { MessageRow } from './message-queries.ts'
import { addressHash } from './message-secrets.ts'
import {
  type CappedTopic,
  lockPressure,
  type Policy,
  readCounted,
  readPolicy,
  readSpentMills,
} from './policy-queries.ts'
import { type ExitReason, isHeldBack, judge, type PolicyFacts, type StepVerdict } from './policy-rules.ts'
import { isSuppressed, readChoices } from './preference-queries.ts'
import { type QuietHours, nextLoudAt } from './quiet-hours-rules.ts'
import { readKindSettings } from './template-queries.ts'

/** The month that a message's cost is booked in, by its first day. */
export function monthOf(at: Date, timeZone: string): string {
  return `${localDay(at, timeZone).slice(0, 7)}-01`
}

/**
 * Weighs a message: every step of the policy, with what holds now. `isHeld`: under the locks that keep caps, budget and rate
 * true until it is written (member's pressure, month, account, in this order); without, for a screen that shows why.
 */
export async function weighMessage(
  work: Work,
  message: MessageRow,
  composed: Composed,
  isHeld: boolean,
): Promise<StepVerdict[]> {
  const { channel, topic } = message
  const { member, account, timeZone } = composed
  const isHeldMessage = isHeldBack(topic, channel)
  if (isHeld && member && isHeldMessage) await lockPressure(work, member.id)
  const policy = await readPolicy(work)
  const [choices, suppressed, cap, budget, quotaFreeAt, exit] = await Promise.all([
    member ? readChoices(work, member.familyIds) : [],
    isHeldMessage && channel !== 'inbox' && composed.address
      ? isSuppressed(work, channel, addressHash(work, channel, composed.address))
      : false,
    isHeldMessage ? capOf(work, message, composed, policy) : null,
    isHeldMessage && account ? budgetOf(work, policy, timeZone, isHeld) : { leftMills: null, freeAt: work.at },
    channel !== 'inbox' && account ? quotaOf(work, channel, timeZone, isHeld) : null,
    exitOf(work, message, composed.fault),
  ])
  const facts: PolicyFacts = {
    topic,
    channel,
    hasMarketingConsent: member?.consents.has('marketing') ?? false,
    // Whoever typed it may have typed somebody else's: a mailbox says yes by itself before anything is advertised to it.
    isAddressProved: channel !== 'email' || member === null || composed.setting.emailProvedAt !== null,
    choice: choices.find((each) => each.channel === channel && each.topic === topic)?.isOn ?? null,
    isSuppressed: suppressed,
    isHeldOut: false, // Journeys decide who is held out of theirs; a message by itself has nobody to compare with.
    exit,
    // A test send has no member: it goes to who asks for it, and wakes nobody.
    loudAt: isHeldMessage && member ? nextLoudAt(work.at, timeZone, quietHours(policy, composed)) : work.at,
    cap,
    costMills: composed.costMills,
    budgetLeftMills: budget.leftMills,
    budgetFreeAt: budget.freeAt,
    quotaFreeAt,
    expiresAt: message.expiresAt,
  }
  return judge(facts, work.at)
}

function quietHours(policy: Policy, { setting }: Composed): QuietHours[] {
  const { quietFromMinute: fromMinute, quietToMinute: toMinute } = setting
  return [
    { fromMinute: policy.quietFromMinute, toMinute: policy.quietToMinute },
    ...(fromMinute !== null && toMinute !== null ? [{ fromMinute, toMinute }] : []),
  ]
}

async function capOf(work: Work, { topic }: MessageRow, composed: Composed, policy: Policy): Promise<CapHit | null> {
  const { member, setting, timeZone } = composed
  if (!member || !isCapped(topic)) return null
  const cap = policy.caps[topic]
  const counted = await readCounted(work, member.id, capLookBack(work.at, cap, setting.weekMost))
  const held = counted.filter((each) => topicRules[each.topic].isRestrained)
  const sent = held.filter((each) => each.topic === topic).map(({ reservedAt }) => reservedAt)
  const sentAny = held.map(({ reservedAt }) => reservedAt)
  return capHit({ cap, weekMost: setting.weekMost }, { sent, sentAny }, work.at, timeZone)
}

function isCapped(topic: string): topic is CappedTopic {
  return topic === 'holdings' || topic === 'care' || topic === 'offers'
}

async function budgetOf(work: Work, policy: Policy, timeZone: string, isHeld: boolean) {
  const month = monthOf(work.at, timeZone)
  const freeAt = startOfLocalDay(addMonths(month, 1), timeZone)
  if (policy.monthBudgetCents === null) return { leftMills: null, freeAt }
  const spentMills = await readSpentMills(work, month, isHeld)
  return { leftMills: policy.monthBudgetCents * 10 - spentMills, freeAt }
}

/** When the provider's account may take one more; null: now. */
async function quotaOf(work: Work, channel: 'sms' | 'email', timeZone: string, isHeld: boolean): Promise<Date | null> {
  const account = await readOpenChannel(work, channel, isHeld)
  if (!account) return null
  // Up to a second's worth may go at once; behind that each waits its turn.
  if (account.rateFreeAt.getTime() > work.at.getTime() + 1_000) return new Date(account.rateFreeAt.getTime() - 1_000)
  if (account.dayMost === null) return null
  const today = localDay(work.at, timeZone)
  const sent = await countThrough(work, account.id, new Date(startOfLocalDay(today, timeZone).getTime() - 1))
  return sent >= account.dayMost ? startOfLocalDay(addDays(today, 1), timeZone) : null
}

async function exitOf(work: Work, message: MessageRow, fault: ExitReason | null): Promise<ExitReason | null> {
  if (message.expiresAt && message.expiresAt <= work.at) return 'expired'
  const setting = (await readKindSettings(work, [message.kind])).get(message.kind)!
  // What goes to an address was asked for by a person just now.
  if (message.memberId && isChosenTopic(message.topic) && !setting.isOn) return 'kind_off'
  return fault
}
