import i18next from 'i18next'
import type { api, ResponseOf } from '@staff/api'
import { formatMoney, type Tone } from '@staff/ui'
import type { MessageState } from '#modules/messaging/message-state-rules.ts'
import { t, type SentenceKey } from '#app/i18n.ts'

export type MessageRow = ResponseOf<typeof api.messageList>['items'][number]

export const stateTones: Record<MessageState, Tone> = {
  planned: 'info',
  reserved: 'info',
  accepted: 'info',
  delivered: 'good',
  failed: 'bad',
  rejected: 'bad',
  unknown: 'warn',
  refused: 'plain',
  would_send: 'warn',
}

/** Why a message waits, was not sent or failed, in words; a gateway's own code stands as it is. */
export function reasonText(reason: string | null): string | null {
  if (reason === null) return null
  const key = `messaging.reason.${reason}`
  return i18next.exists(key) ? t(key as SentenceKey) : t('messaging.reasonCode', { code: reason })
}

/** What a message is about, by its kind's code; one that this version has no words for stands as it is. */
export function kindName(kind: string): string {
  const key = `messaging.kind.${kind}`
  return i18next.exists(key) ? t(key as SentenceKey) : kind
}

export function channelName(channel: string): string {
  const key = `messaging.channel.${channel}`
  return i18next.exists(key) ? t(key as SentenceKey) : channel
}

/** A cost in thousandths, as money to the thousandth: text messages cost less than a cent's worth of rounding allows. */
export function millsText(mills: number): string {
  const cents = Math.trunc(mills / 10)
  return mills % 10 === 0 ? formatMoney(cents) : `${formatMoney(cents)}${mills % 10}`
}

/** `22:00` from minutes since midnight. */
export function minuteText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/** A variable of a wording in the author's language; one that another part brought stands as it is written. */
export function variableName(name: string): string {
  const key = `messaging.variable.${name}`
  return i18next.exists(key) ? t(key as SentenceKey) : name
}
