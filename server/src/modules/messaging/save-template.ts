import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { type Channel, kindOf, type MessageKindCode } from './message-kinds-rules.ts'
import {
  insertTemplate,
  type KindSetting,
  readKindSettings,
  readTemplate,
  writeKindSetting,
} from './template-queries.ts'
import { checkTemplate, type Language } from './template-rules.ts'

export type TemplateInput = {
  kind: MessageKindCode
  channel: Channel
  language: Language
  /** The version that the author changed; another one meanwhile is refused. */
  version: number
  title: string
  body: string
  /** Under which codes the gateways approved this wording. */
  providerCodes: Readonly<Record<string, string>>
}

/**
 * Saves the merchant's own wording as the next version; those before stay, for messages name theirs. Refuses variables that the
 * kind does not have, and a change over one that was not seen (`template_changed`).
 */
export async function saveTemplate(work: Work, input: TemplateInput): Promise<{ version: number }> {
  const { kind, channel, language, title, body, providerCodes } = input
  const fault = checkTemplate(kind, { title, body })
  if (fault) throw new Refused(fault.code, fault.details)
  if (channel !== 'sms' && title.trim() === '') throw new Refused('template_title_needed')
  const known = await readTemplate(work, kind, channel, language)
  const version = known.version + 1
  const row = { kind, channel, language, version, title: channel === 'sms' ? '' : title, body, providerCodes }
  if (known.version !== input.version || !(await insertTemplate(work, row))) throw new Refused('template_changed')
  work.audit({
    action: 'messages.save_template',
    subject: { kind: 'merchant', id: work.merchantId },
    changes: { [`${kind}.${channel}.${language}`]: [known.version, version] },
  })
  return { version }
}

/** Turns a kind on or off, and says by which channels it goes out. Refuses a channel that the kind is not made for. */
export async function setKind(work: Work, setting: KindSetting): Promise<void> {
  const { channels, topic } = kindOf(setting.kind)
  const stray = setting.channels.find((channel) => !channels.includes(channel))
  if (stray || (setting.isOn && setting.channels.length === 0))
    throw new Refused('invalid_kind_channels', { channel: stray })
  // A code that nobody gets locks members out; turning receipts and reminders off is the shop's own choice.
  if (topic === 'codes' && !setting.isOn) throw new Refused('kind_needed')
  const known = (await readKindSettings(work, [setting.kind])).get(setting.kind)!
  await writeKindSetting(work, setting)
  work.audit({
    action: 'messages.set_kind',
    subject: { kind: 'merchant', id: work.merchantId },
    changes: { [setting.kind]: [shown(known), shown(setting)] },
  })
}

function shown({ isOn, channels }: KindSetting): string {
  return isOn ? [...channels].sort().join(' + ') : 'off'
}
