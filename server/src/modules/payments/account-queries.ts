import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import type { PaymentProvider } from './payment-rules.ts'

export type AccountRow = {
  id: string
  provider: PaymentProvider
  name: string
  storeId: string | null
  deviceId: string | null
  baseUrl: string
  settings: Record<string, string>
  secrets: Buffer
  changedAt: Date
  closedAt: Date | null
}

const columns = sql`id, provider, name, store_id, device_id, base_url, settings, secrets, changed_at, closed_at`

export function listAccounts(work: Work): Promise<AccountRow[]> {
  return work.send<AccountRow>(sql`
    select ${columns} from payments.provider_account where merchant_id = ${work.merchantId} and closed_at is null
     order by provider, store_id nulls first, device_id nulls first, id`)
}

export async function readAccount(work: Work, id: string, lock = false): Promise<AccountRow | undefined> {
  const [row] = await work.send<AccountRow>(sql`
    select ${columns} from payments.provider_account
     where merchant_id = ${work.merchantId} and id = ${id} ${lock ? sql`for update` : sql``}`)
  return row
}

/** The open accounts that serve a place, the most special of each provider first. */
export function accountsAt(work: Work, storeId: string, deviceId: string | null): Promise<AccountRow[]> {
  return work.send<AccountRow>(sql`
    select ${columns} from payments.provider_account
     where merchant_id = ${work.merchantId} and closed_at is null and (store_id is null or store_id = ${storeId})
       and (device_id is null or device_id = ${deviceId}::uuid)
     order by provider, device_id nulls last, store_id nulls last`)
}

export async function upsertAccount(work: Work, account: Omit<AccountRow, 'changedAt' | 'closedAt'>): Promise<void> {
  const { id, provider, name, storeId, deviceId, baseUrl, settings, secrets } = account
  await work.send(sql`
    insert into payments.provider_account (merchant_id, id, provider, name, store_id, device_id, base_url, settings, secrets,
           created_at, changed_at, author_id)
    values (${work.merchantId}, ${id}, ${provider}, ${name}, ${storeId}, ${deviceId}, ${baseUrl},
           ${JSON.stringify(settings)}::jsonb, ${secrets}, ${work.at}, ${work.at}, ${actorId(work.actor)})
    on conflict (merchant_id, id) do update
       set name = excluded.name, base_url = excluded.base_url, settings = excluded.settings, secrets = excluded.secrets,
           changed_at = excluded.changed_at, author_id = excluded.author_id`)
}

export async function closeAccountRow(work: Work, id: string): Promise<void> {
  await work.send(sql`
    update payments.provider_account set closed_at = ${work.at}, changed_at = ${work.at}
     where merchant_id = ${work.merchantId} and id = ${id}`)
}
