import type { ImportMapping } from './mapping-rules.ts'
import type { ParsedRow } from './row-rules.ts'
import type { TableRow } from './table-types.ts'

/** How often each identity came so far in a file. */
export type SeenIds = Map<string, number>

/**
 * Gives a row the ids by which it is known again on the next import, before anything is looked up. Rows are asked in the
 * order of the file, each once: an identity may be "the second line of tea in this sale".
 *
 * A file without sale numbers is numbered by content: equal rows are told apart by how often they came, so the same file
 * again gives the same ids, in whatever order its rows stand. A member or product that comes twice in a file is an error.
 */
export function identifyRow(parsed: ParsedRow, raw: TableRow, mapping: ImportMapping, seen: SeenIds): void {
  if (mapping.kind === 'sales') {
    identifySaleLine(parsed, raw, mapping, seen)
    return
  }
  const { values, errors, number } = parsed
  const id = values.externalId ?? values.cardNumber ?? values.phone ?? values.email
  if (typeof id !== 'string') return
  if (mapping.kind === 'members') values.externalId = id
  if (count(seen, id) > 1) errors.push({ row: number, field: 'externalId', code: 'row_twice', details: {} })
}

function identifySaleLine({ values }: ParsedRow, raw: TableRow, mapping: ImportMapping, seen: SeenIds): void {
  if (mapping.isRowTheSale) {
    const content = raw.cells.map((cell) => cell.trim()).join('|')
    values.saleId = `${content}#${count(seen, content)}`
  }
  if (values.lineId !== undefined) return
  const product = typeof values.product === 'string' ? values.product : ''
  values.lineId = `${product}#${count(seen, `${String(values.saleId)}/${product}`)}`
}

function count(seen: SeenIds, key: string): number {
  const times = (seen.get(key) ?? 0) + 1
  seen.set(key, times)
  return times
}
