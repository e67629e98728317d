import { sql } from 'kysely'
import { onlyRow } from '#platform/db.ts'
import { snakeRows } from '#platform/snake-rows.ts'
import type { Work } from '#platform/work.ts'
import { type Item, searchTextOf } from './item-rules.ts'

/**
 * Takes the catalogue's next revision, and with it the lock under which the catalogue changes: codes and barcodes are
 * checked and written by one at a time, and a till that has read up to a revision has missed nothing before it.
 */
export async function nextRevision(work: Work): Promise<number> {
  const rows = await work.send<{ lastRevision: number }>(sql`
    insert into catalog.revision as r (merchant_id, last_revision) values (${work.merchantId}, 1)
    on conflict (merchant_id) do update set last_revision = r.last_revision + 1
    returning last_revision`)
  return onlyRow(rows).lastRevision
}

export type StoredItem = Item & { version: number; archivedAt: Date | null }

const itemColumns = sql`
  i.id, i.kind, i.code, i.name, i.spec, i.brand, i.note, i.category_id, i.unit, i.list_price_cents, i.cost_cents,
  i.tax_rate_bps, i.tax_class, i.is_weighed, i.scale_number, i.is_discountable, i.earns_points, i.tracks_stock,
  i.may_sell_below_zero, i.duration_minutes, i.picture_id, i.opens_at, i.version, i.archived_at`

/** Barcodes and parts of the rows `i`, as JSON. Correlated: a page has few rows, each a handful of barcodes. */
const itemParts = (merchantId: string) => sql`
  coalesce((select jsonb_agg(b.barcode order by b.barcode) from catalog.barcode b
             where b.merchant_id = ${merchantId} and b.item_id = i.id), '[]') as barcodes,
  coalesce((select jsonb_agg(jsonb_build_object('itemId', p.item_id, 'quantityMilli', p.quantity_milli) order by p.item_id)
              from catalog.bundle_part p where p.merchant_id = ${merchantId} and p.bundle_id = i.id), '[]') as parts`

export async function readItems(work: Work, itemIds: readonly string[]): Promise<Map<string, StoredItem>> {
  const { merchantId } = work
  const rows = await work.send<StoredItem>(sql`
    select ${itemColumns}, ${itemParts(merchantId)} from catalog.item i
     where i.merchant_id = ${merchantId} and i.id in (select unnest(${[...itemIds]}::uuid[]))`)
  return new Map(rows.map((row) => [row.id, row]))
}

/**
 * The items that have these codes, for an import that comes again.
 *
 * Long lists are asked as a set to join, not with `= any`: a plan made while the table was small compares each row with each
 * code (93 pieces of 1,000 took 270 s that way).
 */
export async function readItemsByCode(work: Work, codes: readonly string[]): Promise<Map<string, StoredItem>> {
  const { merchantId } = work
  const rows = await work.send<StoredItem>(sql`
    select ${itemColumns}, ${itemParts(merchantId)} from catalog.item i
     where i.merchant_id = ${merchantId} and i.code in (select unnest(${[...codes]}::text[]))`)
  return new Map(rows.map((row) => [row.code!, row]))
}

export type Taken = { codes: Map<string, string>; scaleNumbers: Map<string, string>; barcodes: Map<string, string> }

/** Which item already has these codes, scale numbers and barcodes. Read after `nextRevision`, it stays true until commit. */
export async function readTaken(
  work: Work,
  asked: { codes: string[]; scaleNumbers: string[]; barcodes: string[] },
): Promise<Taken> {
  const { merchantId } = work
  const [byCode, byScaleNumber, barcodes] = await Promise.all([
    work.send<{ id: string; code: string }>(sql`
      select id, code from catalog.item
       where merchant_id = ${merchantId} and code in (select unnest(${asked.codes}::text[]))`),
    work.send<{ id: string; scaleNumber: string }>(sql`
      select id, scale_number from catalog.item
       where merchant_id = ${merchantId} and scale_number in (select unnest(${asked.scaleNumbers}::text[]))`),
    work.send<{ barcode: string; itemId: string }>(sql`
      select barcode, item_id from catalog.barcode
       where merchant_id = ${merchantId} and barcode in (select unnest(${asked.barcodes}::text[]))`),
  ])
  return {
    codes: new Map(byCode.map(({ code, id }) => [code, id])),
    scaleNumbers: new Map(byScaleNumber.map(({ scaleNumber, id }) => [scaleNumber, id])),
    barcodes: new Map(barcodes.map(({ barcode, itemId }) => [barcode, itemId])),
  }
}

export async function readKnownIds(work: Work, ids: { items: readonly string[]; categories: readonly string[] }) {
  const { merchantId } = work
  const [items, categories] = await Promise.all([
    work.send<{ id: string; kind: string }>(sql`
      select id, kind from catalog.item where merchant_id = ${merchantId} and id in (select unnest(${[...ids.items]}::uuid[]))`),
    work.send<{ id: string }>(sql`
      select id from catalog.category
       where merchant_id = ${merchantId} and id in (select unnest(${[...ids.categories]}::uuid[])) and archived_at is null`),
  ])
  return {
    itemKinds: new Map(items.map(({ id, kind }) => [id, kind])),
    categories: new Set(categories.map(({ id }) => id)),
  }
}

/**
 * Writes whole items, new or changed, with their barcodes and parts: set-wise, whatever the number.
 *
 * Barcodes are taken off all the items first, so that two items of a batch may swap one.
 */
export async function writeItems(work: Work, items: readonly Item[], revision: number): Promise<void> {
  if (items.length === 0) return
  const { merchantId, at } = work
  const rows = items.map(({ barcodes, parts, ...row }) => ({ ...row, searchText: searchTextOf({ ...row, barcodes }) }))
  const ids = items.map(({ id }) => id)
  const barcodes = items.flatMap(({ id, barcodes: own }) => own.map((barcode) => ({ item_id: id, barcode })))
  const parts = items.flatMap(({ id, parts: own }) =>
    own.map(({ itemId, quantityMilli }) => ({ bundle_id: id, item_id: itemId, quantity_milli: quantityMilli })),
  )
  await Promise.all([
    work.send(sql`
      insert into catalog.item as i (merchant_id, id, kind, code, name, spec, brand, note, search_text, category_id, unit,
        list_price_cents, cost_cents, tax_rate_bps, tax_class, is_weighed, scale_number, is_discountable, earns_points,
        tracks_stock, may_sell_below_zero, duration_minutes, picture_id, opens_at, created_at, revision)
      select ${merchantId}, id, kind, code, name, spec, brand, note, search_text, category_id, unit, list_price_cents,
        cost_cents, tax_rate_bps, tax_class, is_weighed, scale_number, is_discountable, earns_points, tracks_stock,
        may_sell_below_zero, duration_minutes, picture_id, opens_at, ${at}, ${revision}
        from jsonb_to_recordset(${JSON.stringify(snakeRows(rows))}::jsonb) as r(id uuid, kind text, code text, name text,
          spec text, brand text, note text, search_text text, category_id uuid, unit text, list_price_cents bigint,
          cost_cents bigint, tax_rate_bps integer, tax_class text, is_weighed boolean, scale_number text,
          is_discountable boolean, earns_points boolean, tracks_stock boolean, may_sell_below_zero boolean,
          duration_minutes integer, picture_id uuid, opens_at timestamptz)
      on conflict (merchant_id, id) do update set
        code = excluded.code, name = excluded.name, spec = excluded.spec, brand = excluded.brand, note = excluded.note,
        search_text = excluded.search_text, category_id = excluded.category_id, unit = excluded.unit,
        list_price_cents = excluded.list_price_cents, cost_cents = excluded.cost_cents,
        tax_rate_bps = excluded.tax_rate_bps, tax_class = excluded.tax_class, is_weighed = excluded.is_weighed,
        scale_number = excluded.scale_number, is_discountable = excluded.is_discountable,
        earns_points = excluded.earns_points, tracks_stock = excluded.tracks_stock,
        may_sell_below_zero = excluded.may_sell_below_zero, duration_minutes = excluded.duration_minutes,
        picture_id = excluded.picture_id, opens_at = excluded.opens_at, version = i.version + 1, revision = excluded.revision`),
    work.send(
      sql`delete from catalog.barcode where merchant_id = ${merchantId} and item_id in (select unnest(${ids}::uuid[]))`,
    ),
    work.send(
      sql`delete from catalog.bundle_part where merchant_id = ${merchantId} and bundle_id in (select unnest(${ids}::uuid[]))`,
    ),
    work.send(sql`
      insert into catalog.barcode (merchant_id, barcode, item_id)
      select ${merchantId}, barcode, item_id
        from jsonb_to_recordset(${JSON.stringify(barcodes)}::jsonb) as b(barcode text, item_id uuid)`),
    work.send(sql`
      insert into catalog.bundle_part (merchant_id, bundle_id, item_id, quantity_milli)
      select ${merchantId}, bundle_id, item_id, quantity_milli
        from jsonb_to_recordset(${JSON.stringify(parts)}::jsonb) as p(bundle_id uuid, item_id uuid, quantity_milli bigint)`),
  ])
}

/** Takes items out of sale (an instant) or back into it (null). Their past sales keep them. */
export async function writeArchival(
  work: Work,
  itemIds: readonly string[],
  archivedAt: Date | null,
  revision: number,
): Promise<void> {
  await work.send(sql`
    update catalog.item set archived_at = ${archivedAt}, revision = ${revision}, version = version + 1
     where merchant_id = ${work.merchantId} and id in (select unnest(${[...itemIds]}::uuid[]))`)
}

/** Which of these items bundles, price lists or quick keys name. */
export async function readNamedElsewhere(work: Work, itemIds: readonly string[]): Promise<Set<string>> {
  const { merchantId } = work
  const rows = await work.send<{ id: string }>(sql`
    select asked.id from unnest(${[...itemIds]}::uuid[]) as asked(id)
     where exists (select from catalog.bundle_part p where p.merchant_id = ${merchantId} and p.item_id = asked.id)
        or exists (select from catalog.price_list_item l where l.merchant_id = ${merchantId} and l.item_id = asked.id)
        or exists (select from catalog.quick_key k where k.merchant_id = ${merchantId} and k.item_id = asked.id)`)
  return new Set(rows.map(({ id }) => id))
}

/** Removes items for ever: only an import's undo does, and only for what was never used. */
export async function deleteItems(work: Work, itemIds: readonly string[]): Promise<void> {
  const { merchantId } = work
  const ids = [...itemIds]
  await Promise.all([
    work.send(
      sql`delete from catalog.barcode where merchant_id = ${merchantId} and item_id in (select unnest(${ids}::uuid[]))`,
    ),
    work.send(
      sql`delete from catalog.item where merchant_id = ${merchantId} and id in (select unnest(${ids}::uuid[]))`,
    ),
  ])
}

export type ItemFilter = {
  text: string | null
  kind: string | null
  categoryId: string | null
  isArchived: boolean
  after: readonly [name: string, id: string] | null
  limit: number
}

/** One page of items by name. Text is looked for anywhere in what an item is found by; a barcode must be whole. */
export async function listItems(work: Work, filter: ItemFilter): Promise<StoredItem[]> {
  const { merchantId } = work
  const { text, kind, categoryId, isArchived, after, limit } = filter
  const like =
    text === null
      ? null
      : `%${text
          .normalize('NFKC')
          .toLowerCase()
          .replace(/[\\%_]/g, '\\$&')}%`
  const [afterName, afterId] = after ?? [null, null]
  return work.send<StoredItem>(sql`
    select ${itemColumns}, ${itemParts(merchantId)} from catalog.item i
     where i.merchant_id = ${merchantId}
       and (i.archived_at is not null) = ${isArchived}
       and (${kind}::text is null or i.kind = ${kind})
       and (${categoryId}::uuid is null or i.category_id = ${categoryId})
       and (${like}::text is null or i.search_text like ${like})
       and (${afterName}::text is null or (i.name, i.id) > (${afterName}, ${afterId}::uuid))
     order by i.name, i.id limit ${limit}`)
}
