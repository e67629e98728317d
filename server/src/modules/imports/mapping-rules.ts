import { isTimeZone } from '#shared/business-day.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'
import { fieldOf, importFields, type ImportKind } from './field-rules.ts'

/** Where a field's text comes from: one column, several joined, or the fallback when these are empty. */
export type FieldSource = {
  columns: string[]
  join?: string
  prefix?: string
  /** What the file's codes mean: `{ "0": "female" }`. A value that is not listed stays as it is. */
  values?: Readonly<Record<string, string>>
  fallback?: FieldSource
}

/** How a file becomes members, products or sales. A JSON file under `server/mappings`, or made on the import page. */
export type ImportMapping = {
  name: string
  kind: ImportKind
  title?: { zh: string; en: string }
  format?: 'csv' | 'whitespace'
  encoding?: 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'
  /** The columns' names, for a file without a header line. */
  columns?: string[]
  /** Texts that mean "nothing here", beside the empty one. */
  emptyValues?: string[]
  dateOrder?: 'ymd' | 'mdy' | 'dmy'
  /** The zone of times without an offset; the store's when left out. */
  timeZone?: string
  /** For files with computed amounts (3.9000000000000004): round to the cent. Left out, a finer amount is an error. */
  isRounded?: boolean
  /** The file numbers no sales: each row is one, known by its whole content and how often the same came before. */
  isRowTheSale?: boolean
  /** The part of `storedValue` that is bonus, in basis points, when a file has one column for both. */
  bonusShareBps?: number
  fields: Readonly<Record<string, FieldSource>>
}

export type MappingRefusalCode =
  | 'mapping_field_unknown'
  | 'mapping_field_missing'
  | 'mapping_zone_unknown'
  | 'mapping_split_missing'
  | 'column_missing'

/** The fields of a mapping, resolved to the places of a file's columns. */
export type ResolvedSource = {
  places: number[]
  join: string
  prefix: string
  values: ReadonlyMap<string, string>
  fallback: ResolvedSource | null
}
export type ResolvedMapping = {
  mapping: ImportMapping
  sources: Map<string, ResolvedSource>
  emptyValues: ReadonlySet<string>
}

/**
 * Fits a mapping to the columns of a file. Refuses unknown fields, needed fields that nothing fills, and columns that the
 * file does not have. A column of opening stored value must say how it splits into principal and bonus: nobody can guess it.
 */
export function resolveMapping(
  mapping: ImportMapping,
  columns: readonly string[],
): ResolvedMapping | Refusal<MappingRefusalCode> {
  const { kind, fields } = mapping
  for (const name of Object.keys(fields)) {
    if (!fieldOf(kind, name)) return refuse('mapping_field_unknown', { field: name })
  }
  for (const [name, field] of Object.entries(importFields[kind])) {
    const isDerived = name === 'saleId' && mapping.isRowTheSale === true
    if (field.isNeeded && !fields[name] && !isDerived) return refuse('mapping_field_missing', { field: name })
  }
  if (kind === 'members' && !fields.externalId && !fields.cardNumber && !fields.phone) {
    return refuse('mapping_field_missing', { field: 'externalId' })
  }
  if (fields.storedValue && mapping.bonusShareBps === undefined) return refuse('mapping_split_missing')
  if (mapping.timeZone !== undefined && !isTimeZone(mapping.timeZone)) {
    return refuse('mapping_zone_unknown', { timeZone: mapping.timeZone })
  }
  const places = new Map(columns.map((column, index) => [column, index]))
  const missing = Object.values(fields)
    .flatMap(columnsOf)
    .find((column) => !places.has(column))
  if (missing !== undefined) return refuse('column_missing', { column: missing })
  const sources = new Map(Object.entries(fields).map(([name, source]) => [name, resolveSource(source, places)]))
  return { mapping, sources, emptyValues: new Set(['', ...(mapping.emptyValues ?? [])]) }
}

function columnsOf(source: FieldSource): string[] {
  return [...source.columns, ...(source.fallback ? columnsOf(source.fallback) : [])]
}

function resolveSource(source: FieldSource, places: ReadonlyMap<string, number>): ResolvedSource {
  return {
    places: source.columns.map((column) => places.get(column)!),
    join: source.join ?? ' ',
    prefix: source.prefix ?? '',
    values: new Map(Object.entries(source.values ?? {})),
    fallback: source.fallback ? resolveSource(source.fallback, places) : null,
  }
}
