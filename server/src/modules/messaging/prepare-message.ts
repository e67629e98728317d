import { noteDue } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { writeRate } from './channel-queries.ts'
import { composeMessage, type Composed } from './compose-message.ts'
import { insertInboxItem } from './inbox-queries.ts'
import { type MessageRow, readMessage, updateMessage } from './message-queries.ts'
import { addressHash, sealInbox, sealSent } from './message-secrets.ts'
import { sendDueKind } from './plan-messages.ts'
import { addSpending } from './policy-queries.ts'
import { decide, isHeldBack } from './policy-rules.ts'
import { monthOf, weighMessage } from './weigh-message.ts'

export type Prepared =
  | { kind: 'idle'; nextAt: Date | null }
  | { kind: 'send'; message: MessageRow; composed: Composed }
  | { kind: 'ask'; message: MessageRow }

/**
 * What is to be done about a message that this process has leased, decided and written in one transaction: refused, made to wait,
 * put into the inbox, shown as what would be sent, or reserved, and then it is about to leave. Locks the message, then what
 * `weighMessage` locks.
 *
 * Whoever dies behind a reservation leaves it: the next visit does not know whether it left, and asks.
 */
export async function prepareMessage(
  work: Work,
  id: string,
  tools: { publicUrl: string; leaseMs: number },
): Promise<Prepared> {
  const message = await readMessage(work, id, true)
  // One that is not due is being sent by somebody whose lease is younger than ours.
  if (!message || message.nextAt === null || message.nextAt > work.at) return { kind: 'idle', nextAt: null }
  if (message.state !== 'planned') return { kind: 'ask', message }
  const composed = await composeMessage(work, message, tools.publicUrl)
  const decision = decide(await weighMessage(work, message, composed, true))
  const known = { ...message, memberId: composed.member?.id ?? message.memberId, leasedUntil: null }
  if (decision.kind === 'refuse') {
    const ended = {
      state: 'refused',
      reason: decision.reason,
      nextAt: null,
      finishedAt: work.at,
      sealedData: null,
    } as const
    await updateMessage(work, { ...known, ...ended })
    tellOutcome(work, known, 'refused', decision.reason)
    return { kind: 'idle', nextAt: null }
  }
  if (decision.kind === 'wait') {
    await updateMessage(work, { ...known, reason: decision.reason, nextAt: decision.until })
    await noteDue(work, sendDueKind, decision.until)
    return { kind: 'idle', nextAt: decision.until }
  }
  return goAhead(work, known, composed, tools.leaseMs)
}

async function goAhead(work: Work, known: MessageRow, composed: Composed, leaseMs: number): Promise<Prepared> {
  const { member, account, text, address, language, version, parts, costMills } = composed
  assert(text && address !== null, 'a message without words or address was refused')
  const { channel, topic, id } = known
  const isInbox = channel === 'inbox'
  const written: MessageRow = {
    ...known,
    ...sealSent(work, id, member?.key ?? null, { address: isInbox ? null : address, text }),
    ...{ language, templateVersion: version.version, parts, costMills, reason: null },
    addressHash: isInbox ? null : addressHash(work, channel, address),
    counts: isHeldBack(topic, channel),
    reservedAt: work.at,
  }
  if (isInbox) {
    assert(member?.key, 'an inbox has its member')
    await insertInboxItem(work, { id, memberId: member.id, kind: known.kind, content: sealInbox(member.key, id, text) })
    const done = {
      state: 'delivered',
      acceptedAt: work.at,
      deliveredAt: work.at,
      finishedAt: work.at,
      nextAt: null,
    } as const
    await updateMessage(work, { ...written, ...done })
    tellOutcome(work, known, 'delivered', null)
    return { kind: 'idle', nextAt: null }
  }
  if (!account) {
    await updateMessage(work, { ...written, state: 'would_send', finishedAt: work.at, nextAt: null })
    return { kind: 'idle', nextAt: null }
  }
  const leasedUntil = new Date(work.at.getTime() + leaseMs)
  const reserved: MessageRow = {
    ...written,
    ...{ state: 'reserved', attempt: known.attempt + 1, askedCount: 0, channelAccountId: account.id },
    ...{ nextAt: leasedUntil, leasedUntil },
  }
  const turn = Math.max(account.rateFreeAt.getTime(), work.at.getTime()) + 1_000 / account.perSecond
  await updateMessage(work, reserved)
  await writeRate(work, account.id, new Date(turn))
  await addSpending(work, monthOf(work.at, composed.timeZone), costMills)
  await noteDue(work, sendDueKind, leasedUntil)
  return { kind: 'send', message: reserved, composed }
}

/** Tells what became of a message to a member; who counts and who proves hears of it by ids. */
export function tellOutcome(work: Work, message: MessageRow, outcome: string, reason: string | null): void {
  if (!message.memberId) return
  work.emit({
    type: `message.${outcome}`,
    subject: { kind: 'member', id: message.memberId },
    data: {
      ...{ messageId: message.id, kind: message.kind, topic: message.topic, channel: message.channel },
      ...(reason ? { reason } : {}),
    },
  })
}
