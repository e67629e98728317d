/**
 * Rows as CSV that spreadsheet programs open in any language: UTF-8 with a byte order mark, CRLF.
 *
 * A cell that a spreadsheet would run as a formula gets an apostrophe in front; plain numbers, negative ones included,
 * stay numbers.
 */
export function csvOf(rows: readonly (readonly string[])[]): string {
  const lines = rows.map((row) => row.map(cellOf).join(','))
  return `\ufeff${lines.join('\r\n')}\r\n`
}

function cellOf(text: string): string {
  const isNumber = /^-?\d+(\.\d+)?$/.test(text)
  const safe = !isNumber && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
