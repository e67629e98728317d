/** A row of a file: its number as a person counts it in a spreadsheet, and its cells as text. */
export type TableRow = { number: number; cells: string[] }

export type Table = { format: 'csv' | 'whitespace' | 'xlsx'; columns: string[]; rows: AsyncIterable<TableRow> }
