import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

export type PassSale = { passId: string; saleId: string | null; lineId: string | null; paidCents: number }

/** The sale lines that sold these passes, and what was paid; null for passes that were brought in. One statement. */
export async function passSales({ send, merchantId }: Work, passIds: readonly string[]): Promise<PassSale[]> {
  if (passIds.length === 0) return []
  return send<PassSale>(sql`
    select p.id as pass_id, p.sale_id, p.sale_line_id as line_id, p.paid_cents
      from unnest(${[...new Set(passIds)]}::uuid[]) as wanted (id)
      join passes.pass p on p.merchant_id = ${merchantId} and p.id = wanted.id`)
}
