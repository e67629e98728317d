import { sql } from 'kysely'
import { snakeRows } from '#platform/snake-rows.ts'
import type { Work } from '#platform/work.ts'

export type PastSale = {
  id: string
  externalId: string
  memberId: string | null
  storeName: string | null
  soldDay: string
  soldAt: string | null
}

export type PastLine = {
  saleId: string
  externalId: string
  itemCode: string | null
  quantityMilli: number | null
  netCents: number
  discountCents: number | null
  couponCents: number | null
}

/** Adds the sales that are not there yet; answers with the id of each by its external id. */
export async function writePastSales(
  work: Work,
  batchId: string,
  sales: readonly PastSale[],
): Promise<Map<string, string>> {
  const { merchantId } = work
  const [, rows] = await Promise.all([
    work.send(sql`
      insert into imports.past_sale (merchant_id, id, external_id, batch_id, member_id, store_name, sold_day, sold_at)
      select ${merchantId}, id, external_id, ${batchId}, member_id, store_name, sold_day, sold_at
        from jsonb_to_recordset(${JSON.stringify(snakeRows(sales))}::jsonb) as s(id uuid, external_id text,
          member_id uuid, store_name text, sold_day date, sold_at timestamptz)
       order by external_id
      on conflict (merchant_id, external_id) do nothing`),
    work.send<{ externalId: string; id: string }>(sql`
      select external_id, id from imports.past_sale
       where merchant_id = ${merchantId} and external_id in (select unnest(${sales.map(({ externalId }) => externalId)}::text[]))`),
  ])
  return new Map(rows.map(({ externalId, id }) => [externalId, id]))
}

/** Adds the lines that are not there yet; answers with those it added, and as they stand with those that were there. */
export async function writePastLines(work: Work, batchId: string, lines: readonly PastLine[]) {
  const { merchantId } = work
  const rows = JSON.stringify(snakeRows(lines))
  const added = await work.send<{ saleId: string; externalId: string }>(sql`
    insert into imports.past_sale_line (merchant_id, sale_id, external_id, batch_id, item_code, quantity_milli, net_cents,
      discount_cents, coupon_cents)
    select ${merchantId}, sale_id, external_id, ${batchId}, item_code, quantity_milli, net_cents, discount_cents, coupon_cents
      from jsonb_to_recordset(${rows}::jsonb) as l(sale_id uuid, external_id text, item_code text, quantity_milli bigint,
        net_cents bigint, discount_cents bigint, coupon_cents bigint)
     order by sale_id, external_id
    on conflict (merchant_id, sale_id, external_id) do nothing
    returning sale_id, external_id`)
  if (added.length === lines.length) return { added, stored: [] }
  const stored = await work.send<PastLine>(sql`
    select l.sale_id, l.external_id, l.item_code, l.quantity_milli, l.net_cents, l.discount_cents, l.coupon_cents
      from imports.past_sale_line l
     where l.merchant_id = ${merchantId}
       and (l.sale_id, l.external_id) in (select r.sale_id, r.external_id
             from jsonb_to_recordset(${rows}::jsonb) as r(sale_id uuid, external_id text))`)
  return { added, stored }
}

/** Takes back lines that a batch added, of some of its sales, and those sales that have none left. Returns how many lines. */
export async function deletePastSales(work: Work, batchId: string, limit: number): Promise<number> {
  const { merchantId } = work
  const gone = await work.send<{ saleId: string }>(sql`
    delete from imports.past_sale_line l
     where l.merchant_id = ${merchantId} and l.batch_id = ${batchId}
       and l.sale_id in (select distinct p.sale_id from imports.past_sale_line p
                          where p.merchant_id = ${merchantId} and p.batch_id = ${batchId} limit ${limit})
    returning l.sale_id`)
  const saleIds = [...new Set(gone.map(({ saleId }) => saleId))]
  await work.send(sql`
    delete from imports.past_sale s
     where s.merchant_id = ${merchantId} and s.batch_id = ${batchId} and s.id in (select unnest(${saleIds}::uuid[]))
       and not exists (select from imports.past_sale_line l where l.merchant_id = ${merchantId} and l.sale_id = s.id)`)
  return gone.length
}

/** Which of these members bought something elsewhere, as far as we were told. */
export async function membersWithPastSales(work: Work, memberIds: readonly string[]): Promise<Set<string>> {
  const rows = await work.send<{ memberId: string }>(sql`
    select distinct member_id from imports.past_sale
     where merchant_id = ${work.merchantId} and member_id in (select unnest(${[...memberIds]}::uuid[]))`)
  return new Set(rows.map(({ memberId }) => memberId))
}
