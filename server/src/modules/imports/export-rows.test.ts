import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Work } from '#platform/work.ts'
import { makeCommittedShop } from '#testing/make-merchant.ts'
import { committed, systemActor, testAt, testDatabase } from '#testing/work.ts'
import { exportMembers, exportProducts, memberColumns, productColumns } from './export-rows.ts'
import { guessFields } from './field-rules.ts'
import { importText, memberFile, members, productFile, products } from './make-import.ts'
import type { ImportMapping } from './mapping-rules.ts'
import { runImport } from './run-import.ts'
import { writeCsv, writeXlsx } from '#platform/write-table.ts'

async function exported<Place>(
  merchantId: string,
  columns: string[],
  readPage: (work: Work, after: Place | null) => Promise<{ rows: string[][]; next: Place | null }>,
  write: 'csv' | 'xlsx',
): Promise<Uint8Array> {
  const { rows } = await committed(merchantId, (work) => readPage(work, null))
  if (write === 'xlsx') return writeXlsx(columns, rows)
  let text = ''
  for await (const line of writeCsv(columns, rows)) text += line
  return Buffer.from(text)
}

for (const format of ['csv', 'xlsx'] as const) {
  test(`members and products go out as ${format} and come into another merchant as they were`, async () => {
    const [from, to] = [(await makeCommittedShop()).merchantId, (await makeCommittedShop()).merchantId]
    await importText(from, products, productFile.replace('面膜', '=cmd()').replace('洗发水', "'=1 😀"))
    await importText(from, members, memberFile)
    for (const [kind, columns, page] of [
      ['products', productColumns, exportProducts],
      ['members', memberColumns, exportMembers],
    ] as const) {
      const sent = await exported<never>(from, columns, page as never, format)
      const mapping: ImportMapping = { name: 'own', kind, fields: guessFields(kind, columns) }
      const { batch, ...report } = await runImport({
        database: testDatabase(),
        merchantId: to,
        actor: systemActor,
        now: () => testAt,
        kind,
        mapping,
        fileName: 'own',
        file: sent,
      })
      assert.deepEqual([report.imported, report.rejected, batch.status], [2, 0, 'done'])
      const lines = async (merchantId: string) =>
        Buffer.from(await exported<never>(merchantId, columns, page as never, 'csv'))
          .toString()
          .split('\r\n')
          .sort()
      assert.deepEqual(await lines(to), await lines(from))
    }
  })
}
