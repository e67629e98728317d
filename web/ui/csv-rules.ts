import { csvLine } from '#shared/safe-cells.ts'

/**
 * Rows as CSV that spreadsheet programs open in any language: UTF-8 with a byte order mark, CRLF. Cells that a spreadsheet would
 * run as a formula are guarded as the server guards them, so that an import of ours opens them again.
 */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map(csvLine).join('')}`
}
