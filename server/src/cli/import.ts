import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { ImportKind } from '#modules/imports/field-rules.ts'
import { runImport } from '#modules/imports/run-import.ts'
import { type CliCommand, CommandRefused, optionalText, requiredText, UsageError } from './command.ts'
import { findMerchant, withDatabase } from './system.ts'

const kinds: readonly string[] = ['members', 'products', 'sales'] satisfies ImportKind[]

/** `regulars import members|products|sales FILE --mapping NAME`: the same import as on the console's page. */
export const importCommand: CliCommand = {
  words: [2, 2],
  options: {
    mapping: { type: 'string' },
    merchant: { type: 'string' },
    store: { type: 'string' },
    'dry-run': { type: 'boolean' },
  },
  async run({ words, options, config, output }) {
    const [kind, file] = words as [string, string]
    if (!kinds.includes(kind)) throw new UsageError(`"${kind}" cannot be imported: members, products or sales`)
    const mapping = requiredText(options, 'mapping')
    const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
      throw new CommandRefused('file_unreadable', `${file} cannot be read: ${error.code ?? error.message}`)
    })
    const startedAt = Date.now()
    const report = await withDatabase({ config, output }, async (database) => {
      let rows = 0
      return runImport({
        database,
        merchantId: await findMerchant(database, optionalText(options, 'merchant')),
        actor: { kind: 'system', name: 'regulars import' },
        now: () => new Date(),
        kind: kind as ImportKind,
        fileName: path.basename(file),
        file: bytes,
        mapping,
        storeId: optionalText(options, 'store'),
        isDryRun: options['dry-run'] === true,
        onProgress: (counts) => {
          rows += counts.imported + counts.unchanged + counts.rejected
          const perSecond = Math.round(rows / Math.max(0.001, (Date.now() - startedAt) / 1000))
          output.progress(`${rows} rows, ${perSecond} a second`)
        },
      })
    })
    const { batch, ...counts } = report
    output.result(counts, () => sentence(kind, counts, batch.isDryRun))
  },
}

function sentence(
  kind: string,
  {
    rows,
    imported,
    unchanged,
    rejected,
    totalCents,
  }: Record<'rows' | 'imported' | 'unchanged' | 'rejected' | 'totalCents', number>,
  isDryRun: boolean,
): string {
  const sum = kind === 'sales' ? `, sold for ${(totalCents / 100).toFixed(2)}` : ''
  const done = isDryRun ? 'would be imported' : 'imported'
  return `${rows} rows: ${imported} ${done}${sum}, ${unchanged} unchanged, ${rejected} rejected.`
}
