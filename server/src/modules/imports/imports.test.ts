import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readLedger } from '#modules/ledger/post-ledger.ts'
import { membersByExternalId } from '#modules/members/members-by-external-id.ts'
import { itemsByCode } from '#modules/catalog/save-items.ts'
import { changeItem } from '#modules/catalog/change-item.ts'
import { movableClock } from '#platform/clock.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { makeCommittedShop } from '#testing/make-merchant.ts'
import { committed, systemActor, testAt, testDatabase } from '#testing/work.ts'
import { listErrors } from './batch-queries.ts'
import { exportMembers, exportProducts, memberColumns, productColumns } from './export-rows.ts'
import { guessFields, type ImportKind } from './field-rules.ts'
import { ImportRunner } from './import-runner.ts'
import { keepFile, keptFile, lookIntoFile } from './keep-file.ts'
import type { ImportMapping } from './mapping-rules.ts'
import { runImport } from './run-import.ts'
import { startImport } from './start-import.ts'
import { startUndo } from './undo-batch.ts'
import { writeCsv, writeXlsx } from './write-table.ts'

const members: ImportMapping = {
  name: 'members',
  kind: 'members',
  fields: {
    externalId: { columns: ['卡号'] },
    name: { columns: ['姓名'] },
    phone: { columns: ['手机'] },
    points: { columns: ['积分'] },
    principal: { columns: ['本金'] },
    bonus: { columns: ['赠金'] },
    birthday: { columns: ['生日'] },
    'custom:skin': { columns: ['肤质'] },
  },
}
const memberFile = [
  '卡号,姓名,手机,积分,本金,赠金,生日,肤质',
  'A1,张三,13800000001,120,1000.00,200.00,1990-05-01,干性',
  'A2,=cmd(),13800000002,,,,,',
  'A3,李四,13800000001,,,,,',
  'A4,王五,,１２,,,,',
  'A5,赵六,,-1,,5,2026-02-30,',
  'A1,张三,,,,,,',
].join('\n')

const products: ImportMapping = {
  name: 'products',
  kind: 'products',
  fields: {
    externalId: { columns: ['货号'] },
    name: { columns: ['名称'] },
    barcode: { columns: ['条码'] },
    category: { columns: ['分类'] },
    price: { columns: ['售价'] },
    stock: { columns: ['库存'] },
  },
}
const productFile = '货号,名称,条码,分类,售价,库存\nP1,洗发水,6901234567892,洗护,39.90,12\nP2,面膜,,护肤,,\n'

const sales: ImportMapping = {
  name: 'sales',
  kind: 'sales',
  fields: {
    saleId: { columns: ['单号'] },
    member: { columns: ['会员'] },
    product: { columns: ['货号'] },
    soldAt: { columns: ['时间'] },
    quantity: { columns: ['数量'] },
    amount: { columns: ['实收'] },
  },
}
const salesFile = [
  '单号,会员,货号,时间,数量,实收',
  'S1,M1,P1,2025-01-02 10:00:00,1,39.90',
  'S1,M1,P1,2025-01-02 10:00:00,2,0',
  'S2,,P9,2025-01-03,0,5',
  'S3,M2,P1,2099-01-01,1,1',
].join('\n')

async function importText(merchantId: string, mapping: ImportMapping, text: string, isDryRun = false) {
  const { batch, ...report } = await runImport({
    database: testDatabase(),
    merchantId,
    actor: systemActor,
    now: () => testAt,
    kind: mapping.kind,
    mapping,
    fileName: 'test.csv',
    file: Buffer.from(text),
    isDryRun,
  })
  return { report, batchId: batch.id }
}

function errorsOf(merchantId: string, batchId: string) {
  return committed(merchantId, async (work) => {
    const errors = await listErrors(work, { batchId, after: null, limit: 100 })
    return errors.map(({ row, field, code }) => `${row} ${field} ${code}`)
  })
}

async function undo(merchantId: string, batchId: string) {
  const runner = new ImportRunner({ database: testDatabase(), clock: movableClock(testAt), log: assert.fail })
  await committed(merchantId, (work) => startUndo(work, { batchId }))
  runner.take(merchantId, batchId)
  await runner.idle()
}

async function holdings(merchantId: string, externalId: string): Promise<number[]> {
  return committed(merchantId, async (work) => {
    const ownerId = (await membersByExternalId(work, [externalId])).get(externalId)
    assert.ok(ownerId, `there is a member ${externalId}`)
    const keys = ['points', 'stored_principal', 'stored_bonus'].map((asset) => ({
      ownerKind: 'member' as const,
      ownerId,
      asset,
    }))
    const state = await readLedger(work, keys)
    return keys.map(({ asset }) => [...state.accounts.values()].find((each) => each.asset === asset)?.balanceUnits ?? 0)
  })
}

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

test('undoing an import takes members and balances back, but nobody who came since', async () => {
  const { merchantId } = await makeCommittedShop()
  const first = await importText(merchantId, members, memberFile)
  await importText(merchantId, sales, salesFile.replaceAll('M1', 'A2'))
  await undo(merchantId, first.batchId)
  const known = await committed(merchantId, (work) => membersByExternalId(work, ['A1', 'A2']))
  assert.deepEqual([...known.keys()], ['A2'], 'A2 bought something, so A2 stays')
  await assert.rejects(
    committed(merchantId, (work) => startUndo(work, { batchId: first.batchId })),
    { code: 'import_already_undone' },
  )
  // Gone for good, and free to come again with the same card and phone.
  assert.equal((await importText(merchantId, members, memberFile)).report.imported, 1)
  assert.deepEqual(await holdings(merchantId, 'A1'), [120, 100_000, 20_000])
})

test('undoing products removes what nobody touched, restores what was changed, keeps what was edited since', async () => {
  const { merchantId } = await makeCommittedShop()
  const first = await importText(merchantId, products, productFile)
  const second = await importText(merchantId, products, productFile.replace('39.90', '45.00'))
  await undo(merchantId, second.batchId)
  const before = await committed(merchantId, (work) => itemsByCode(work, ['P1', 'P2']))
  assert.equal(before.get('P1')?.listPriceCents, 3990)
  await undo(merchantId, first.batchId)
  const left = await committed(merchantId, (work) => itemsByCode(work, ['P1', 'P2']))
  assert.deepEqual([left.has('P2'), left.get('P1')?.archivedAt !== null], [false, true])
})

test('undoing past sales takes the lines and the members they made', async () => {
  const { merchantId } = await makeCommittedShop()
  const { batchId } = await importText(merchantId, sales, salesFile)
  await undo(merchantId, batchId)
  const known = await committed(merchantId, (work) => membersByExternalId(work, ['M1']))
  assert.equal(known.size, 0)
  assert.equal((await importText(merchantId, sales, salesFile)).report.imported, 3)
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

test('a changed item is not restored over by an undo', async () => {
  const { merchantId } = await makeCommittedShop()
  await importText(merchantId, products, productFile)
  const second = await importText(merchantId, products, productFile.replace('39.90', '45.00'))
  await committed(merchantId, async (work) => {
    const item = (await itemsByCode(work, ['P1'])).get('P1')!
    await changeItem(work, { itemId: item.id, version: item.version, listPriceCents: 5000 })
  })
  await undo(merchantId, second.batchId)
  const items = await committed(merchantId, (work) => itemsByCode(work, ['P1']))
  assert.equal(items.get('P1')?.listPriceCents, 5000)
})
