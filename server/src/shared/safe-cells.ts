/** What a spreadsheet would take for a formula, also behind blanks or our own mark. Full-width signs count: Excel maps them. */
const formulaLike = /^[\s']*[=+\-@＝＋－＠|]|^[\t\r\n]/
const plainNumber = /^-?\d+(\.\d+)?$/

/**
 * A cell that no spreadsheet runs as a formula: the text behind an apostrophe, as people write it by hand.
 *
 * `openCell` gives back exactly what went in, an apostrophe of its own included: export and import lose nothing. A plain
 * negative number stays as it is.
 */
export function guardCell(text: string): string {
  return formulaLike.test(text) && !plainNumber.test(text) ? `'${text}` : text
}

/** Takes the guard off a cell of a CSV file. */
export function openCell(cell: string): string {
  return cell.startsWith("'") && formulaLike.test(cell.slice(1)) ? cell.slice(1) : cell
}

/** One line of CSV (RFC 4180), guarded, with its line end. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(guardCell(cell))).join(',')}\r\n`
}

function quoted(cell: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
