import { openStoreOf } from '#modules/shops/store-facts.ts'
import { refuseForeignStore } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { changedFields } from '#shared/changed-fields.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { insertPrinter, lockPrinter, type PrinterRow, readPrinters, updatePrinter } from './printer-queries.ts'
import { checkPrinterAddress } from './printer-rules.ts'

export type PrinterSettings = Omit<PrinterRow, 'id' | 'storeId' | 'version'>

/** Sets up a printer in a store. Refuses an address outside the shop's network and a name in use. */
export async function addPrinter(
  work: Work,
  { printerId, ...input }: { printerId: string; storeId: string } & PrinterSettings,
): Promise<{ printerId: string }> {
  await openStoreOf(work, input.storeId)
  accept(checkPrinterAddress(input))
  await refuseTakenName(work, input.storeId, input.name, printerId)
  await insertPrinter(work, { id: printerId, ...input })
  work.audit({ action: 'printer.add', subject: { kind: 'printer', id: printerId }, changes: changedFields({}, input) })
  return { printerId }
}

/** Changes a printer; refuses a `version` that somebody overtook. Waiting jobs follow it to a new address. */
export async function changePrinter(
  work: Work,
  { printerId, version, ...change }: { printerId: string; version: number } & Partial<PrinterSettings>,
): Promise<{ printerId: string; version: number }> {
  const before = await lockOwnPrinter(work, printerId)
  if (before.version !== version) throw new Refused('settings_changed')
  accept(checkPrinterAddress({ ...before, ...change }))
  if (change.name !== undefined) await refuseTakenName(work, before.storeId, change.name, printerId)
  const changes = changedFields(before, change)
  if (Object.keys(changes).length === 0) return { printerId, version }
  await updatePrinter(work, printerId, { ...change, version: version + 1 })
  work.audit({ action: 'printer.edit', subject: { kind: 'printer', id: printerId }, changes })
  return { printerId, version: version + 1 }
}

/** Takes a printer out of use. What waits for it stays and can be cancelled. */
export async function removePrinter(work: Work, { printerId }: { printerId: string }): Promise<{ printerId: string }> {
  const { name } = await lockOwnPrinter(work, printerId)
  await updatePrinter(work, printerId, { archivedAt: work.at })
  work.audit({
    action: 'printer.remove',
    subject: { kind: 'printer', id: printerId },
    changes: { name: [name, null] },
  })
  return { printerId }
}

async function lockOwnPrinter(work: Work, printerId: string): Promise<PrinterRow> {
  const printer = await lockPrinter(work, printerId)
  if (!printer) throw new Refused('printer_not_found')
  accept(refuseForeignStore(work.actor, printer.storeId))
  return printer
}

async function refuseTakenName(work: Work, storeId: string, name: string, exceptId: string): Promise<void> {
  const printers = await readPrinters(work, [storeId])
  if (printers.some((printer) => printer.name === name && printer.id !== exceptId))
    throw new Refused('printer_name_taken', { name })
}
