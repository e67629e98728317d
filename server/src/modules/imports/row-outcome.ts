import type { Work } from '#platform/work.ts'
import type { Refusal } from '#shared/refusal.ts'
import type { ImportMapping } from './mapping-rules.ts'
import type { ParsedRow, RowError } from './row-rules.ts'

/** What became of one row. `cents` is what a sale's line was sold for. */
export type RowOutcome =
  | { kind: 'imported'; cents: number }
  | { kind: 'unchanged' }
  | { kind: 'rejected'; errors: RowError[] }

/** What the pieces of one run share. */
export type BatchContext = {
  batchId: string
  mapping: ImportMapping
  storeId: string | null
  timeZone: string
  isDryRun: boolean
  /** Members by the file's ids, as far as they are committed. */
  memberIds: Map<string, string>
  /** Those that this piece found or enrolled: they count once its transaction is committed. */
  newMemberIds: Map<string, string>
}

/** Imports one piece of a file within one transaction: the rows that could be read, an outcome for each. */
export type ImportPiece = (work: Work, context: BatchContext, rows: readonly ParsedRow[]) => Promise<RowOutcome[]>

export function rejected(
  row: ParsedRow,
  field: string,
  { code, details }: Pick<Refusal, 'code' | 'details'>,
): RowOutcome {
  return { kind: 'rejected', errors: [{ row: row.number, field, code, details }] }
}
