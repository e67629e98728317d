import { actorId, refuseForeignStore } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import type { PrintDocument } from './document-types.ts'
import { insertJob, lockJob, updateJob, wasPrinted } from './job-queries.ts'
import { type PrinterRow, readPrinters } from './printer-queries.ts'
import { choosePrinter } from './printer-rules.ts'

/** What to print, where. Without `printerId` it is the printer of the caller's till, else the store's. */
export type PrintOrder = {
  jobId: string
  storeId: string
  printerId?: string | undefined
  subject: { kind: string; id: string } | null
  /** Makes the document; `isCopy` when this subject went to paper before, so that a copy says so. */
  compose(facts: { isCopy: boolean }): PrintDocument
}

export type PrintTaken = { jobId: string; printerId: string }

/** As `print`, for what is done with or without a printer: null where the caller has none. */
export async function printWhereAny(work: Work, order: Omit<PrintOrder, 'printerId'>): Promise<PrintTaken | null> {
  const place = { storeId: order.storeId, deviceId: deviceOf(work) }
  const printer = choosePrinter(await readPrinters(work, [order.storeId]), place)
  return printer ? print(work, { ...order, printerId: printer.id }) : null
}

/**
 * Puts a document in the line of a printer. It is sent after the commit, never inside the transaction.
 *
 * Refuses a store without a printer, an unknown printer and one of another store.
 */
export async function print(work: Work, order: PrintOrder): Promise<PrintTaken> {
  const { jobId, storeId, subject } = order
  accept(refuseForeignStore(work.actor, storeId))
  const [printers, isCopy] = await Promise.all([
    readPrinters(work, [storeId]),
    subject ? wasPrinted(work, subject) : false,
  ])
  const printer = pick(printers, order, deviceOf(work))
  const document = order.compose({ isCopy })
  await insertJob(work, {
    ...{ id: jobId, printerId: printer.id, storeId, document, subject },
    askedBy: actorId(work.actor),
  })
  if (isCopy && subject) {
    work.audit({ action: 'receipt.reprint', subject, changes: { printer: [null, printer.name] } })
  }
  return { jobId, printerId: printer.id }
}

function deviceOf({ actor }: Work): string | null {
  return 'deviceId' in actor ? actor.deviceId : null
}

function pick(
  printers: readonly PrinterRow[],
  { storeId, printerId }: PrintOrder,
  deviceId: string | null,
): PrinterRow {
  if (printerId === undefined) {
    const chosen = choosePrinter(printers, { storeId, deviceId })
    if (!chosen) throw new Refused('no_printer')
    return chosen
  }
  const named = printers.find(({ id }) => id === printerId)
  if (!named) throw new Refused('printer_not_found')
  return named
}

/** Sends a job again that failed or of which nobody knows what is on paper. */
export async function retryJob(work: Work, { jobId }: { jobId: string }): Promise<PrintTaken> {
  const job = await holdJob(work, jobId)
  if (job.state !== 'failed' && job.state !== 'unclear' && job.state !== 'waiting') throw new Refused('print_job_ended')
  await updateJob(work, jobId, 'waiting')
  return { jobId, printerId: job.printerId }
}

/** Takes a job out of its line. One that is being sent cannot be called back. */
export async function cancelJob(work: Work, { jobId }: { jobId: string }): Promise<{ jobId: string }> {
  const job = await holdJob(work, jobId)
  if (job.state !== 'waiting' && job.state !== 'failed' && job.state !== 'unclear') throw new Refused('print_job_ended')
  await updateJob(work, jobId, 'cancelled')
  work.audit({
    action: 'print.cancel',
    subject: { kind: 'print_job', id: jobId },
    changes: { title: [job.title, null] },
  })
  return { jobId }
}

async function holdJob(work: Work, jobId: string) {
  const job = await lockJob(work, jobId)
  if (!job) throw new Refused('print_job_not_found')
  accept(refuseForeignStore(work.actor, job.storeId))
  return job
}
