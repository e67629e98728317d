import { addPrinter, type PrinterSettings } from '#modules/printing/save-printer.ts'
import { print } from '#modules/printing/print.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'

let count = 0

/** A printer of a store, on an address where nothing listens unless told otherwise. */
export async function makePrinter(
  work: Work,
  storeId: string,
  settings: Partial<PrinterSettings> = {},
): Promise<{ printerId: string }> {
  return addPrinter(work, {
    printerId: newId(),
    storeId,
    ...{ deviceId: null, name: `打印机 ${++count}`, language: 'escpos', host: '127.0.0.1', port: 9109, columns: 48 },
    ...{ hasCutter: true, hasDrawer: true, printsEachSale: false },
    ...settings,
  })
}

/** A job in the line of a new printer. */
export async function makePrintJob(work: Work, storeId: string): Promise<{ jobId: string }> {
  const { printerId } = await makePrinter(work, storeId)
  const document = { title: '测试', locale: 'zh-CN', blocks: [{ kind: 'text', text: '测试' }] } as const
  return print(work, { jobId: newId(), storeId, printerId, subject: null, compose: () => document })
}
