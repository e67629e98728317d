import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { auditExport, type ExportKind, runExport } from '#modules/imports/run-export.ts'
import type { TableFormat } from '#platform/table-file.ts'
import { inTransaction } from '#platform/transaction.ts'
import { type CliCommand, CommandRefused, optionalText, UsageError } from './command.ts'
import { findMerchant, withDatabase } from './system.ts'

const kinds: readonly string[] = ['members', 'products'] satisfies ExportKind[]

/** `regulars export members|products FILE`: the file that the console's button downloads; its ending says CSV or XLSX. */
export const exportCommand: CliCommand = {
  words: [2, 2],
  options: { merchant: { type: 'string' } },
  async run({ words, options, config, output }) {
    const [kind, file] = words as [string, string]
    if (!kinds.includes(kind)) throw new UsageError(`"${kind}" cannot be exported: members or products`)
    const format = /\.(csv|xlsx)$/i.exec(file)?.[1]?.toLowerCase()
    if (!format) throw new UsageError(`${file} must end in .csv or .xlsx`)
    await withDatabase({ config, output }, async (database) => {
      const merchantId = await findMerchant(database, optionalText(options, 'merchant'))
      const actor = { kind: 'system', name: 'regulars export' } as const
      const read = <T>(body: Parameters<typeof inTransaction<T>>[2]) =>
        inTransaction(database, { merchantId, actor, at: new Date() }, body)
      await read(async (work) => auditExport(work, kind as ExportKind, format as TableFormat))
      const rows = await runExport(kind as ExportKind, format as TableFormat, read)
      await writeWhole(file, rows)
    })
    output.result({ kind, file, format }, () => `${kind} are in ${file}.`)
  },
}

/** Written beside and put in place when complete: a file that is there is whole. Only its owner may read it. */
async function writeWhole(file: string, pieces: AsyncIterable<string | Uint8Array>): Promise<void> {
  const unfinished = `${file}.unfinished`
  try {
    await pipeline(Readable.from(pieces), createWriteStream(unfinished, { mode: 0o600 }))
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true })
    const { code } = error as NodeJS.ErrnoException
    if (code?.startsWith('E')) throw new CommandRefused('file_unwritable', `${file} cannot be written: ${code}`)
    throw error
  }
}
