import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { defaultTemplate } from './default-templates-rules.ts'
import { type Channel, kindOf, type MessageKindCode } from './message-kinds-rules.ts'
import type { Language, TemplateVersion } from './template-rules.ts'

export type StoredTemplate = TemplateVersion & { kind: MessageKindCode; channel: Channel; language: Language }

/** The merchant's latest wording of each kind, channel and language it saved one for. */
export function readOwnTemplates({ send, merchantId }: Work, kind: MessageKindCode | null): Promise<StoredTemplate[]> {
  return send<StoredTemplate>(sql`
    select distinct on (kind, channel, language) kind, channel, language, version, title, body, provider_codes
      from messaging.template_version
     where merchant_id = ${merchantId} ${kind ? sql`and kind = ${kind}` : sql``}
     order by kind, channel, language, version desc`)
}

/** The wording in force: the merchant's latest, else the built-in one. */
export async function readTemplate(
  work: Work,
  kind: MessageKindCode,
  channel: Channel,
  language: Language,
): Promise<TemplateVersion> {
  const own = await readOwnTemplates(work, kind)
  return (
    own.find((each) => each.channel === channel && each.language === language) ??
    defaultTemplate(kind, channel, language)
  )
}

export type StoredVersion = StoredTemplate & { savedAt: Date; authorId: string | null }

/** All wordings that a merchant saved for a kind, latest first. */
export function readVersions({ send, merchantId }: Work, kind: MessageKindCode): Promise<StoredVersion[]> {
  return send<StoredVersion>(sql`
    select kind, channel, language, version, title, body, provider_codes, saved_at, author_id from messaging.template_version
     where merchant_id = ${merchantId} and kind = ${kind} order by channel, language, version desc`)
}

export async function insertTemplate({ send, merchantId, at, actor }: Work, row: StoredTemplate): Promise<boolean> {
  const rows = await send(sql`
    insert into messaging.template_version (merchant_id, kind, channel, language, version, title, body, provider_codes, saved_at,
           author_id)
    values (${merchantId}, ${row.kind}, ${row.channel}, ${row.language}, ${row.version}, ${row.title}, ${row.body},
            ${JSON.stringify(row.providerCodes)}::jsonb, ${at}, ${actorId(actor)})
    on conflict (merchant_id, kind, channel, language, version) do nothing
    returning 1 as one`)
  return rows.length > 0
}

export type KindSetting = { kind: MessageKindCode; isOn: boolean; channels: Channel[] }

/** How these kinds go out, each as the merchant set it, else as the product brings it. */
export async function readKindSettings(
  { send, merchantId }: Work,
  kinds: readonly MessageKindCode[],
): Promise<Map<MessageKindCode, KindSetting>> {
  const rows = await send<KindSetting>(sql`
    select kind, is_on, channels from messaging.kind_setting
     where merchant_id = ${merchantId} and kind = any(${[...kinds]}::text[])`)
  return new Map(
    kinds.map((kind) => {
      const { isOnAtFirst, channels } = kindOf(kind)
      return [kind, rows.find((row) => row.kind === kind) ?? { kind, isOn: isOnAtFirst, channels: [...channels] }]
    }),
  )
}

export async function writeKindSetting({ send, merchantId, at, actor }: Work, row: KindSetting): Promise<void> {
  await send(sql`
    insert into messaging.kind_setting (merchant_id, kind, is_on, channels, changed_at, author_id)
    values (${merchantId}, ${row.kind}, ${row.isOn}, ${row.channels}::text[], ${at}, ${actorId(actor)})
    on conflict (merchant_id, kind) do update
       set is_on = excluded.is_on, channels = excluded.channels, changed_at = excluded.changed_at, author_id = excluded.author_id`)
}
