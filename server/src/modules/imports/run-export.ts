import { type ReadPage, rowsOfPages, tableFile, type TableFormat } from '#platform/table-file.ts'
import type { Work } from '#platform/work.ts'
import {
  exportMembers,
  exportProducts,
  memberColumns,
  type MemberFilter,
  productColumns,
  type ProductFilter,
} from './export-rows.ts'

export type ExportKind = 'members' | 'products'

/** What the list on the screen is narrowed to; absent, all of it goes out. */
export type ExportFilter = { members?: MemberFilter; products?: ProductFilter }

/**
 * Members or products as a file that our own import reads back without loss, piece by piece. Each page is read in a transaction of
 * its own: a long export holds nothing open. Refuses a workbook of more than 100,000 rows.
 */
export async function runExport(
  kind: ExportKind,
  format: TableFormat,
  read: ReadPage,
  filter: ExportFilter = {},
): Promise<AsyncIterable<string | Uint8Array>> {
  const columns = kind === 'members' ? memberColumns : productColumns
  const rows =
    kind === 'members'
      ? rowsOfPages<string[], string>(read, (work, after) => exportMembers(work, after, filter.members))
      : productRows(read, filter.products)
  return tableFile(format, columns, rows)
}

/** Every export of members is in the audit log: it takes personal data out of the system. */
export function auditExport(work: Work, kind: ExportKind, format: TableFormat): void {
  if (kind !== 'members') return
  work.audit({
    action: 'members.export',
    subject: { kind: 'merchant', id: work.merchantId },
    changes: { format: [null, format] },
  })
}

/** Goods before bundles: whoever reads the file back knows the parts when a bundle names them. */
async function* productRows(read: ReadPage, filter: ProductFilter = {}): AsyncGenerator<string[], void, undefined> {
  const kinds = filter.kind ? [filter.kind] : (['product', 'service', 'bundle'] as const)
  for (const kind of kinds) {
    yield* rowsOfPages<string[], readonly [string, string]>(read, (work, after) =>
      exportProducts(work, after, { ...filter, kind }),
    )
  }
}
