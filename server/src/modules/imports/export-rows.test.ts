import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Work } from '#platform/work.ts'
import { makeCommittedShop } from '#testing/make-merchant.ts'
import { committed, systemActor, testAt, testDatabase } from '#testing/work.ts'
import { exportMembers, exportProducts, memberColumns, productColumns } from './export-rows.ts'
import { guessFields } from './field-rules.ts'
import { importText, memberFile, members, productFile, products } from './make-import.ts'
import type { ImportMapping } from './mapping-rules.ts'
import { runExport } from './run-export.ts'
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

test('a bundle goes out with its parts by number and comes in again, wherever its parts stand in the file', async () => {
  const [from, to] = [(await makeCommittedShop()).merchantId, (await makeCommittedShop()).merchantId]
  const lines = ['货号,名称,售价,套餐内容', 'B1,护理套餐,300,P1×2、P2×0.5', 'P1,面膜,59.5,', 'P2,精油,88,']
  const read = async (merchantId: string, text: string) => {
    const kind = 'products' as const
    const fields = guessFields(kind, text.split('\n')[0]!.replace('\uFEFF', '').trim().split(','))
    return (await importText(merchantId, { name: 'own', kind, fields }, text)).report
  }
  assert.equal((await read(from, lines.join('\n'))).imported, 3)
  const file = async (merchantId: string, filter = {}) => {
    const pieces = await runExport('products', 'csv', (body) => committed(merchantId, body), { products: filter })
    let text = ''
    for await (const piece of pieces) text += String(piece)
    return text
  }
  const sent = await file(from)
  assert.match(sent, /B1,护理套餐.*P[12]×(2|0\.5)、P[12]×(2|0\.5)/)
  const report = await read(to, sent)
  assert.deepEqual([report.imported, report.rejected], [3, 0])
  const sorted = (text: string) =>
    text
      .replace(/P2×0\.5、P1×2/, 'P1×2、P2×0.5')
      .split('\r\n')
      .sort()
  assert.deepEqual(sorted(await file(to)), sorted(sent))
  assert.equal((await file(from, { text: '面膜' })).trim().split('\r\n').length, 2, 'a filter narrows the file')
  const unknown = await read(to, '货号,名称,售价,套餐内容\nB2,坏套餐,10,P9×1')
  assert.deepEqual([unknown.imported, unknown.rejected], [0, 1])
})

test('an export of members holds what the list was narrowed to', async () => {
  const { merchantId } = await makeCommittedShop()
  await importText(merchantId, members, memberFile)
  const page = (filter = {}) => committed(merchantId, (work) => exportMembers(work, null, filter))
  assert.equal((await page()).rows.length, 2)
  const found = await page({ search: '张三' })
  assert.deepEqual(
    found.rows.map((row) => row[memberColumns.indexOf('姓名')]),
    ['张三'],
  )
})
