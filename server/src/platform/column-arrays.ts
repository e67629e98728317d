import { type RawBuilder, sql } from 'kysely'
import { arrayBytes, type Cell, type ColumnType } from './array-bytes.ts'

/** A column by its name in the statement: its type, and what a row has in it. JSON comes as its text. */
export type Columns<Row> = Record<string, readonly [type: ColumnType, cell: (row: Row) => Cell]>

/**
 * Rows as `unnest(…)` of one array a column, in binary, in the order given: what the hot commands insert. `jsonb_to_recordset` would
 * spell every name in every row; and of arrays the planner expects a few rows, not a hundred.
 */
export function unnestRows<Row>(rows: readonly Row[], columns: Columns<Row>): RawBuilder<unknown> {
  let spelled = spelledOf.get(columns)
  if (!spelled) spelledOf.set(columns, (spelled = spell(columns)))
  return sql(
    spelled.pieces as unknown as TemplateStringsArray,
    ...spelled.kinds.map(([type, cell]) => arrayBytes(rows as readonly never[], type, cell)),
  )
}

type Spelled = { pieces: readonly string[]; kinds: readonly (readonly [ColumnType, (row: never) => Cell])[] }

/** Columns stand in the code: each is spelled once. */
const spelledOf = new WeakMap<Columns<never>, Spelled>()

function spell<Row>(columns: Columns<Row>): Spelled {
  const kinds = Object.values(columns)
  const casts = kinds.map(([type], place) => `::${type}[]${place < kinds.length - 1 ? ', ' : ''}`)
  const last = casts.pop()!
  return { pieces: ['unnest(', ...casts, `${last}) as r(${Object.keys(columns).join(', ')})`], kinds }
}

/** A text as an element of an array's text. */
export function quote(text: string): string {
  return /["\\]/.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : `"${text}"`
}
