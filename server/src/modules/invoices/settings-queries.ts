import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'

export type SettingsRow = {
  isOn: boolean
  baseUrl: string
  appKey: string
  secret: Buffer | null
  sellerTaxNumber: string
  defaultTaxClass: string
}

export async function readSettings(work: Work, lock = false): Promise<SettingsRow | undefined> {
  const [row] = await work.send<SettingsRow>(sql`
    select is_on, base_url, app_key, secret, seller_tax_number, default_tax_class from invoices.settings
     where merchant_id = ${work.merchantId} ${lock ? sql`for update` : sql``}`)
  return row
}

export async function upsertSettings(work: Work, settings: SettingsRow): Promise<void> {
  const { isOn, baseUrl, appKey, secret, sellerTaxNumber, defaultTaxClass } = settings
  await work.send(sql`
    insert into invoices.settings (merchant_id, is_on, base_url, app_key, secret, seller_tax_number, default_tax_class,
           changed_at, author_id)
    values (${work.merchantId}, ${isOn}, ${baseUrl}, ${appKey}, ${secret}, ${sellerTaxNumber}, ${defaultTaxClass}, ${work.at},
            ${actorId(work.actor)})
    on conflict (merchant_id) do update
       set is_on = excluded.is_on, base_url = excluded.base_url, app_key = excluded.app_key, secret = excluded.secret,
           seller_tax_number = excluded.seller_tax_number, default_tax_class = excluded.default_tax_class,
           changed_at = excluded.changed_at, author_id = excluded.author_id`)
}
