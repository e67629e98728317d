import { sql } from 'kysely'
import { snakeRows } from '#platform/snake-rows.ts'
import type { Work } from '#platform/work.ts'
import type { Channel, MessageData, MessageKindCode, Topic } from './message-kinds-rules.ts'
import type { MessageState } from './message-state-rules.ts'
import type { Language } from './template-rules.ts'

export type MessageRow = {
  id: string
  kind: MessageKindCode
  topic: Topic
  channel: Channel
  language: Language | null
  memberId: string | null
  dedupeKey: string
  about: Record<string, unknown>
  data: MessageData
  sealedData: Buffer | null
  state: MessageState
  reason: string | null
  plannedAt: Date
  expiresAt: Date | null
  nextAt: Date | null
  leasedUntil: Date | null
  attempt: number
  askedCount: number
  channelAccountId: string | null
  templateVersion: number | null
  addressHash: Buffer | null
  address: Buffer | null
  body: Buffer | null
  parts: number
  costMills: number
  providerMessageId: string | null
  counts: boolean
  reservedAt: Date | null
  acceptedAt: Date | null
  deliveredAt: Date | null
  finishedAt: Date | null
  forgetAt: Date | null
}

const columns = sql`m.id, m.kind, m.topic, m.channel, m.language, m.member_id, m.dedupe_key, m.about, m.data, m.sealed_data,
  m.state, m.reason, m.planned_at, m.expires_at, m.next_at, m.leased_until, m.attempt, m.asked_count, m.channel_account_id,
  m.template_version, m.address_hash, m.address, m.body, m.parts, m.cost_mills, m.provider_message_id, m.counts, m.reserved_at,
  m.accepted_at, m.delivered_at, m.finished_at, m.forget_at`

export type NewMessage = Pick<
  MessageRow,
  | 'id'
  | 'kind'
  | 'topic'
  | 'channel'
  | 'memberId'
  | 'dedupeKey'
  | 'about'
  | 'data'
  | 'expiresAt'
  | 'nextAt'
  | 'forgetAt'
> & { sealedData: Buffer | null }

/** Writes planned messages; one that is there under its key already stays as it is. Returns the ids that are new. */
export async function insertMessages({ send, merchantId, at }: Work, rows: readonly NewMessage[]): Promise<string[]> {
  if (rows.length === 0) return []
  const given = snakeRows(rows.map((row) => ({ ...row, sealedData: row.sealedData?.toString('hex') ?? null })))
  const written = await send<{ id: string }>(sql`
    insert into messaging.message (merchant_id, id, kind, topic, channel, member_id, dedupe_key, about, data, sealed_data, state,
           planned_at, expires_at, next_at, forget_at)
    select ${merchantId}, id, kind, topic, channel, member_id, dedupe_key, about, data, decode(sealed_data, 'hex'), 'planned',
           ${at}, expires_at, next_at, forget_at
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
             as n(id uuid, kind text, topic text, channel text, member_id uuid, dedupe_key text, about jsonb, data jsonb,
                  sealed_data text, expires_at timestamptz, next_at timestamptz, forget_at timestamptz)
    on conflict (merchant_id, dedupe_key) do nothing
    returning id`)
  return written.map(({ id }) => id)
}

/** Of these keys, those that a message is kept under. */
export async function readKnownKeys({ send, merchantId }: Work, keys: readonly string[]): Promise<Set<string>> {
  const rows = await send<{ dedupeKey: string }>(sql`
    select dedupe_key from messaging.message where merchant_id = ${merchantId} and dedupe_key = any(${[...keys]}::text[])`)
  return new Set(rows.map(({ dedupeKey }) => dedupeKey))
}

export async function readMessage(work: Work, id: string, lock = false): Promise<MessageRow | undefined> {
  const [row] = await work.send<MessageRow>(sql`
    select ${columns} from messaging.message m
     where m.merchant_id = ${work.merchantId} and m.id = ${id} ${lock ? sql`for update` : sql``}`)
  return row
}

/** The message that a provider tells of by its own number. */
export async function messageOfProvider(work: Work, accountId: string, providerId: string): Promise<string | null> {
  const [row] = await work.send<{ id: string }>(sql`
    select m.id from messaging.message m
     where m.merchant_id = ${work.merchantId} and m.channel_account_id = ${accountId} and m.provider_message_id = ${providerId}`)
  return row?.id ?? null
}

/** Writes what may change of a locked message. */
export async function updateMessage(work: Work, row: MessageRow): Promise<void> {
  await work.send(sql`
    update messaging.message
       set language = ${row.language}, member_id = ${row.memberId}, sealed_data = ${row.sealedData}, state = ${row.state},
           reason = ${row.reason}, next_at = ${row.nextAt}, leased_until = ${row.leasedUntil}, attempt = ${row.attempt},
           asked_count = ${row.askedCount}, channel_account_id = ${row.channelAccountId}, template_version = ${row.templateVersion},
           address_hash = ${row.addressHash}, address = ${row.address}, body = ${row.body}, parts = ${row.parts},
           cost_mills = ${row.costMills}, provider_message_id = ${row.providerMessageId}, counts = ${row.counts},
           reserved_at = ${row.reservedAt}, accepted_at = ${row.acceptedAt}, delivered_at = ${row.deliveredAt},
           finished_at = ${row.finishedAt}, forget_at = ${row.forgetAt}
     where merchant_id = ${work.merchantId} and id = ${row.id}`)
}

/** Takes messages that are due for this process, until `leasedUntil`. */
export async function leaseDue(
  work: Work,
  leasedUntil: Date,
  limit: number,
  id: string | null = null,
): Promise<string[]> {
  const rows = await work.send<{ id: string }>(sql`
    update messaging.message m set leased_until = ${leasedUntil}
     where m.merchant_id = ${work.merchantId} and m.id in (
           select d.id from messaging.message d
            where d.merchant_id = ${work.merchantId} and d.next_at <= ${work.at}
              and (d.leased_until is null or d.leased_until <= ${work.at}) and (${id}::uuid is null or d.id = ${id}::uuid)
            order by d.next_at limit ${limit} for update skip locked)
    returning m.id`)
  return rows.map((row) => row.id)
}

/** When the next message of the merchant is due; null: nothing is. */
export async function nextDueAt(work: Work): Promise<Date | null> {
  const [row] = await work.send<{ at: Date | null }>(sql`
    select min(greatest(next_at, coalesce(leased_until, next_at))) as at from messaging.message
     where merchant_id = ${work.merchantId} and next_at is not null`)
  return row!.at
}

export type MessageFilter = {
  /** Null: whatever became of them. */
  states: readonly MessageState[] | null
  channel: Channel | null
  topic: Topic | null
  memberId: string | null
  /** Planned from then on. */
  from?: Date | undefined
  /** Planned before. */
  until?: Date | undefined
}

/** Messages latest first. */
export function listMessages(
  work: Work,
  { states, channel, topic, memberId, from, until }: MessageFilter,
  { before, limit }: { before: { at: string; id: string } | null; limit: number },
): Promise<MessageRow[]> {
  return work.send<MessageRow>(sql`
    select ${columns} from messaging.message m
     where m.merchant_id = ${work.merchantId}
       ${states ? sql`and m.state = any(${[...states]}::text[])` : sql``} ${channel ? sql`and m.channel = ${channel}` : sql``}
       ${topic ? sql`and m.topic = ${topic}` : sql``} ${memberId ? sql`and m.member_id = ${memberId}` : sql``}
       ${from ? sql`and m.planned_at >= ${from}` : sql``} ${until ? sql`and m.planned_at < ${until}` : sql``}
       ${before ? sql`and (m.planned_at, m.id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql``}
     order by m.planned_at desc, m.id desc limit ${limit}`)
}

/** Everything that was said to these members, oldest first, at most `limit`. */
export function readMessagesOf(work: Work, memberIds: readonly string[], limit: number): Promise<MessageRow[]> {
  return work.send<MessageRow>(sql`
    select ${columns} from messaging.message m
     where m.merchant_id = ${work.merchantId} and m.member_id = any(${[...memberIds]}::uuid[])
     order by m.planned_at, m.id limit ${limit}`)
}

export type StateCount = { state: MessageState; channel: Channel; messages: number; costMills: number }

/** How many of each state and channel since an instant, with what they cost. */
export function countStates({ send, merchantId }: Work, since: Date): Promise<StateCount[]> {
  return send<StateCount>(sql`
    select state, channel, count(*)::int as messages, sum(cost_mills)::bigint as cost_mills from messaging.message
     where merchant_id = ${merchantId} and planned_at >= ${since} group by state, channel order by state, channel`)
}

/** Takes body, address and what is sealed off messages whose time for it has come, at most `limit`. Returns how many. */
export async function forgetDue({ send, merchantId, at }: Work, limit: number): Promise<number> {
  const rows = await send<{ id: string }>(sql`
    update messaging.message m set body = null, address = null, sealed_data = null, forget_at = null
     where m.merchant_id = ${merchantId} and m.id in (
           select d.id from messaging.message d where d.merchant_id = ${merchantId} and d.forget_at <= ${at}
            order by d.forget_at limit ${limit} for update skip locked)
    returning m.id`)
  return rows.length
}

export async function nextForgetAt({ send, merchantId }: Work): Promise<Date | null> {
  const [row] = await send<{ at: Date | null }>(sql`
    select min(forget_at) as at from messaging.message where merchant_id = ${merchantId} and forget_at is not null`)
  return row!.at
}

/** Takes everything personal off a member's messages; what was about to go out does not. */
export async function eraseMessages({ send, merchantId, at }: Work, memberId: string): Promise<void> {
  await send(sql`
    update messaging.message
       set body = null, address = null, sealed_data = null, forget_at = null,
           state = case when state = 'planned' then 'refused' else state end,
           reason = case when state = 'planned' then 'member_gone' else reason end,
           finished_at = case when state = 'planned' then ${at} else finished_at end,
           next_at = case when state = 'planned' then null else next_at end
     where merchant_id = ${merchantId} and member_id = ${memberId}`)
}
