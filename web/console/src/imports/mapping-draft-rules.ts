import type { FileLook, ImportKind, Mapping, TargetField } from './import-words.ts'

/** The mapping that a person starts from: what the file's own headers say. */
export function guessedMapping(kind: ImportKind, look: FileLook): Mapping {
  return { name: 'console', kind, fields: look.guesses }
}

/** The columns that a mapping reads: a file without a header line gets its names from the mapping. */
export function columnsOf(mapping: Mapping, look: FileLook): string[] {
  return mapping.columns ?? look.columns
}

/** Another choice of columns for one field; none takes the field out. How the cells are read stays. */
export function withColumns(mapping: Mapping, field: string, columns: string[]): Mapping {
  const { [field]: before, ...others } = mapping.fields
  if (columns.length === 0) return { ...mapping, fields: others }
  return { ...mapping, fields: { ...mapping.fields, [field]: { ...before, columns } } }
}

/** What stands between this mapping and a try: a needed field that no column fills, a split that nobody told. */
export type MappingGap = { kind: 'field'; name: string } | { kind: 'bonus' }

export function gapsOf(mapping: Mapping, targets: readonly TargetField[]): MappingGap[] {
  const gaps: MappingGap[] = targets
    .filter(({ name, isNeeded }) => isNeeded && !mapping.fields[name] && !(name === 'saleId' && mapping.isRowTheSale))
    .map(({ name }) => ({ kind: 'field', name }))
  const { externalId, cardNumber, phone, storedValue } = mapping.fields
  if (mapping.kind === 'members' && !externalId && !cardNumber && !phone) {
    gaps.push({ kind: 'field', name: 'externalId' })
  }
  if (storedValue && mapping.bonusShareBps === undefined) gaps.push({ kind: 'bonus' })
  return gaps
}

/** The file's first rows as this mapping reads them: without a header line, and apart by blanks, where it says so. */
export function rowsOf(mapping: Mapping, look: FileLook): string[][] {
  const cells = look.sample.map((row) => row.cells)
  const rows = mapping.columns ? [look.columns, ...cells] : cells
  if (mapping.format !== 'whitespace' || look.format === 'whitespace') return rows
  return rows.map((row) => row.join(' ').trim().split(/\s+/))
}

/** The first different cells of the chosen columns, as an example of what would be read. */
export function sampleOf(mapping: Mapping, look: FileLook, chosen: readonly string[]): string[] {
  const columns = columnsOf(mapping, look)
  const places = chosen.map((column) => columns.indexOf(column)).filter((place) => place >= 0)
  const texts = rowsOf(mapping, look).map((row) =>
    places
      .map((place) => row[place] ?? '')
      .join(' ')
      .trim(),
  )
  return [...new Set(texts.filter((text) => text !== ''))].slice(0, 3)
}
