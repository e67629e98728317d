import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { parse } from 'csv-parse'
import { accept, Refused } from '#shared/refusal.ts'
import { decodeText, type TextEncoding } from './decode-text-rules.ts'
import { maxCellLength, maxColumns, maxRows, maxUnpackedBytes } from './import-limits.ts'
import { readSheet } from './read-sheet.ts'
import { openCell } from '#shared/safe-cells.ts'
import type { Table, TableRow } from './table-types.ts'

export type TableOptions = {
  format?: 'csv' | 'whitespace' | undefined
  encoding?: TextEncoding | undefined
  /** For files without a header line: what their columns are called. */
  columns?: readonly string[] | undefined
}

/**
 * Opens a file as a table: CSV (comma, semicolon or tab), columns apart by blanks, XLSX (first sheet), each also as .gz.
 *
 * What it is, is decided by its bytes, not by its name. Rows come one by one; a file beyond the limits, one that is no
 * table, or broken text is refused, with the row where it broke.
 */
export async function openTable(file: Uint8Array, options: TableOptions = {}): Promise<Table> {
  const bytes = isGzip(file) ? await unpackGzip(file) : file
  if (bytes.length === 0) throw new Refused('file_empty')
  if (isZip(bytes)) {
    const rows = await readSheet(bytes)
    return tableOf({ format: 'xlsx', encoding: null, lines: rows.length }, rows, options)
  }
  if (isOldExcel(bytes)) throw new Refused('file_format_unknown')
  const { text, encoding } = accept(decodeText(bytes, options.encoding))
  const lines = linesOf(text)
  if (options.format === 'whitespace') {
    return tableOf({ format: 'whitespace', encoding, lines }, blankApart(text), options)
  }
  return tableOf({ format: 'csv', encoding, lines }, commaApart(text), options)
}

function linesOf(text: string): number {
  let lines = text === '' || text.endsWith('\n') ? 0 : 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++
  return lines
}

async function tableOf(
  { format, encoding, lines }: Pick<Table, 'format' | 'encoding'> & { lines: number },
  source: AsyncIterable<TableRow> | Iterable<TableRow>,
  options: TableOptions,
): Promise<Table> {
  const rows = bounded(source)
  const isHeadless = options.columns !== undefined
  const about = { format, encoding, estimatedRows: Math.max(0, isHeadless ? lines : lines - 1) }
  if (options.columns) return { ...about, columns: [...options.columns], rows }
  const header = await rows.next()
  if (header.done) throw new Refused('file_empty')
  const columns = header.value.cells.map((cell) => cell.trim())
  const repeated = columns.find((column, index) => column !== '' && columns.indexOf(column) !== index)
  if (repeated !== undefined) throw new Refused('column_twice', { column: repeated })
  return { ...about, columns, rows }
}

async function* bounded(
  source: AsyncIterable<TableRow> | Iterable<TableRow>,
): AsyncGenerator<TableRow, void, undefined> {
  let count = 0
  for await (const row of source) {
    if (row.cells.every((cell) => cell.trim() === '')) continue
    if (++count > maxRows + 1) throw new Refused('file_too_long', { maxRows })
    if (row.cells.length > maxColumns) throw new Refused('row_too_wide', { row: row.number, maxColumns })
    if (row.cells.some((cell) => cell.length > maxCellLength)) {
      throw new Refused('cell_too_long', { row: row.number, maxLength: maxCellLength })
    }
    yield row
  }
}

const startsWith = (bytes: Uint8Array, ...magic: number[]) => magic.every((byte, index) => bytes[index] === byte)
const isGzip = (bytes: Uint8Array) => startsWith(bytes, 0x1f, 0x8b)
const isZip = (bytes: Uint8Array) => startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)
const isOldExcel = (bytes: Uint8Array) => startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)

/** Off the event loop, and never more than the limit, however small the packed file is. */
async function unpackGzip(file: Uint8Array): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(file, { maxOutputLength: maxUnpackedBytes })
  } catch (error) {
    const isTooLarge = (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE'
    throw isTooLarge ? new Refused('file_too_large', { maxBytes: maxUnpackedBytes }) : new Refused('file_damaged')
  }
}

async function* commaApart(text: string): AsyncGenerator<TableRow, void, undefined> {
  const parser = Readable.from(slices(text)).pipe(
    parse({
      bom: true,
      delimiter: delimiterOf(text),
      relax_column_count: true,
      info: true,
      max_record_size: maxCellLength * maxColumns,
    }),
  )
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { records: number } }>) {
      yield { number: info.records, cells: record.map(openCell) }
    }
  } catch (error) {
    if (error instanceof Refused) throw error
    const { code, lines } = error as { code?: string; lines?: number }
    if (!code?.startsWith('CSV_')) throw error
    throw new Refused('csv_broken', { row: lines ?? 0 })
  }
}

/** In pieces, so that the parser gives way to the till's requests between them. */
function* slices(text: string): Generator<string> {
  for (let from = 0; from < text.length; from += 65_536) yield text.slice(from, from + 65_536)
}

/** The mark that divides the first line most often, outside quotes. */
function delimiterOf(text: string): string {
  const end = text.search(/\r?\n/)
  const first = (end < 0 ? text : text.slice(0, end)).replace(/"[^"]*"/g, '')
  const counted = [',', ';', '\t'].map((mark) => ({ mark, count: first.split(mark).length - 1 }))
  return counted.reduce((best, other) => (other.count > best.count ? other : best)).mark
}

function* blankApart(text: string): Generator<TableRow> {
  let number = 0
  for (const line of text.split('\n')) {
    number++
    if (line.trim() !== '') yield { number, cells: line.trim().split(/\s+/) }
  }
}
