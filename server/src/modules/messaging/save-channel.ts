import { isFitBaseUrl } from '#modules/payments/provider-fields-rules.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { channelFields, type ChannelProvider, isFitMailUrl } from './channel-fields-rules.ts'
import { closeChannelRow, listChannels, readChannel, upsertChannel } from './channel-queries.ts'
import { openSecrets, sealSecrets } from './open-channel.ts'

export type ChannelInput = {
  id: string
  provider: ChannelProvider
  name: string
  baseUrl: string
  /** By the names of `channelFields`. A secret field left out of a change keeps what is sealed, at the same address. */
  fields: Readonly<Record<string, string>>
  partPriceMills: number
  perSecond: number
  dayMost: number | null
}

/**
 * Sets the account of a channel up or changes it. Secrets are sealed; the audit line names the fields changed, never a value.
 * Refuses a second open account of a channel (`message_channel_exists`), an address that keys should not travel to, a field that
 * is none. A new address needs the secret again: keys do not follow an address that somebody changed.
 */
export async function saveChannel(work: Work, input: ChannelInput, how: 'open' | 'change'): Promise<void> {
  const { id, provider, name, baseUrl } = input
  const { channel } = channelFields[provider]
  if (!(channel === 'sms' ? isFitBaseUrl(baseUrl) : isFitMailUrl(baseUrl)))
    throw new Refused('invalid_provider_address')
  const known = await readChannel(work, id)
  if (how === 'change' && (!known || known.closedAt)) throw new Refused('message_channel_not_found')
  if (known && known.provider !== provider) throw new Refused('message_channel_fixed')
  if ((await listChannels(work)).some((each) => each.channel === channel && each.id !== id))
    throw new Refused('message_channel_exists')
  const kept = known && known.baseUrl === baseUrl ? openSecrets(work, known) : {}
  const { settings, secrets } = readFields(provider, input.fields, kept)
  const { partPriceMills, perSecond, dayMost } = input
  await upsertChannel(work, {
    ...{ id, channel, provider, name, baseUrl, settings, partPriceMills, perSecond, dayMost },
    secrets: sealSecrets(work, id, secrets),
  })
  work.audit({
    action: known ? 'messages.change_channel' : 'messages.open_channel',
    subject: { kind: 'message_channel', id },
    changes: {
      provider: [known?.provider ?? null, provider],
      name: [known?.name ?? null, name],
      baseUrl: [known?.baseUrl ?? null, baseUrl],
      partPriceMills: [known?.partPriceMills ?? null, partPriceMills],
      fields: [null, Object.keys(input.fields).filter((field) => input.fields[field] !== '')],
    },
  })
}

function readFields(provider: ChannelProvider, given: Readonly<Record<string, string>>, kept: Record<string, string>) {
  const settings: Record<string, string> = {}
  const secrets: Record<string, string> = {}
  const { fields } = channelFields[provider]
  for (const [field, { isSecret, pattern, isOptional }] of Object.entries(fields)) {
    const text = given[field]?.trim() ?? ''
    const value = text === '' && isSecret && kept[field] ? kept[field] : text
    if (value === '' && isOptional) continue
    if (!new RegExp(pattern).test(value)) throw new Refused('invalid_channel_field', { field })
    ;(isSecret ? secrets : settings)[field] = value
  }
  const stray = Object.keys(given).find((field) => !Object.hasOwn(fields, field))
  if (stray !== undefined) throw new Refused('invalid_channel_field', { field: stray })
  return { settings, secrets }
}

/** Takes an account out of use. What went through it is still asked about. */
export async function closeChannel(work: Work, id: string): Promise<void> {
  const known = await readChannel(work, id)
  if (!known) throw new Refused('message_channel_not_found')
  if (known.closedAt) return
  await closeChannelRow(work, id)
  work.audit({
    action: 'messages.close_channel',
    subject: { kind: 'message_channel', id },
    changes: { provider: [known.provider, null] },
  })
}
