import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import {
  exportMembers,
  type ExportPage,
  exportProducts,
  memberColumns,
  type MemberFilter,
  productColumns,
  type ProductFilter,
} from './export-rows.ts'
import { writeCsv, writeXlsx } from '#platform/write-table.ts'

export type ExportKind = 'members' | 'products'
export type ExportFormat = 'csv' | 'xlsx'

/** What the list on the screen is narrowed to; absent, all of it goes out. */
export type ExportFilter = { members?: MemberFilter; products?: ProductFilter }

/** Runs one page's reads in a transaction of its own. */
export type ReadPage = <T>(body: (work: Work) => Promise<T>) => Promise<T>

/** A workbook is built in memory; a CSV file of any size is not. */
const maxSheetRows = 100_000

/**
 * Members or products as a file that our own import reads back without loss, piece by piece. Each page is read in a transaction of
 * its own: a long export holds nothing open. Refuses a workbook of more than 100,000 rows.
 */
export async function runExport(
  kind: ExportKind,
  format: ExportFormat,
  read: ReadPage,
  filter: ExportFilter = {},
): Promise<AsyncIterable<string | Uint8Array>> {
  const columns = kind === 'members' ? memberColumns : productColumns
  const rows =
    kind === 'members'
      ? rowsOf<string>(read, (work, after) => exportMembers(work, after, filter.members))
      : productRows(read, filter.products)
  if (format === 'csv') return writeCsv(columns, rows)
  const workbook = await writeXlsx(columns, bounded(rows))
  return (async function* () {
    yield workbook
  })()
}

/** Every export of members is in the audit log: it takes personal data out of the system. */
export function auditExport(work: Work, kind: ExportKind, format: ExportFormat): void {
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
    yield* rowsOf<readonly [string, string]>(read, (work, after) => exportProducts(work, after, { ...filter, kind }))
  }
}

async function* rowsOf<Place>(
  read: ReadPage,
  readPage: (work: Work, after: Place | null) => Promise<ExportPage<Place>>,
): AsyncGenerator<string[], void, undefined> {
  let after: Place | null = null
  do {
    const place: Place | null = after
    const { rows, next }: ExportPage<Place> = await read((work) => readPage(work, place))
    yield* rows
    after = next
  } while (after !== null)
}

async function* bounded(rows: AsyncIterable<readonly string[]>) {
  let count = 0
  for await (const row of rows) {
    if (++count > maxSheetRows) throw new Refused('export_too_long', { maxRows: maxSheetRows })
    yield row
  }
}
