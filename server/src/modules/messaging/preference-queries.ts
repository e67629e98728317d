import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import type { Channel, ChosenTopic } from './message-kinds-rules.ts'
import type { Language } from './template-rules.ts'

export type ChoiceSource = 'portal' | 'console' | 'till' | 'reply' | 'integration'

export type Choice = { channel: Channel; topic: ChosenTopic; isOn: boolean; at: Date; source: ChoiceSource }

/** The last word of a member, and of the records merged into it, on each channel and topic. Of several last words a no wins. */
export async function readChoices({ send, merchantId }: Work, memberIds: readonly string[]): Promise<Choice[]> {
  const rows = await send<Choice>(sql`
    select distinct on (member_id, channel, topic) channel, topic, is_on, at, source from messaging.choice
     where merchant_id = ${merchantId} and member_id = any(${memberIds}::uuid[])
     order by member_id, channel, topic, at desc, id desc`)
  const strictest = new Map<string, Choice>()
  for (const row of rows) {
    const key = `${row.channel}/${row.topic}`
    const known = strictest.get(key)
    if (!known || (known.isOn && !row.isOn)) strictest.set(key, row)
  }
  return [...strictest.values()]
}

/** Of these members, those whose last word on receipts is yes over some channel. */
export async function readReceiptWishes(
  { send, merchantId }: Work,
  memberIds: readonly string[],
): Promise<Map<string, true>> {
  const rows = await send<{ memberId: string; isOn: boolean }>(sql`
    select distinct on (member_id, channel) member_id, is_on from messaging.choice
     where merchant_id = ${merchantId} and member_id = any(${[...memberIds]}::uuid[]) and topic = 'receipts'
     order by member_id, channel, at desc, id desc`)
  return new Map(rows.flatMap(({ memberId, isOn }) => (isOn ? [[memberId, true]] : [])))
}

export async function insertChoices(
  { send, merchantId, at, actor }: Work,
  memberId: string,
  choices: readonly { id: string; channel: Channel; topic: ChosenTopic; isOn: boolean }[],
  source: ChoiceSource,
): Promise<void> {
  if (choices.length === 0) return
  const rows = choices.map(({ id, channel, topic, isOn }) => ({ id, channel, topic, is_on: isOn }))
  await send(sql`
    insert into messaging.choice (merchant_id, id, member_id, channel, topic, is_on, at, source, actor_id)
    select ${merchantId}, id, ${memberId}, channel, topic, is_on, ${at}, ${source}, ${actorId(actor)}::uuid
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c(id uuid, channel text, topic text, is_on boolean)`)
}

export type MemberSetting = {
  language: Language | null
  timeZone: string | null
  quietFromMinute: number | null
  quietToMinute: number | null
  weekMost: number | null
  email: Buffer | null
  /** When the member showed that the address is theirs. */
  emailProvedAt: Date | null
}

export const noSetting: MemberSetting = {
  language: null,
  timeZone: null,
  quietFromMinute: null,
  quietToMinute: null,
  weekMost: null,
  email: null,
  emailProvedAt: null,
}

export async function readSetting({ send, merchantId }: Work, memberId: string): Promise<MemberSetting> {
  const [row] = await send<MemberSetting>(sql`
    select language, time_zone, quiet_from_minute, quiet_to_minute, week_most, email, email_proved_at
      from messaging.member_setting
     where merchant_id = ${merchantId} and member_id = ${memberId}`)
  return row ?? noSetting
}

export async function writeSetting(
  { send, merchantId, at }: Work,
  memberId: string,
  row: MemberSetting,
): Promise<void> {
  await send(sql`
    insert into messaging.member_setting (merchant_id, member_id, language, time_zone, quiet_from_minute, quiet_to_minute,
           week_most, email, email_proved_at, changed_at)
    values (${merchantId}, ${memberId}, ${row.language}, ${row.timeZone}, ${row.quietFromMinute}, ${row.quietToMinute},
            ${row.weekMost}, ${row.email}, ${row.emailProvedAt}, ${at})
    on conflict (merchant_id, member_id) do update
       set language = excluded.language, time_zone = excluded.time_zone, quiet_from_minute = excluded.quiet_from_minute,
           quiet_to_minute = excluded.quiet_to_minute, week_most = excluded.week_most, email = excluded.email,
           email_proved_at = excluded.email_proved_at, changed_at = excluded.changed_at`)
}

export async function deleteSetting({ send, merchantId }: Work, memberId: string): Promise<void> {
  await send(sql`delete from messaging.member_setting where merchant_id = ${merchantId} and member_id = ${memberId}`)
}

export async function isSuppressed(
  { send, merchantId }: Work,
  channel: 'sms' | 'email',
  addressHash: Buffer,
): Promise<boolean> {
  const rows = await send(sql`
    select 1 from messaging.suppression
     where merchant_id = ${merchantId} and channel = ${channel} and address_hash = ${addressHash}`)
  return rows.length > 0
}

export async function insertSuppression(
  { send, merchantId, at, actor }: Work,
  row: { channel: 'sms' | 'email'; addressHash: Buffer; reason: 'stop_reply' | 'hard_bounce' | 'by_hand' },
): Promise<void> {
  await send(sql`
    insert into messaging.suppression (merchant_id, channel, address_hash, reason, at, actor_id)
    values (${merchantId}, ${row.channel}, ${row.addressHash}, ${row.reason}, ${at}, ${actorId(actor)})
    on conflict (merchant_id, channel, address_hash) do nothing`)
}
