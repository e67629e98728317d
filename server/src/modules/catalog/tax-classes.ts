import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

/** The tax class (税收分类编码) of these items as somebody typed it; items without one are left out. Locks nothing. */
export async function readTaxClasses(work: Work, itemIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await work.send<{ id: string; taxClass: string }>(sql`
    select id, tax_class from catalog.item
     where merchant_id = ${work.merchantId} and id = any(${[...itemIds]}::uuid[]) and tax_class is not null`)
  return new Map(rows.map(({ id, taxClass }) => [id, taxClass]))
}
