import assert from 'node:assert/strict'
import { test } from 'node:test'
import { itemsByCode } from '#modules/catalog/save-items.ts'
import { defineTag } from '#modules/members/define-tags.ts'
import { memberTagNames } from '#modules/members/tags-by-name.ts'
import { membersByExternalId } from '#modules/members/members-by-external-id.ts'
import { movableClock } from '#platform/clock.ts'
import { newId } from '#shared/ids.ts'
import { makeCommittedShop } from '#testing/make-merchant.ts'
import { committed, testDatabase, testAt } from '#testing/work.ts'
import { addCounts, findBatch, insertBatch, leaseBatch } from './batch-queries.ts'
import { exportMembers, memberColumns } from './export-rows.ts'
import type { ImportKind } from './field-rules.ts'
import { ImportRunner, importsJob } from './import-runner.ts'
import { keepFile, keptFile, lookIntoFile } from './keep-file.ts'
import {
  errorsOf,
  holdings,
  importText,
  memberFile,
  members,
  productFile,
  products,
  sales,
  salesFile,
  undo,
} from './make-import.ts'
import type { ImportMapping } from './mapping-rules.ts'
import { startImport } from './start-import.ts'

test('members come with what they held, rows with errors stay out, and the same file again changes nothing', async () => {
  const { merchantId } = await makeCommittedShop()
  const first = await importText(merchantId, members, memberFile)
  assert.deepEqual(first.report, { rows: 6, imported: 2, unchanged: 0, rejected: 4, totalCents: 0 })
  assert.deepEqual(await errorsOf(merchantId, first.batchId), [
    '4 phone phone_taken',
    '5 points number_full_width',
    '6 birthday date_impossible',
    '6 points number_negative',
    '7 externalId row_twice',
  ])
  assert.deepEqual(await holdings(merchantId, 'A1'), [120, 100_000, 20_000])
  const second = await importText(merchantId, members, memberFile)
  assert.deepEqual(second.report, { rows: 6, imported: 0, unchanged: 2, rejected: 4, totalCents: 0 })
  assert.deepEqual(await holdings(merchantId, 'A1'), [120, 100_000, 20_000])
})

test('tags come with members: those that the shop has by any case, others made; a member undone leaves none, a name too long stays out', async () => {
  const { merchantId } = await makeCommittedShop()
  const tags = () =>
    committed(merchantId, async (work) => {
      const { rows } = await exportMembers(work, null)
      const given = rows.flatMap((row) => row[memberColumns.indexOf('标签')]!)
      return { given: given.toSorted(), all: [...(await memberTagNames(work)).values()].toSorted() }
    })
  await committed(merchantId, (work) => defineTag(work, { id: newId(), name: 'VIP' }))
  const head = '卡号,姓名,手机,积分,本金,赠金,生日,肤质,标签\n'
  const file = `${head}A1,张三,,,,,,,vip|住 附近\nA2,李四,,,,,,,VIP\nA3,王五,,,,,,,${'长'.repeat(21)}\n`
  const { batchId, report } = await importText(merchantId, members, file)
  assert.deepEqual([report.imported, report.rejected], [2, 1])
  assert.deepEqual(await errorsOf(merchantId, batchId), ['4 tags text_too_long'])
  assert.deepEqual(await tags(), { given: ['VIP', 'VIP、住 附近'], all: ['VIP', '住 附近'] })
  await undo(merchantId, batchId)
  assert.deepEqual(await tags(), { given: [], all: ['VIP', '住 附近'] })
})

test('a dry run says what would happen and leaves nothing', async () => {
  const { merchantId } = await makeCommittedShop()
  const { report, batchId } = await importText(merchantId, members, memberFile, true)
  assert.deepEqual(report, { rows: 6, imported: 2, unchanged: 0, rejected: 4, totalCents: 0 })
  assert.equal((await errorsOf(merchantId, batchId)).length, 5)
  const known = await committed(merchantId, (work) => membersByExternalId(work, ['A1', 'A2']))
  assert.equal(known.size, 0)
})

test('products are made, then changed by what the file fills in, with their categories and stock', async () => {
  const { merchantId } = await makeCommittedShop()
  assert.equal((await importText(merchantId, products, productFile)).report.imported, 2)
  assert.equal((await importText(merchantId, products, productFile)).report.unchanged, 2)
  const dearer = await importText(merchantId, products, productFile.replace('39.90', '45.00'))
  assert.deepEqual([dearer.report.imported, dearer.report.unchanged], [1, 1])
  const items = await committed(merchantId, (work) => itemsByCode(work, ['P1', 'P2']))
  const { listPriceCents, barcodes, categoryId } = items.get('P1')!
  assert.deepEqual([listPriceCents, barcodes, items.get('P2')?.listPriceCents], [4500, ['6901234567892'], null])
  assert.ok(categoryId)
})

test('past sales may be of zero, make the members they name, and come in once', async () => {
  const { merchantId } = await makeCommittedShop()
  const { report, batchId } = await importText(merchantId, sales, salesFile)
  assert.deepEqual(report, { rows: 4, imported: 3, unchanged: 0, rejected: 1, totalCents: 4490 })
  assert.deepEqual(await errorsOf(merchantId, batchId), ['5 soldAt date_in_future'])
  const again = await importText(merchantId, sales, salesFile)
  assert.deepEqual(again.report, { rows: 4, imported: 0, unchanged: 3, rejected: 1, totalCents: 0 })
  const other = await importText(merchantId, sales, salesFile.replace('39.90', '39.91'))
  assert.deepEqual(await errorsOf(merchantId, other.batchId), ['2 saleId row_differs', '5 soldAt date_in_future'])
  const known = await committed(merchantId, (work) => membersByExternalId(work, ['M1', 'M2']))
  assert.deepEqual([...known.keys()], ['M1'])
})

test('equal rows of a file without sale numbers are each counted, once', async () => {
  const { merchantId } = await makeCommittedShop()
  const mapping: ImportMapping = {
    name: 'rows',
    kind: 'sales',
    format: 'whitespace',
    columns: ['who', 'day', 'sum'],
    isRowTheSale: true,
    fields: { member: { columns: ['who'] }, soldAt: { columns: ['day'] }, amount: { columns: ['sum'] } },
  }
  const text = ' 7 20250101 5.00\r\n 7 20250101 5.00\r\n 8 20250101 1.50\r\n'
  assert.equal((await importText(merchantId, mapping, text)).report.totalCents, 1150)
  assert.equal((await importText(merchantId, mapping, text)).report.unchanged, 3)
  const reversed = text.trimEnd().split('\r\n').reverse().join('\n')
  assert.equal((await importText(merchantId, mapping, reversed)).report.unchanged, 3)
})

test('an uploaded file is looked into, tried, imported by the runner, and then gone', async () => {
  const { merchantId } = await makeCommittedShop()
  const fileId = newId()
  await committed(merchantId, (work) => keepFile(work, { fileId, name: '商品.csv', bytes: Buffer.from(productFile) }))
  const file = await committed(merchantId, (work) => keptFile(work, fileId))
  const look = await lookIntoFile(file, 'products' satisfies ImportKind)
  assert.deepEqual(look.guesses.price, { columns: ['售价'] })
  assert.equal(look.sample.length, 2)

  const runner = new ImportRunner({ database: testDatabase(), clock: movableClock(testAt), log: assert.fail })
  for (const isDryRun of [true, false]) {
    const batchId = newId()
    await committed(merchantId, (work) =>
      startImport(work, { batchId, fileId, mapping: { ...products, fields: look.guesses }, storeId: null, isDryRun }),
    )
    runner.take(merchantId, batchId)
    await runner.idle()
    const items = await committed(merchantId, (work) => itemsByCode(work, ['P1']))
    assert.equal(items.size, isDryRun ? 0 : 1)
  }
  await assert.rejects(
    committed(merchantId, (work) => keptFile(work, fileId)),
    { code: 'import_file_not_found' },
  )
})

test('a mapping that does not fit is refused while the person still looks at it', async () => {
  const { merchantId } = await makeCommittedShop()
  const fileId = newId()
  await committed(merchantId, (work) => keepFile(work, { fileId, name: 'x.csv', bytes: Buffer.from('a,b\n1,2\n') }))
  const start = (mapping: ImportMapping) =>
    committed(merchantId, (work) =>
      startImport(work, { batchId: newId(), fileId, mapping, storeId: null, isDryRun: true }),
    )
  await assert.rejects(start(products), { code: 'column_missing', details: { column: '货号' } })
  await assert.rejects(importText(merchantId, products, 'a,b\n1,2\n'), { code: 'column_missing' })
})

test('an import that was cut off is taken up where it stopped, and one whose file is gone is told', async () => {
  const { merchantId } = await makeCommittedShop()
  const fileId = newId()
  await committed(merchantId, (work) => keepFile(work, { fileId, name: 'x.csv', bytes: Buffer.from(productFile) }))
  const [left, lost] = [newId(), newId()]
  const long = { at: new Date(testAt.getTime() - 3_600_000) }
  await committed(
    merchantId,
    async (work) => {
      await startImport(work, { batchId: left, fileId, mapping: products, storeId: null, isDryRun: false })
      const plain = { kind: 'products' as const, mapping: products, fileName: 'y.csv', storeId: null, isDryRun: false }
      await insertBatch(work, { ...plain, id: lost, fileId: null })
      for (const id of [left, lost]) await leaseBatch(work, id, work.at, work.at)
      // The first row of the file is in already.
      await addCounts(work, left, { imported: 1, unchanged: 0, rejected: 0, totalCents: 0 }, work.at)
    },
    long,
  )
  await importsJob.run({ database: testDatabase(), clock: movableClock(testAt), log: () => {} })
  const batches = await committed(merchantId, async (work) => [
    await findBatch(work, left),
    await findBatch(work, lost),
  ])
  assert.deepEqual(
    batches.map((batch) => [batch?.status, batch?.rowsSeen, batch?.imported, batch?.failure?.code]),
    [
      ['done', 2, 2, undefined],
      ['failed', 0, 0, 'import_interrupted'],
    ],
  )
})
