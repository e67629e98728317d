import type { Actor } from '#platform/actor.ts'
import type { Database } from '#platform/db.ts'
import { inRetriedTransaction, inTransaction } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { addCounts, addErrors, type Batch, type Counts, finishBatch, noteEstimate } from './batch-queries.ts'
import type { ImportKind } from './field-rules.ts'
import { identifyRow, type SeenIds } from './identity-rules.ts'
import { importMembers } from './import-members.ts'
import { importProducts } from './import-products.ts'
import { importSales } from './import-sales.ts'
import { resolveMapping } from './mapping-rules.ts'
import { openTable } from './read-table.ts'
import type { BatchContext, ImportPiece, RowOutcome } from './row-outcome.ts'
import { type ParsedRow, readRow } from './row-rules.ts'

export type BatchRun = {
  database: Database
  merchantId: string
  actor: Actor
  now: () => Date
  onProgress?: (counts: Counts) => void
}

const pieces: Record<ImportKind, { importPiece: ImportPiece; size: number }> = {
  // Small enough that a till which wants the same lock (the register, the catalogue) waits for moments, not minutes.
  members: { importPiece: importMembers, size: 500 },
  products: { importPiece: importProducts, size: 1_000 },
  sales: { importPiece: importSales, size: 2_500 },
}

export const leaseMs = 120_000

/**
 * Imports a file, piece by piece, each in a transaction of its own with its counts: a crash loses no piece and repeats none.
 *
 * A dry run does just the same and takes every piece back; only its counts and errors stay. What is wrong with the file as a
 * whole ends the batch as failed, with the refusal kept.
 */
export async function runBatch(run: BatchRun, batch: Batch, bytes: Uint8Array, timeZone: string): Promise<Batch> {
  try {
    await importAll(run, batch, bytes, timeZone)
    return await inOwnTransaction(run, (work) => finish(work, batch, { status: 'done', failure: null }))
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const failure = { code: error.code, details: error.details }
    return inOwnTransaction(run, (work) => finish(work, batch, { status: 'failed', failure }))
  }
}

async function finish(work: Work, batch: Batch, outcome: Parameters<typeof finishBatch>[2]): Promise<Batch> {
  const finished = await finishBatch(work, batch.id, outcome)
  if (batch.isDryRun) return finished
  const { kind, imported, unchanged, rejected, fileName } = finished
  const subject = { kind: 'import', id: batch.id }
  work.emit({ type: `import.${outcome.status}`, subject, data: { kind, imported, unchanged, rejected } })
  work.audit({
    action: 'imports.run',
    subject,
    changes: { kind: [null, kind], fileName: [null, fileName], imported: [null, imported], rejected: [null, rejected] },
  })
  return finished
}

async function importAll(run: BatchRun, batch: Batch, bytes: Uint8Array, storeZone: string): Promise<void> {
  const { mapping, kind } = batch
  const { size } = pieces[kind]
  const table = await openTable(bytes, mapping)
  const resolved = accept(resolveMapping(mapping, table.columns))
  await inOwnTransaction(run, (work) => noteEstimate(work, batch.id, table.estimatedRows))
  const context: BatchContext = {
    batchId: batch.id,
    mapping,
    storeId: batch.storeId,
    timeZone: mapping.timeZone ?? storeZone,
    isDryRun: batch.isDryRun,
    memberIds: new Map(),
    newMemberIds: new Map(),
  }
  const seen: SeenIds = new Map()
  let rowsToSkip = batch.rowsSeen
  let piece: ParsedRow[] = []
  for await (const raw of table.rows) {
    const row = readRow(raw, resolved)
    identifyRow(row, raw, mapping, seen)
    // Done by a run that was cut off. They were read all the same, because ids depend on what came before.
    if (rowsToSkip > 0) rowsToSkip--
    else piece.push(row)
    if (piece.length < size) continue
    await commitPiece(run, context, piece, kind)
    piece = []
  }
  if (piece.length > 0) await commitPiece(run, context, piece, kind)
}

async function commitPiece(run: BatchRun, context: BatchContext, rows: readonly ParsedRow[], kind: ImportKind) {
  const readable = rows.filter(({ errors }) => errors.length === 0)
  const unreadable = rows
    .filter(({ errors }) => errors.length > 0)
    .map(({ errors }): RowOutcome => ({ kind: 'rejected', errors }))
  const importAndCount = async (work: Work) => {
    context.newMemberIds.clear()
    const imported = readable.length === 0 ? [] : await pieces[kind].importPiece(work, context, readable)
    return [...imported, ...unreadable]
  }
  const outcomes = context.isDryRun
    ? await takenBack(run, importAndCount)
    : await inOwnTransaction(run, async (work) => {
        const done = await importAndCount(work)
        await record(work, context.batchId, done)
        return done
      })
  if (context.isDryRun) await inOwnTransaction(run, (work) => record(work, context.batchId, outcomes))
  else for (const [externalId, id] of context.newMemberIds) context.memberIds.set(externalId, id)
  run.onProgress?.(countOf(outcomes))
}

async function record(work: Work, batchId: string, outcomes: readonly RowOutcome[]): Promise<void> {
  await addCounts(work, batchId, countOf(outcomes), new Date(work.at.getTime() + leaseMs))
  await addErrors(
    work,
    batchId,
    outcomes.flatMap((outcome) => (outcome.kind === 'rejected' ? outcome.errors : [])),
  )
}

function countOf(outcomes: readonly RowOutcome[]): Counts {
  const counts = { imported: 0, unchanged: 0, rejected: 0, totalCents: 0 }
  for (const outcome of outcomes) {
    counts[outcome.kind]++
    if (outcome.kind === 'imported') counts.totalCents += outcome.cents
  }
  return counts
}

function inOwnTransaction<T>(
  { database, merchantId, actor, now }: BatchRun,
  body: (work: Work) => Promise<T>,
): Promise<T> {
  return inRetriedTransaction(database, { merchantId, actor, at: now() }, body)
}

/** Ends a dry run's transaction: nothing of it stays. */
class TakenBack extends Error {}

async function takenBack<T>(
  { database, merchantId, actor, now }: BatchRun,
  body: (work: Work) => Promise<T>,
): Promise<T> {
  let result: { value: T } | undefined
  try {
    await inTransaction(database, { merchantId, actor, at: now() }, async (work) => {
      result = { value: await body(work) }
      throw new TakenBack()
    })
  } catch (error) {
    if (!(error instanceof TakenBack) || !result) throw error
  }
  return result!.value
}
