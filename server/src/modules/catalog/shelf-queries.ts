import { sql } from 'kysely'
import { snakeRows } from '#platform/snake-rows.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import type { BarcodeFormat } from './barcode-rules.ts'

export type Category = { id: string; name: string; parentId: string | null; position: number }

export function readCategories(work: Work): Promise<Category[]> {
  return work.send<Category>(sql`
    select id, name, parent_id, position from catalog.category
     where merchant_id = ${work.merchantId} and archived_at is null order by position, name, id`)
}

export async function writeCategories(work: Work, categories: readonly Category[]): Promise<void> {
  await work.send(sql`
    insert into catalog.category (merchant_id, id, name, parent_id, position)
    select ${work.merchantId}, id, name, parent_id, position
      from jsonb_to_recordset(${JSON.stringify(snakeRows(categories))}::jsonb)
             as c(id uuid, name text, parent_id uuid, position integer)
    on conflict (merchant_id, id) do update
       set name = excluded.name, parent_id = excluded.parent_id, position = excluded.position`)
}

/** Ends a category; its items stand without one. */
export async function endCategory(work: Work, categoryId: string, revision: number): Promise<void> {
  const { merchantId, at } = work
  await Promise.all([
    work.send(sql`
      update catalog.item set category_id = null, revision = ${revision}, version = version + 1
       where merchant_id = ${merchantId} and category_id = ${categoryId}`),
    work.send(sql`
      update catalog.category set parent_id = null where merchant_id = ${merchantId} and parent_id = ${categoryId}`),
    work.send(sql`
      update catalog.category set archived_at = ${at} where merchant_id = ${merchantId} and id = ${categoryId}`),
  ])
}

export type NamedFormat = BarcodeFormat & { name: string }

/** A store's table of codes that scales and the shop print, in its order. */
export function readFormats(work: Work, storeId: string): Promise<NamedFormat[]> {
  return work.send<NamedFormat>(sql`
    select name, pattern, weight_decimals, amount_decimals from catalog.barcode_format
     where merchant_id = ${work.merchantId} and store_id = ${storeId} order by position`)
}

export async function replaceFormats(work: Work, storeId: string, formats: readonly NamedFormat[]): Promise<void> {
  const { merchantId, at } = work
  const rows = formats.map((format, index) => ({ ...format, id: newId(at.getTime()), position: index + 1 }))
  await Promise.all([
    work.send(sql`delete from catalog.barcode_format where merchant_id = ${merchantId} and store_id = ${storeId}`),
    work.send(sql`
      insert into catalog.barcode_format (merchant_id, id, store_id, position, name, pattern, weight_decimals, amount_decimals)
      select ${merchantId}, id, ${storeId}, position, name, pattern, weight_decimals, amount_decimals
        from jsonb_to_recordset(${JSON.stringify(snakeRows(rows))}::jsonb) as f(id uuid, position integer, name text,
          pattern text, weight_decimals smallint, amount_decimals smallint)`),
  ])
}

export type QuickKey = { position: number; itemId: string; colour: string | null }

export function readQuickKeys(work: Work, storeId: string): Promise<QuickKey[]> {
  return work.send<QuickKey>(sql`
    select position, item_id, colour from catalog.quick_key
     where merchant_id = ${work.merchantId} and store_id = ${storeId} order by position`)
}

export async function replaceQuickKeys(work: Work, storeId: string, keys: readonly QuickKey[]): Promise<void> {
  const { merchantId } = work
  await Promise.all([
    work.send(sql`delete from catalog.quick_key where merchant_id = ${merchantId} and store_id = ${storeId}`),
    work.send(sql`
      insert into catalog.quick_key (merchant_id, store_id, position, item_id, colour)
      select ${merchantId}, ${storeId}, position, item_id, colour
        from jsonb_to_recordset(${JSON.stringify(snakeRows(keys))}::jsonb) as k(position integer, item_id uuid, colour text)`),
  ])
}

export type Picture = { mediaType: string; bytes: Buffer }

export async function insertPicture(work: Work, row: Picture & { id: string; sha256: Buffer }): Promise<void> {
  await work.send(sql`
    insert into catalog.picture (merchant_id, id, media_type, bytes, sha256, created_at)
    values (${work.merchantId}, ${row.id}, ${row.mediaType}, ${row.bytes}, ${row.sha256}, ${work.at})
    on conflict do nothing`)
}

export async function findPicture(work: Work, pictureId: string): Promise<Picture | undefined> {
  const rows = await work.send<Picture>(sql`
    select media_type, bytes from catalog.picture where merchant_id = ${work.merchantId} and id = ${pictureId}`)
  return rows[0]
}
