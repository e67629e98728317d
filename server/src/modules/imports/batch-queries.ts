import { sql } from 'kysely'
import { onlyRow } from '#platform/db.ts'
import { snakeRows } from '#platform/snake-rows.ts'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import type { ImportKind } from './field-rules.ts'
import type { ImportMapping } from './mapping-rules.ts'
import type { RowError } from './row-rules.ts'

export type BatchStatus = 'waiting' | 'running' | 'done' | 'failed' | 'undoing' | 'undone'

export type Batch = {
  id: string
  kind: ImportKind
  mapping: ImportMapping
  fileName: string
  fileId: string | null
  storeId: string | null
  isDryRun: boolean
  status: BatchStatus
  rowsSeen: number
  estimatedRows: number | null
  imported: number
  unchanged: number
  rejected: number
  totalCents: number
  failure: { code: string; details: Record<string, unknown> } | null
  createdAt: Date
  createdBy: string | null
  finishedAt: Date | null
  undoneAt: Date | null
  kept: number
}

export type NewBatch = Pick<Batch, 'id' | 'kind' | 'mapping' | 'fileName' | 'fileId' | 'storeId' | 'isDryRun'>

const columns = sql`id, kind, mapping, file_name, file_id, store_id, is_dry_run, status, rows_seen, estimated_rows, imported, unchanged,
  rejected, total_cents, failure, created_at, created_by, finished_at, undone_at, kept`

export async function insertBatch(work: Work, batch: NewBatch): Promise<void> {
  const { id, kind, mapping, fileName, fileId, storeId, isDryRun } = batch
  await work.send(sql`
    insert into imports.batch (merchant_id, id, kind, mapping, file_name, file_id, store_id, is_dry_run, status, created_at,
      created_by)
    values (${work.merchantId}, ${id}, ${kind}, ${JSON.stringify(mapping)}::jsonb, ${fileName}, ${fileId}, ${storeId},
      ${isDryRun}, 'waiting', ${work.at}, ${actorId(work.actor)})`)
}

export async function findBatch(work: Work, batchId: string): Promise<Batch | undefined> {
  const rows = await work.send<Batch>(sql`
    select ${columns} from imports.batch where merchant_id = ${work.merchantId} and id = ${batchId}`)
  return rows[0]
}

/** Locks a batch: its undo and its next piece never run at once. */
export async function lockBatch(work: Work, batchId: string): Promise<Batch | undefined> {
  const rows = await work.send<Batch>(sql`
    select ${columns} from imports.batch where merchant_id = ${work.merchantId} and id = ${batchId} for update`)
  return rows[0]
}

export async function listBatches(
  work: Work,
  { before, limit }: { before: readonly [at: string, id: string] | null; limit: number },
): Promise<Batch[]> {
  const [beforeAt, beforeId] = before ?? [null, null]
  return work.send<Batch>(sql`
    select ${columns} from imports.batch
     where merchant_id = ${work.merchantId}
       and (${beforeAt}::timestamptz is null or (created_at, id) < (${beforeAt}::timestamptz, ${beforeId}::uuid))
     order by created_at desc, id desc limit ${limit}`)
}

/** Batches that nobody works on: new ones, and those whose worker went away. */
export function readIdleBatches(work: Work, now: Date): Promise<{ id: string }[]> {
  return work.send(sql`
    select id from imports.batch
     where merchant_id = ${work.merchantId}
       and (status = 'waiting' and file_id is not null
            or status = 'running' and file_id is not null and leased_until < ${now}
            or status = 'undoing' and (leased_until is null or leased_until < ${now}))
     order by created_at`)
}

/** Ends batches of a command line that was killed: their file is not here. What they imported stays, and can be undone. */
export async function failAbandoned(work: Work): Promise<void> {
  await work.send(sql`
    update imports.batch set status = 'failed', failure = '{"code":"import_interrupted","details":{}}',
           finished_at = ${work.at}, leased_until = null
     where merchant_id = ${work.merchantId} and status = 'running' and file_id is null and leased_until < ${work.at}`)
}

/** Takes a batch up; undefined when somebody else works on it. `until` bounds how long a dead worker holds it. */
export async function leaseBatch(work: Work, batchId: string, now: Date, until: Date): Promise<Batch | undefined> {
  const rows = await work.send<Batch>(sql`
    update imports.batch set status = case status when 'waiting' then 'running' else status end, leased_until = ${until}
     where merchant_id = ${work.merchantId} and id = ${batchId}
       and (status = 'waiting'
            or status in ('running', 'undoing') and (leased_until is null or leased_until < ${now}))
    returning ${columns}`)
  return rows[0]
}

/** Notes how many rows there will be, as far as the file tells. */
export async function noteEstimate(work: Work, batchId: string, estimatedRows: number): Promise<void> {
  await work.send(sql`
    update imports.batch set estimated_rows = ${estimatedRows} where merchant_id = ${work.merchantId} and id = ${batchId}`)
}

export type Counts = { imported: number; unchanged: number; rejected: number; totalCents: number }

/** Adds a piece's counts, in the piece's transaction, and renews the lease. */
export async function addCounts(work: Work, batchId: string, counts: Counts, leasedUntil: Date): Promise<void> {
  const { imported, unchanged, rejected, totalCents } = counts
  await work.send(sql`
    update imports.batch
       set rows_seen = rows_seen + ${imported + unchanged + rejected}::int, imported = imported + ${imported},
           unchanged = unchanged + ${unchanged}, rejected = rejected + ${rejected},
           total_cents = total_cents + ${totalCents}, leased_until = ${leasedUntil}
     where merchant_id = ${work.merchantId} and id = ${batchId}`)
}

export async function finishBatch(
  work: Work,
  batchId: string,
  outcome: { status: 'done' | 'failed'; failure: Batch['failure'] },
): Promise<Batch> {
  const failure = outcome.failure === null ? null : JSON.stringify(outcome.failure)
  // A dry run's file is imported next; the others have served.
  await work.send(sql`
    delete from imports.file f using imports.batch b
     where b.merchant_id = ${work.merchantId} and b.id = ${batchId} and not b.is_dry_run
       and f.merchant_id = ${work.merchantId} and f.id = b.file_id`)
  const rows = await work.send<Batch>(sql`
    update imports.batch set status = ${outcome.status}, failure = ${failure}::jsonb, finished_at = ${work.at},
           leased_until = null, file_id = null
     where merchant_id = ${work.merchantId} and id = ${batchId}
    returning ${columns}`)
  return onlyRow(rows)
}

export async function markUndoing(work: Work, batchId: string): Promise<void> {
  await work.send(sql`
    update imports.batch set status = 'undoing', leased_until = null
     where merchant_id = ${work.merchantId} and id = ${batchId}`)
}

export async function markUndone(work: Work, batchId: string): Promise<Batch> {
  const rows = await work.send<Batch>(sql`
    update imports.batch set status = 'undone', undone_at = ${work.at}, leased_until = null
     where merchant_id = ${work.merchantId} and id = ${batchId}
    returning ${columns}`)
  return onlyRow(rows)
}

/** Notes a piece of an undo: so many were left because they were used since. */
export async function addKept(work: Work, batchId: string, kept: number, leasedUntil: Date): Promise<void> {
  await work.send(sql`
    update imports.batch set kept = kept + ${kept}::int, leased_until = ${leasedUntil}
     where merchant_id = ${work.merchantId} and id = ${batchId}`)
}

/** The first errors of a batch are kept; whoever has a thousand mends the file, not the rows. */
const maxErrors = 1_000

export async function addErrors(work: Work, batchId: string, errors: readonly RowError[]): Promise<void> {
  if (errors.length === 0) return
  const rows = snakeRows(errors.map(({ row, ...error }) => ({ ...error, rowNumber: row })))
  await work.send(sql`
    insert into imports.row_error (merchant_id, batch_id, row_number, field, code, details)
    select ${work.merchantId}, ${batchId}, row_number, field, code, details
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as e(row_number integer, field text, code text, details jsonb)
     limit greatest(0, ${maxErrors} - (select count(*) from imports.row_error
                                        where merchant_id = ${work.merchantId} and batch_id = ${batchId}))
    on conflict do nothing`)
}

export async function listErrors(
  work: Work,
  { batchId, after, limit }: { batchId: string; after: readonly [row: number, field: string] | null; limit: number },
): Promise<RowError[]> {
  const [afterRow, afterField] = after ?? [0, '']
  return work.send<RowError>(sql`
    select row_number as row, field, code, details from imports.row_error
     where merchant_id = ${work.merchantId} and batch_id = ${batchId}
       and (row_number, field) > (${afterRow}::int, ${afterField}::text)
     order by row_number, field limit ${limit}`)
}

export type Effect = { subjectId: string; kind: 'member' | 'item'; before: unknown; events: number | null }

export async function addEffects(work: Work, batchId: string, effects: readonly Effect[]): Promise<void> {
  if (effects.length === 0) return
  await work.send(sql`
    insert into imports.effect (merchant_id, batch_id, subject_id, kind, before, events)
    select ${work.merchantId}, ${batchId}, subject_id, kind, before, events
      from jsonb_to_recordset(${JSON.stringify(snakeRows(effects))}::jsonb)
             as e(subject_id uuid, kind text, before jsonb, events integer)`)
}

/** Takes some of a batch's effects, to be undone in the same transaction. */
export async function takeEffects(work: Work, batchId: string, limit: number): Promise<Effect[]> {
  return work.send<Effect>(sql`
    delete from imports.effect e
     where e.merchant_id = ${work.merchantId} and e.batch_id = ${batchId}
       and e.subject_id in (select t.subject_id from imports.effect t
                             where t.merchant_id = ${work.merchantId} and t.batch_id = ${batchId}
                             order by t.subject_id limit ${limit})
    returning subject_id, kind, before, events`)
}
