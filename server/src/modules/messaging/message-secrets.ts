import { keyedHash, seal, unseal } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import type { MessageRow } from './message-queries.ts'
import { type SealedData, sealedDataPurpose } from './plan-messages.ts'
import type { Template } from './template-rules.ts'

/** By which an address is found again without being kept: suppression outlives the member. */
export function addressHash(work: Pick<Work, 'key'>, channel: 'sms' | 'email', address: string): Buffer {
  return keyedHash(work.key('messaging.address'), `${channel}/${address.trim().toLowerCase()}`)
}

export function openSealedData(
  work: Pick<Work, 'key'>,
  message: Pick<MessageRow, 'id' | 'sealedData'>,
): SealedData | null {
  if (!message.sealedData) return null
  const opened = unseal(work.key(sealedDataPurpose), message.sealedData, `${sealedDataPurpose}/${message.id}`)
  assert(opened, 'sealed data opens with the merchant’s key')
  return JSON.parse(opened.toString('utf8')) as SealedData
}

/** What a message says and where it goes, sealed: with the member's own key, so that erasing the member shuts it in every backup. */
export function sealSent(
  work: Pick<Work, 'key'>,
  id: string,
  memberKey: Buffer | null,
  sent: { address: string | null; text: Template },
): { address: Buffer | null; body: Buffer } {
  const key = memberKey ?? work.key(sealedDataPurpose)
  return {
    address: sent.address === null ? null : seal(key, sent.address, `messaging.address/${id}`),
    body: seal(key, JSON.stringify(sent.text), `messaging.body/${id}`),
  }
}

export function openAddress(work: Pick<Work, 'key'>, row: MessageRow, memberKey: Buffer | null): string | null {
  if (!row.address) return null
  const key = row.memberId ? memberKey : work.key(sealedDataPurpose)
  return (key && unseal(key, row.address, `messaging.address/${row.id}`)?.toString('utf8')) ?? null
}

export function openBody(work: Pick<Work, 'key'>, row: MessageRow, memberKey: Buffer | null): Template | null {
  if (!row.body) return null
  const key = row.memberId ? memberKey : work.key(sealedDataPurpose)
  const opened = key && unseal(key, row.body, `messaging.body/${row.id}`)
  return opened ? (JSON.parse(opened.toString('utf8')) as Template) : null
}

export function sealInbox(memberKey: Buffer, id: string, text: Template): Buffer {
  return seal(memberKey, JSON.stringify(text), `messaging.inbox/${id}`)
}

export function openInbox(memberKey: Buffer, id: string, content: Buffer): Template | null {
  const opened = unseal(memberKey, content, `messaging.inbox/${id}`)
  return opened ? (JSON.parse(opened.toString('utf8')) as Template) : null
}

export function sealEmail(memberKey: Buffer, memberId: string, email: string): Buffer {
  return seal(memberKey, email, `messaging.email/${memberId}`)
}

export function openEmail(memberKey: Buffer | null, memberId: string, sealed: Buffer | null): string | null {
  return (memberKey && sealed && unseal(memberKey, sealed, `messaging.email/${memberId}`)?.toString('utf8')) ?? null
}
