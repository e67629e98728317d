import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

/** The numbers that devices put into their receipt numbers. One statement of the caller's flight. */
export async function deviceNumbers(work: Work, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await work.send<{ id: string; number: number }>(sql`
    select id, number from shops.device where merchant_id = ${work.merchantId} and id = any(${ids}::uuid[])`)
  return new Map(rows.map(({ id, number }) => [id, number]))
}
