import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import type { ChannelProvider } from './channel-fields-rules.ts'

export type ChannelAccountRow = {
  id: string
  channel: 'sms' | 'email'
  provider: ChannelProvider
  name: string
  baseUrl: string
  settings: Record<string, string>
  secrets: Buffer
  partPriceMills: number
  perSecond: number
  dayMost: number | null
  rateFreeAt: Date
  changedAt: Date
  closedAt: Date | null
}

const columns = sql`id, channel, provider, name, base_url, settings, secrets, part_price_mills, per_second, day_most, rate_free_at,
  changed_at, closed_at`

export function listChannels({ send, merchantId }: Work): Promise<ChannelAccountRow[]> {
  return send<ChannelAccountRow>(sql`
    select ${columns} from messaging.channel_account
     where merchant_id = ${merchantId} and closed_at is null order by channel, id`)
}

export async function readChannel({ send, merchantId }: Work, id: string): Promise<ChannelAccountRow | undefined> {
  const [row] = await send<ChannelAccountRow>(sql`
    select ${columns} from messaging.channel_account where merchant_id = ${merchantId} and id = ${id}`)
  return row
}

/** The open account of a channel. With `lock`, its rate is ours until the transaction ends. */
export async function readOpenChannel(
  { send, merchantId }: Work,
  channel: 'sms' | 'email',
  lock = false,
): Promise<ChannelAccountRow | undefined> {
  const [row] = await send<ChannelAccountRow>(sql`
    select ${columns} from messaging.channel_account
     where merchant_id = ${merchantId} and channel = ${channel} and closed_at is null ${lock ? sql`for update` : sql``}`)
  return row
}

export async function upsertChannel(
  { send, merchantId, at, actor }: Work,
  row: Omit<ChannelAccountRow, 'changedAt' | 'closedAt' | 'rateFreeAt'>,
): Promise<void> {
  await send(sql`
    insert into messaging.channel_account (merchant_id, id, channel, provider, name, base_url, settings, secrets,
           part_price_mills, per_second, day_most, rate_free_at, changed_at, author_id)
    values (${merchantId}, ${row.id}, ${row.channel}, ${row.provider}, ${row.name}, ${row.baseUrl},
            ${JSON.stringify(row.settings)}::jsonb, ${row.secrets}, ${row.partPriceMills}, ${row.perSecond}, ${row.dayMost},
            ${at}, ${at}, ${actorId(actor)})
    on conflict (merchant_id, id) do update
       set name = excluded.name, base_url = excluded.base_url, settings = excluded.settings, secrets = excluded.secrets,
           part_price_mills = excluded.part_price_mills, per_second = excluded.per_second, day_most = excluded.day_most,
           changed_at = excluded.changed_at, author_id = excluded.author_id`)
}

export async function closeChannelRow({ send, merchantId, at }: Work, id: string): Promise<void> {
  await send(sql`
    update messaging.channel_account set closed_at = ${at}, changed_at = ${at}
     where merchant_id = ${merchantId} and id = ${id}`)
}

/** One message more went through a locked account: the next may follow at `rateFreeAt`. */
export async function writeRate({ send, merchantId }: Work, id: string, rateFreeAt: Date): Promise<void> {
  await send(sql`
    update messaging.channel_account set rate_free_at = ${rateFreeAt} where merchant_id = ${merchantId} and id = ${id}`)
}

/** How many messages went through an account since an instant. */
export async function countThrough({ send, merchantId }: Work, id: string, since: Date): Promise<number> {
  const [row] = await send<{ messages: number }>(sql`
    select count(*)::int as messages from messaging.message
     where merchant_id = ${merchantId} and channel_account_id = ${id} and reserved_at > ${since}
       and planned_at > ${since}::timestamptz - interval '40 days' and state not in ('planned', 'rejected', 'refused')`)
  return row!.messages
}
