import { createHash } from 'node:crypto'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import type { TextEncoding } from './decode-text-rules.ts'
import { findFile, insertFile } from './file-queries.ts'
import { guessFields, type ImportKind } from './field-rules.ts'
import { maxFileBytes } from './import-limits.ts'
import { openTable } from './read-table.ts'

/** Keeps an uploaded file until it is imported, for a day at most. */
export async function keepFile(work: Work, input: { fileId: string; name: string; bytes: Buffer }) {
  const { fileId, name, bytes } = input
  if (bytes.length === 0) throw new Refused('file_empty')
  if (bytes.length > maxFileBytes) throw new Refused('file_too_large', { maxBytes: maxFileBytes })
  await insertFile(work, { id: fileId, name, bytes, sha256: createHash('sha256').update(bytes).digest() })
  return { fileId }
}

const sampleRows = 8

export type FileLook = {
  name: string
  format: 'csv' | 'whitespace' | 'xlsx'
  encoding: TextEncoding | null
  estimatedRows: number
  columns: string[]
  sample: { number: number; cells: string[] }[]
  guesses: Record<string, { columns: string[] }>
}

/** What a file seems to be: its columns, its first rows, and which column probably holds what. Reads no further. */
export async function lookIntoFile(file: { name: string; bytes: Uint8Array }, kind: ImportKind): Promise<FileLook> {
  const table = await openTable(file.bytes)
  const sample: FileLook['sample'] = []
  for await (const row of table.rows) {
    sample.push(row)
    if (sample.length === sampleRows) break
  }
  return {
    name: file.name,
    format: table.format,
    encoding: table.encoding,
    estimatedRows: table.estimatedRows,
    columns: table.columns,
    sample,
    guesses: guessFields(kind, table.columns),
  }
}

/** A kept file; refuses one that was imported or is older than a day. */
export async function keptFile(work: Work, fileId: string) {
  const file = await findFile(work, fileId)
  if (!file) throw new Refused('import_file_not_found')
  return file
}
