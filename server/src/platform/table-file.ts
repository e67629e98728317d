import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { Refused } from '#shared/refusal.ts'
import type { Work } from './work.ts'
import { writeCsv, writeXlsx } from './write-table.ts'

export type TableFormat = 'csv' | 'xlsx'

/** Runs one page's reads in a transaction of its own. */
export type ReadPage = <T>(body: (work: Work) => Promise<T>) => Promise<T>

export const tableMediaTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

/** A workbook is built in memory; a CSV file of any size is not. */
const maxSheetRows = 100_000

/** All rows of a list, page after page, each read in a transaction of its own: a long file holds nothing open. */
export async function* rowsOfPages<Row, Place>(
  read: ReadPage,
  readPage: (work: Work, after: Place | null) => Promise<{ rows: readonly Row[]; next: Place | null }>,
): AsyncGenerator<Row, void, undefined> {
  let after: Place | null = null
  do {
    const place: Place | null = after
    const { rows, next }: { rows: readonly Row[]; next: Place | null } = await read((work) => readPage(work, place))
    yield* rows
    after = next
  } while (after !== null)
}

/** A list as a file, piece by piece. Refuses a workbook of more than 100,000 rows (`export_too_long`). */
export async function tableFile(
  format: TableFormat,
  titles: readonly string[],
  rows: AsyncIterable<readonly string[]>,
): Promise<AsyncIterable<string | Uint8Array>> {
  if (format === 'csv') return writeCsv(titles, rows)
  const workbook = await writeXlsx(titles, bounded(rows))
  return (async function* () {
    yield workbook
  })()
}

/** Answers with the file, to be kept under `name` by whoever asked and by nobody on the way. */
export function sendTableFile(
  reply: FastifyReply,
  { name, format }: { name: string; format: TableFormat },
  file: AsyncIterable<string | Uint8Array>,
): FastifyReply {
  return reply
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename="${name}.${format}"`)
    .type(tableMediaTypes[format])
    .send(Readable.from(file))
}

async function* bounded(rows: AsyncIterable<readonly string[]>) {
  let count = 0
  for await (const row of rows) {
    if (++count > maxSheetRows) throw new Refused('export_too_long', { maxRows: maxSheetRows })
    yield row
  }
}
