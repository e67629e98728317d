import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

/** Who sold these lines: the salesperson named on the line, else the cashier; nobody for what sold by itself. One statement. */
export async function lineSellers(
  { send, merchantId }: Work,
  lines: readonly { saleId: string; lineId: string }[],
): Promise<Map<string, string>> {
  if (lines.length === 0) return new Map()
  const rows = await send<{ lineId: string; userId: string }>(sql`
    select l.line_id, coalesce(l.salesperson_id, s.cashier_id) as user_id
      from unnest(${lines.map(({ saleId }) => saleId)}::uuid[], ${lines.map(({ lineId }) => lineId)}::uuid[])
           as wanted (sale_id, line_id)
      cross join lateral (
        select line_id, salesperson_id from cashier.sale_line
         where merchant_id = ${merchantId} and sale_id = wanted.sale_id and line_id = wanted.line_id offset 0) l
      join cashier.sale s on s.merchant_id = ${merchantId} and s.id = wanted.sale_id
     where coalesce(l.salesperson_id, s.cashier_id) is not null`)
  return new Map(rows.map(({ lineId, userId }) => [lineId, userId]))
}
