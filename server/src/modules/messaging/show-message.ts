import { memberNames } from '#modules/members/member-names.ts'
import { actorMay } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { composeMessage } from './compose-message.ts'
import { readMessage } from './message-queries.ts'
import { openAddress, openBody } from './message-secrets.ts'
import { messageView } from './message-view.ts'
import { weighMessage } from './weigh-message.ts'

/**
 * One message with everything that explains it: the words that left, or those that would leave now; every step of the policy as it
 * would be judged at this moment. Codes are shown to who manages messages, and only where nothing could send them.
 */
export async function showMessage(work: Work, id: string, publicUrl: string) {
  const row = await readMessage(work, id)
  if (!row) throw new Refused('message_not_found')
  const composed = await composeMessage(work, row, publicUrl)
  const isPlanned = row.state === 'planned'
  const steps = isPlanned ? await weighMessage(work, row, composed, false) : []
  const names = await memberNames(work, [row.memberId])
  const memberKey = composed.member?.key ?? null
  const address = isPlanned ? composed.address : openAddress(work, row, memberKey)
  const words = isPlanned ? composed.text : openBody(work, row, memberKey)
  const mayRead = row.topic !== 'codes' || (row.state === 'would_send' && actorMay(work.actor, 'messages.manage'))
  return {
    ...messageView(row, names),
    address: row.channel === 'inbox' ? null : address && maskedAddress(work, address),
    words: mayRead ? words : null,
    isPreview: isPlanned,
    attempt: row.attempt,
    templateVersion: row.templateVersion,
    about: row.about,
    ...(isPlanned ? { parts: composed.parts, costMills: composed.costMills } : {}),
    steps: steps.map(({ until, ...step }) => ({ ...step, until: until?.toISOString() ?? null })),
  }
}

function maskedAddress(work: Work, address: string): string {
  if (actorMay(work.actor, 'members.contact')) return address
  if (!address.includes('@')) return `${address.slice(0, -8)}****${address.slice(-4)}`
  return address.replace(/^(.).*(@.*)$/, '$1***$2')
}
