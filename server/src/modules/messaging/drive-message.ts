import type { Transport } from '#modules/payments/provider-http.ts'
import { reachMember } from '#modules/members/reach-member.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/db.ts'
import { noteDue } from '#platform/due-work.ts'
import { providerSeconds } from '#platform/metrics.ts'
import { inRetriedTransaction } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { readChannel } from './channel-queries.ts'
import type { Composed } from './compose-message.ts'
import { leaseDue, type MessageRow, readMessage, updateMessage } from './message-queries.ts'
import { openAddress } from './message-secrets.ts'
import { type ProviderAnswer, stepAfter } from './message-state-rules.ts'
import { topicRules } from './message-kinds-rules.ts'
import { openChannel, type OpenChannel } from './open-channel.ts'
import { sendDueKind } from './plan-messages.ts'
import { addSpending } from './policy-queries.ts'
import { prepareMessage, type Prepared, tellOutcome } from './prepare-message.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import { monthOf } from './weigh-message.ts'

export type SendTools = {
  database: Database
  clock: Clock
  log: (line: string) => void
  /** Where links of messages lead. */
  publicUrl: string
  transport?: Transport
}

const actor = { kind: 'system', name: 'messaging' } as const

/** Longer than any call to a provider takes. */
export const leaseMs = 30_000

/** One transaction of the module's own; no provider is called inside it. */
export function inOwnWork<T>(tools: SendTools, merchantId: string, body: (work: Work) => Promise<T>): Promise<T> {
  return inRetriedTransaction(tools.database, { merchantId, actor, at: tools.clock.now() }, body)
}

/** Takes one message for this process if it is due and nobody is at it. Returns when it is due again; null for not. */
export async function driveIfDue(tools: SendTools, merchantId: string, messageId: string): Promise<Date | null> {
  const leased = await inOwnWork(tools, merchantId, (work) =>
    leaseDue(work, new Date(work.at.getTime() + leaseMs), 1, messageId),
  )
  return leased.length > 0 ? driveMessage(tools, merchantId, messageId) : null
}

type Visit = { kind: 'idle'; nextAt: Date | null } | { kind: 'call'; name: string; call: () => Promise<ProviderAnswer> }

/**
 * Sends a message that this process has leased, or asks what became of it. That it leaves is committed before it does; one that
 * may have left is never simply sent again (`stepAfter` says when it is).
 */
export async function driveMessage(tools: SendTools, merchantId: string, messageId: string): Promise<Date | null> {
  const visit = await inOwnWork(tools, merchantId, async (work) => {
    const prepared = await prepareMessage(work, messageId, { publicUrl: tools.publicUrl, leaseMs })
    return visitOf(tools, work, prepared)
  })
  if (visit.kind === 'idle') return visit.nextAt
  const stop = providerSeconds.startTimer({ provider: 'messages', call: visit.name })
  const answer = await visit.call().catch((error: unknown): ProviderAnswer => {
    tools.log(`message ${messageId}: ${(error as Error).message}`)
    return { kind: 'lost', reason: 'fault' }
  })
  stop({ answer: answer.kind })
  return inOwnWork(tools, merchantId, (work) => recordAnswer(work, messageId, answer, visit.name === 'query'))
}

async function visitOf(tools: SendTools, work: Work, prepared: Prepared): Promise<Visit> {
  if (prepared.kind === 'idle') return prepared
  const { message } = prepared
  assert(message.channelAccountId, 'what may have left went through an account')
  const account = await readChannel(work, message.channelAccountId)
  assert(account, 'an account is closed, never deleted')
  const channel = openChannel(work, account, tools.transport)
  const now = tools.clock.now()
  if (prepared.kind === 'send')
    return { kind: 'call', name: 'send', call: sendCall(channel, message, prepared.composed, now) }
  if (channel.kind === 'email') {
    // Nobody can be asked about a letter: a reservation that nobody answered for is as good as a lost answer.
    return { kind: 'call', name: 'query', call: () => Promise.resolve({ kind: 'lost', reason: 'interrupted' }) }
  }
  const member = message.memberId ? await reachMember(work, message.memberId) : null
  const phone = openAddress(work, message, member?.key ?? null)
  if (!phone)
    return { kind: 'call', name: 'query', call: () => Promise.resolve({ kind: 'lost', reason: 'address_gone' }) }
  const ref = {
    messageId: message.id,
    phone,
    providerId: message.providerMessageId,
    sentAt: message.reservedAt ?? message.plannedAt,
  }
  return { kind: 'call', name: 'query', call: () => channel.port.query(ref, now) }
}

function sendCall(
  channel: OpenChannel,
  message: MessageRow,
  composed: Composed,
  at: Date,
): () => Promise<ProviderAnswer> {
  const { address, text, templateCode, values } = composed
  assert(address && text, 'a message that leaves has words and an address')
  if (channel.kind === 'sms') {
    assert(templateCode, 'a text message without an approved wording was refused')
    const order = { messageId: message.id, phone: address, sign: channel.sign, templateCode, values }
    return () => channel.port.send(order, at)
  }
  const stop = topicRules[message.topic].saysHowToStop
  const mailbox = /<([^>]+)>/.exec(channel.from)?.[1] ?? channel.from
  const unsubscribe = stop ? `<mailto:${mailbox}?subject=unsubscribe>` : null
  const order = { messageId: message.id, to: address, subject: text.title, text: text.body, unsubscribe }
  return () => channel.port.send(order)
}

/**
 * Records what a provider said about a message: the next state, its place under the caps and in the budget, and its event, in one
 * transaction. Old news change nothing. Locks the message, then the month. Returns when it is due again.
 */
export async function recordAnswer(
  work: Work,
  messageId: string,
  answer: ProviderAnswer,
  isQuestion: boolean,
): Promise<Date | null> {
  const known = await readMessage(work, messageId, true)
  if (!known) return null
  const providerMessageId = answer.kind === 'accepted' ? answer.providerId : known.providerMessageId
  const message = { ...known, providerMessageId }
  const asked = { ...known, askedCount: isQuestion ? known.askedCount + 1 : known.askedCount }
  const step = stepAfter(asked, answer, work.at)
  if (!step) {
    if (providerMessageId !== known.providerMessageId) await updateMessage(work, message)
    return known.nextAt
  }
  if (step.isReleased) await release(work, known)
  const isEnd = ['delivered', 'failed', 'rejected'].includes(step.to)
  const wasTaken = step.to === 'accepted' || step.to === 'delivered'
  await updateMessage(work, {
    ...message,
    ...{ state: step.to, reason: step.reason, nextAt: step.nextAt, leasedUntil: null, askedCount: asked.askedCount },
    ...(step.isReleased ? { counts: false, costMills: 0 } : {}),
    acceptedAt: wasTaken ? (known.acceptedAt ?? work.at) : known.acceptedAt,
    deliveredAt: step.to === 'delivered' ? work.at : known.deliveredAt,
    finishedAt: isEnd ? work.at : null,
    sealedData: isEnd || wasTaken ? null : known.sealedData,
  })
  if (step.nextAt) await noteDue(work, sendDueKind, step.nextAt)
  if (step.to !== known.state && step.to !== 'planned') tellOutcome(work, known, step.to, step.reason)
  return step.nextAt
}

async function release(work: Work, { reservedAt, costMills }: MessageRow): Promise<void> {
  if (!reservedAt || costMills === 0) return
  const [first] = (await storeFacts(work)).values()
  await addSpending(work, monthOf(reservedAt, first?.timeZone ?? 'Asia/Shanghai'), -costMills)
}
