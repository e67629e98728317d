import { type Channel, type Topic, topicRules } from './message-kinds-rules.ts'

/**
 * `reserved`: it may be on its way to the provider. `accepted`: the provider took it. `unknown`: whether it did is not known.
 * `refused`: our own policy said no. `would_send`: everything said yes, and no provider is set up.
 */
export const messageStates = [
  ...['planned', 'reserved', 'accepted', 'delivered', 'failed', 'rejected', 'unknown', 'refused', 'would_send'],
] as const satisfies readonly string[] as readonly MessageState[]
/** What the outbox counts together: who looks at it asks what waits, what went, what did not and what went wrong. */
export const stateGroups = {
  waiting: ['planned', 'reserved'],
  sent: ['accepted', 'delivered'],
  would_send: ['would_send'],
  not_sent: ['refused'],
  failed: ['failed', 'rejected', 'unknown'],
} as const satisfies Record<string, readonly MessageState[]>
export type StateGroup = keyof typeof stateGroups
export const stateGroupNames = Object.keys(stateGroups) as StateGroup[]

export type MessageState =
  | 'planned'
  | 'reserved'
  | 'accepted'
  | 'delivered'
  | 'failed'
  | 'rejected'
  | 'unknown'
  | 'refused'
  | 'would_send'

/**
 * What a provider said. `busy`: it says itself that it did not take it, try later. `lost`: no answer that can be believed.
 * `absent`: asked about it, it knows no such message. `waiting`: it has it, the phone has not.
 */
export type ProviderAnswer =
  | { kind: 'accepted'; providerId: string }
  | { kind: 'rejected'; reason: string }
  | { kind: 'busy'; reason: string; waitSeconds?: number }
  | { kind: 'lost'; reason: string }
  | { kind: 'absent' }
  | { kind: 'waiting' }
  | { kind: 'delivered'; at: Date | null }
  | { kind: 'failed'; reason: string }

export type MessageStep = {
  to: MessageState
  reason: string | null
  nextAt: Date | null
  /** It never went out: its place under the caps and in the budget is free again. */
  isReleased: boolean
}

export type SentMessage = {
  state: MessageState
  topic: Topic
  channel: Channel
  attempt: number
  askedCount: number
  expiresAt: Date | null
}

const mostAttempts = 8
/** Of a message that may have gone: only what was asked for, and only while the provider keeps denying it. */
const mostResends = 3
/** Providers list what they took a little later. */
const askedBeforeAbsent = 3
const askingSeconds = [30, 60, 120, 300, 600, 1_800, 3_600, 10_800, 21_600, 43_200]
const tryingSeconds = [2, 5, 15, 60, 180, 600, 1_800, 3_600]

function later(at: Date, seconds: readonly number[], count: number): Date {
  return new Date(at.getTime() + seconds[Math.min(count, seconds.length - 1)]! * 1_000)
}

function askAgain(message: SentMessage, at: Date): Date | null {
  return message.channel === 'sms' && message.askedCount < askingSeconds.length
    ? later(at, askingSeconds, message.askedCount)
    : null
}

/**
 * The next step after what a provider said; null for old news. News come before the answer to the call, twice, and in any order:
 * `delivered` stands over everything, and an end is left for nothing else.
 *
 * What is not known to have gone out is never sent again when it is marketing, or a code (whoever waits asks for a new one).
 */
export function stepAfter(message: SentMessage, answer: ProviderAnswer, at: Date): MessageStep | null {
  const { state } = message
  if (state === 'delivered' || state === 'refused' || state === 'would_send') return null
  if (answer.kind === 'delivered') return { to: 'delivered', reason: null, nextAt: null, isReleased: false }
  if (state === 'failed' || state === 'rejected') return null
  if (answer.kind === 'failed') return { to: 'failed', reason: answer.reason, nextAt: null, isReleased: false }
  if (state === 'planned') return null
  switch (answer.kind) {
    case 'accepted':
      return { to: 'accepted', reason: null, nextAt: askAgain({ ...message, askedCount: 0 }, at), isReleased: false }
    case 'waiting':
      return { to: 'accepted', reason: null, nextAt: askAgain(message, at), isReleased: false }
    case 'rejected':
      if (state !== 'reserved') return null
      return { to: 'rejected', reason: answer.reason, nextAt: null, isReleased: true }
    case 'busy':
      return state === 'reserved' ? tryLater(message, answer, at) : stay(message, answer.reason, at)
    case 'lost':
      return state === 'accepted' ? stay(message, answer.reason, at) : doubt(message, answer.reason, at)
    case 'absent':
      return state === 'unknown' ? afterAbsent(message, at) : stay(message, 'absent', at)
  }
}

/** An answer to a question that told nothing: asked again later, as it stands. */
function stay(message: SentMessage, reason: string, at: Date): MessageStep {
  return { to: message.state, reason, nextAt: askAgain(message, at), isReleased: false }
}

function tryLater(message: SentMessage, answer: { reason: string; waitSeconds?: number }, at: Date): MessageStep {
  const nextAt = answer.waitSeconds
    ? new Date(at.getTime() + answer.waitSeconds * 1_000)
    : later(at, tryingSeconds, message.attempt - 1)
  const isOver = message.attempt >= mostAttempts || (message.expiresAt !== null && nextAt >= message.expiresAt)
  return { to: isOver ? 'failed' : 'planned', reason: answer.reason, nextAt: isOver ? null : nextAt, isReleased: true }
}

function mayResend({ topic, attempt }: SentMessage): boolean {
  return !topicRules[topic].isRestrained && topic !== 'codes' && attempt < mostResends
}

function doubt(message: SentMessage, reason: string, at: Date): MessageStep {
  // Nobody can be asked about an e-mail; its Message-ID makes a second copy the same letter, where it may be sent again at all.
  if (message.channel === 'email' && mayResend(message))
    return { to: 'planned', reason, nextAt: later(at, tryingSeconds, message.attempt + 2), isReleased: true }
  return { to: 'unknown', reason, nextAt: askAgain(message, at), isReleased: false }
}

function afterAbsent(message: SentMessage, at: Date): MessageStep {
  if (message.askedCount >= askedBeforeAbsent && mayResend(message))
    return { to: 'planned', reason: 'absent', nextAt: at, isReleased: true }
  return stay(message, 'absent', at)
}
