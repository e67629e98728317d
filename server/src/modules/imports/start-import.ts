import { openStoreOf } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { insertBatch } from './batch-queries.ts'
import { keptFile } from './keep-file.ts'
import { type ImportMapping, resolveMapping } from './mapping-rules.ts'
import { openTable } from './read-table.ts'

/**
 * Puts the import of a kept file in line; the runner takes it from there. Refuses a file that is gone, one that is no table,
 * and a mapping that does not fit its columns: the person still sits before the form.
 */
export async function startImport(
  work: Work,
  input: { batchId: string; fileId: string; mapping: ImportMapping; storeId: string | null; isDryRun: boolean },
): Promise<{ batchId: string }> {
  const { batchId, fileId, mapping, storeId, isDryRun } = input
  if (storeId !== null) await openStoreOf(work, storeId)
  const file = await keptFile(work, fileId)
  const table = await openTable(file.bytes, mapping)
  accept(resolveMapping(mapping, table.columns))
  const { done } = await table.rows[Symbol.asyncIterator]().next()
  if (done) throw new Refused('file_empty')
  await insertBatch(work, { id: batchId, kind: mapping.kind, mapping, fileName: file.name, fileId, storeId, isDryRun })
  return { batchId }
}
