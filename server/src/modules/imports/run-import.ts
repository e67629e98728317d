import { storeFacts } from '#modules/shops/store-facts.ts'
import { inTransaction } from '#platform/transaction.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { type Batch, insertBatch, leaseBatch } from './batch-queries.ts'
import type { ImportKind } from './field-rules.ts'
import { maxFileBytes } from './import-limits.ts'
import { shippedMapping } from './mapping-files.ts'
import type { ImportMapping } from './mapping-rules.ts'
import { type BatchRun, leaseMs, runBatch } from './run-batch.ts'

export type ImportReport = {
  /** The three that follow, summed. */
  rows: number
  imported: number
  unchanged: number
  rejected: number
  /** What the imported lines were sold for. */
  totalCents: number
}

export type FinishedImport = ImportReport & { batch: Batch }

/**
 * Imports a file that is at hand: `regulars import members|products|sales FILE --mapping NAME`.
 *
 * `mapping` is a shipped one's name, or a mapping. Opens its own transactions, piece by piece. Throws the refusal of a file
 * that cannot be imported at all; what is wrong with single rows is in the report and in the batch's errors.
 */
export async function runImport(
  input: BatchRun & {
    kind: ImportKind
    fileName: string
    file: Uint8Array
    mapping: string | ImportMapping
    isDryRun?: boolean
    storeId?: string | null
  },
): Promise<FinishedImport> {
  const { kind, file, fileName, isDryRun = false, ...run } = input
  const mapping = typeof input.mapping === 'string' ? await shippedMapping(input.mapping, kind) : input.mapping
  if (file.byteLength > maxFileBytes) throw new Refused('file_too_large', { maxBytes: maxFileBytes })
  const { database, merchantId, actor, now } = run
  const { batch, timeZone } = await inTransaction(database, { merchantId, actor, at: now() }, async (work) => {
    const stores = [...(await storeFacts(work)).values()]
    const store = input.storeId ? stores.find(({ id }) => id === input.storeId) : stores[0]
    if (input.storeId && !store) throw new Refused('store_not_found')
    const id = newId()
    await insertBatch(work, { id, kind, mapping, fileName, fileId: null, storeId: store?.id ?? null, isDryRun })
    const leased = await leaseBatch(work, id, work.at, new Date(work.at.getTime() + leaseMs))
    return { batch: leased!, timeZone: store?.timeZone ?? 'UTC' }
  })
  const done = await runBatch(run, batch, file, timeZone)
  if (done.failure) throw new Refused(done.failure.code, done.failure.details)
  const { rowsSeen: rows, imported, unchanged, rejected, totalCents } = done
  return { rows, imported, unchanged, rejected, totalCents, batch: done }
}
