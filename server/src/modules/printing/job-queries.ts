import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { PrintDocument } from './document-types.ts'
import type { PrinterRow } from './printer-queries.ts'
import type { JobChange } from './printer-rules.ts'

export type JobState = 'waiting' | 'printing' | 'printed' | 'unclear' | 'failed' | 'cancelled'

export type JobRow = {
  id: string
  printerId: string
  printerName: string
  storeId: string
  title: string
  subjectKind: string | null
  subjectId: string | null
  state: JobState
  tries: number
  problem: string | null
  askedBy: string | null
  askedAt: Date
  endedAt: Date | null
}

export async function insertJob(
  { tx, merchantId, at }: Work,
  job: {
    id: string
    printerId: string
    storeId: string
    document: PrintDocument
    subject: { kind: string; id: string } | null
    askedBy: string | null
  },
): Promise<void> {
  const { document, subject, ...rest } = job
  await tx
    .insertInto('printing.job')
    .values({
      merchantId,
      ...rest,
      title: document.title,
      document: JSON.stringify(document),
      subjectKind: subject?.kind ?? null,
      subjectId: subject?.id ?? null,
      state: 'waiting',
      nextTryAt: at,
      askedAt: at,
    })
    .execute()
}

/** Whether something of this subject went to paper before, or is about to: then this is a copy. */
export async function wasPrinted({ send, merchantId }: Work, subject: { kind: string; id: string }): Promise<boolean> {
  const rows = await send(sql`
    select 1 from printing.job
     where merchant_id = ${merchantId} and subject_id = ${subject.id} and subject_kind = ${subject.kind}
       and state not in ('failed', 'cancelled')
     limit 1`)
  return rows.length > 0
}

/** Takes the oldest job of a printer that is due; one at a time, so that two receipts never mix on one roll. */
export async function takeJob(
  work: Work,
  printerId: string,
): Promise<{ id: string; tries: number; document: PrintDocument; printer: PrinterRow } | null> {
  const { merchantId, at } = work
  const [taken] = await work.send<{ id: string; tries: number; document: PrintDocument }>(sql`
    update printing.job j set state = 'printing', tries = j.tries + 1, next_try_at = ${new Date(at.getTime() + printingMs)}
     where j.merchant_id = ${merchantId} and j.id = (
             select w.id from printing.job w
              where w.merchant_id = ${merchantId} and w.printer_id = ${printerId} and w.state = 'waiting'
                and w.next_try_at <= ${at}
                and not exists (select from printing.job p
                                 where p.merchant_id = ${merchantId} and p.printer_id = ${printerId} and p.state = 'printing')
              order by w.asked_at, w.id limit 1 for update skip locked)
    returning j.id, j.tries, j.document`)
  if (!taken) return null
  const [printer] = await work.send<PrinterRow>(sql`
    select id, store_id, device_id, name, language, host, port, columns, has_cutter, has_drawer, prints_each_sale, version
      from printing.printer where merchant_id = ${merchantId} and id = ${printerId}`)
  return printer ? { ...taken, printer } : null
}

/** Longer than sending takes at most: a job that is still `printing` after it lost its process. */
const printingMs = 60_000

export async function writeOutcome({ send, merchantId, at }: Work, jobId: string, change: JobChange): Promise<void> {
  const isOver = change.state !== 'waiting'
  await send(sql`
    update printing.job
       set state = ${change.state}, problem = ${'problem' in change ? change.problem : null},
           next_try_at = ${'nextTryAt' in change ? change.nextTryAt : at}, ended_at = ${isOver ? at : null},
           document = case when ${change.state} = 'printed' then null else document end
     where merchant_id = ${merchantId} and id = ${jobId} and state = 'printing'`)
}

/** Jobs whose process died while it sent them: nobody knows what is on paper. Returns how many. */
export async function giveUpLost({ send, merchantId, at }: Work): Promise<number> {
  const rows = await send(sql`
    update printing.job set state = 'unclear', problem = 'interrupted', ended_at = ${at}
     where merchant_id = ${merchantId} and state = 'printing' and next_try_at <= ${at}
    returning id`)
  return rows.length
}

/** Printers with something due. */
export async function readBusyPrinters({ send, merchantId, at }: Work): Promise<string[]> {
  const rows = await send<{ printerId: string }>(sql`
    select distinct printer_id from printing.job
     where merchant_id = ${merchantId} and state = 'waiting' and next_try_at <= ${at}`)
  return rows.map(({ printerId }) => printerId)
}

export async function readJobs(
  { send, merchantId }: Work,
  filter: {
    storeIds: readonly string[] | null
    states: readonly JobState[] | null
    before: readonly [string, string] | null
  },
  limit: number,
): Promise<JobRow[]> {
  const stores = filter.storeIds ? sql`and j.store_id = any(${[...filter.storeIds]}::uuid[])` : sql``
  const states = filter.states ? sql`and j.state = any(${[...filter.states]}::text[])` : sql``
  const before = filter.before
    ? sql`and (j.asked_at, j.id) < (${filter.before[0]}::timestamptz, ${filter.before[1]}::uuid)`
    : sql``
  return send<JobRow>(sql`
    select j.id, j.printer_id, p.name as printer_name, j.store_id, j.title, j.subject_kind, j.subject_id, j.state, j.tries,
           j.problem, j.asked_by, j.asked_at, j.ended_at
      from printing.job j
      join printing.printer p on p.merchant_id = j.merchant_id and p.id = j.printer_id
     where j.merchant_id = ${merchantId} ${stores} ${states} ${before}
     order by j.asked_at desc, j.id desc limit ${limit}`)
}

/** The job, held for the rest of the transaction. */
export async function lockJob({ send, merchantId }: Work, jobId: string) {
  const [row] = await send<{ id: string; printerId: string; storeId: string; state: JobState; title: string }>(sql`
    select id, printer_id, store_id, state, title from printing.job
     where merchant_id = ${merchantId} and id = ${jobId} for update`)
  return row ?? null
}

export async function updateJob(
  { send, merchantId, at }: Work,
  jobId: string,
  state: 'waiting' | 'cancelled',
): Promise<void> {
  await send(sql`
    update printing.job
       set state = ${state}, next_try_at = ${at}, tries = 0, problem = null,
           ended_at = ${state === 'cancelled' ? at : null},
           document = case when ${state} = 'cancelled' then null else document end
     where merchant_id = ${merchantId} and id = ${jobId}`)
}

/** Forgets ended jobs of before `day`: documents may hold a member's balances. */
export async function deleteEndedBefore({ send, merchantId }: Work, before: Date): Promise<void> {
  await send(sql`
    delete from printing.job
     where merchant_id = ${merchantId} and asked_at < ${before} and state not in ('waiting', 'printing')`)
}

/**
 * Takes papers of one kind of subject, asked for before an instant, out of their lines, with what stands on them. Returns when
 * the oldest of those that stay was asked for.
 */
export async function cancelOfSubject(
  { send, merchantId, at }: Work,
  { subjectKind, before }: { subjectKind: string; before: Date },
): Promise<Date | null> {
  const open = sql`subject_kind = ${subjectKind} and state in ('waiting', 'printing', 'failed', 'unclear')`
  const [, [oldest]] = await Promise.all([
    send(sql`
      update printing.job set state = 'cancelled', document = null, problem = null, ended_at = ${at}
       where merchant_id = ${merchantId} and ${open} and state <> 'printing' and asked_at < ${before}`),
    send<{ askedAt: Date | null }>(sql`
      select min(asked_at) as asked_at from printing.job where merchant_id = ${merchantId} and ${open}`),
  ])
  return oldest?.askedAt ?? null
}
