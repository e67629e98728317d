import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { localDay } from '#shared/business-day.ts'
import { type Channel, kindOf, type MessageData, type MessageKindCode, variablesOf } from './message-kinds-rules.ts'
import { planSealed } from './plan-messages.ts'
import type { Language } from './template-rules.ts'

/** What a test message says in place of a member's own facts. */
export function sampleData(kind: MessageKindCode, language: Language, today: string): MessageData {
  return Object.fromEntries(
    Object.entries(variablesOf(kind)).map(([name, { type }]) => {
      switch (type) {
        case 'count':
          return [name, 30]
        case 'cents':
          return [name, 12_800]
        case 'day':
          return [name, today]
        case 'instant':
          return [name, `${today}T10:00:00Z`]
        case 'receipt':
          return [name, null]
        case 'link':
          return [name, '/m']
        case 'text':
          return [name, sampleText(name, language)]
      }
    }),
  )
}

function sampleText(name: string, language: Language): string {
  const zh: Record<string, string> = { code: '482913', name: '王女士', tier: '金卡', store: '人民路店' }
  const en: Record<string, string> = { code: '482913', name: 'Ms Wang', tier: 'Gold', store: 'Main Street' }
  return (language === 'zh' ? zh : en)[name] ?? (language === 'zh' ? '示例' : 'sample')
}

/**
 * Sends one message with made-up values to an address that the author names, as it would go to a member: same wording, same
 * account. Neither consent, quiet hours nor caps are asked, for it is nobody's. Refuses kinds whose values cannot be made up.
 */
export async function sendTest(
  work: Work,
  input: { id: string; kind: MessageKindCode; channel: Channel; language: Language; address: string },
): Promise<{ messageId: string }> {
  const { id, kind, channel, language, address } = input
  if (channel === 'inbox' || !kindOf(kind).channels.includes(channel))
    throw new Refused('invalid_kind_channels', { channel })
  const values = sampleData(kind, language, localDay(work.at, 'UTC'))
  const soon = new Date(work.at.getTime() + 600_000)
  await planSealed(work, {
    ...{ id, kind, channel, ref: `test/${id}`, sealed: { address, values, language }, about: { test: true } },
    ...{ expiresAt: soon, forgetAt: new Date(work.at.getTime() + 86_400_000) },
  })
  work.audit({ action: 'messages.test', subject: { kind: 'message', id }, changes: { kind: [null, kind] } })
  return { messageId: id }
}
