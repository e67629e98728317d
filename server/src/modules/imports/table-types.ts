import type { TextEncoding } from './decode-text-rules.ts'

/** A row of a file: its number as a person counts it in a spreadsheet, and its cells as text. */
export type TableRow = { number: number; cells: string[] }

export type Table = {
  format: 'csv' | 'whitespace' | 'xlsx'
  /** Of a text file, as its bytes tell or the mapping says; null for a workbook. */
  encoding: TextEncoding | null
  columns: string[]
  /** How many rows there are, as far as can be told without reading them: a cell with line breaks counts as several. */
  estimatedRows: number
  rows: AsyncIterable<TableRow>
}
