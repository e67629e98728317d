import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import iconv from 'iconv-lite'
import { openTable, type TableOptions } from './read-table.ts'
import { writeCsv, writeXlsx } from '#platform/write-table.ts'

async function read(bytes: Uint8Array, options?: TableOptions) {
  const table = await openTable(bytes, options)
  const rows: string[][] = []
  for await (const row of table.rows) rows.push(row.cells)
  return { columns: table.columns, rows }
}

const members = '会员卡号,姓名,积分\r\n0001,张三,12\r\n0002,"李,四",0\r\n'
const expected = {
  columns: ['会员卡号', '姓名', '积分'],
  rows: [
    ['0001', '张三', '12'],
    ['0002', '李,四', '0'],
  ],
}
const encodings: [string, Uint8Array][] = [
  ['UTF-8', Buffer.from(members)],
  ['UTF-8 with BOM', Buffer.from(`\uFEFF${members}`)],
  ['GB18030', iconv.encode(members, 'gb18030')],
  ['UTF-16 with BOM', Buffer.from(`\uFEFF${members}`, 'utf16le')],
  ['gzip', gzipSync(members)],
  ['semicolons', Buffer.from(members.replaceAll(/,(?!四)/g, ';'))],
  ['tabs', Buffer.from(members.replaceAll(/,(?!四)/g, '\t'))],
  ['blank lines between', Buffer.from(members.replaceAll('\r\n', '\r\n\r\n'))],
]
for (const [title, bytes] of encodings) {
  test(`a member list is read from ${title}`, async () => assert.deepEqual(await read(bytes), expected))
}

test('rows keep the numbers that a spreadsheet shows', async () => {
  const table = await openTable(Buffer.from('a,b\n\n1,2\n\n3,4\n'))
  const numbers: number[] = []
  for await (const row of table.rows) numbers.push(row.number)
  assert.deepEqual(numbers, [3, 5])
})

test('columns set apart by blanks take their names from the mapping', async () => {
  const options = { format: 'whitespace' as const, columns: ['who', 'day', 'sum'] }
  const { columns, rows } = await read(Buffer.from(' 00004 19970101   29.33\r\n 00021 19970101   63.34\r\n'), options)
  assert.deepEqual(columns, ['who', 'day', 'sum'])
  assert.deepEqual(rows, [
    ['00004', '19970101', '29.33'],
    ['00021', '19970101', '63.34'],
  ])
})

test('broken text is refused with the row where it broke', async () => {
  const broken = Buffer.concat([Buffer.from('name\nAnna\n张'), Buffer.from([0xff, 0xff]), Buffer.from('三\n')])
  await assert.rejects(read(broken), (error: { code: string; details: { row: number } }) => {
    assert.equal(error.code, 'text_not_decodable')
    assert.equal(error.details.row, 3)
    return true
  })
})

const refused: [string, string, Uint8Array][] = [
  ['an empty file', 'file_empty', Buffer.from('')],
  ['a NUL', 'text_has_nul', Buffer.from('a,b\n1,\u0000\n')],
  ['the same column twice', 'column_twice', Buffer.from('a,a\n1,2\n')],
  ['an open quote', 'csv_broken', Buffer.from('a,b\n1,"2\n')],
  ['a cell of a novel', 'cell_too_long', Buffer.from(`a\n${'x'.repeat(10_001)}\n`)],
  ['an old Excel file', 'file_format_unknown', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0])],
  ['damaged gzip', 'file_damaged', Buffer.from([0x1f, 0x8b, 1, 2, 3])],
  ['a zip that is no workbook', 'file_format_unknown', zipSync({ 'readme.xml': strToU8('hello') })],
  ['a damaged zip', 'file_damaged', Buffer.from('PK\u0003\u0004 nothing of the kind')],
  ['a gzip bomb', 'file_too_large', gzipSync(Buffer.alloc(300 * 1024 * 1024), { level: 1 })],
]
for (const [title, code, bytes] of refused) {
  test(`${title} is refused with ${code}`, async () => {
    await assert.rejects(read(bytes), { code })
  })
}

const workbook = {
  '[Content_Types].xml': strToU8('<Types/>'),
  'xl/workbook.xml': strToU8('<workbook/>'),
}

test('a workbook that unpacks to more than the limit is refused before it is unpacked', async () => {
  const bomb = zipSync({ ...workbook, 'xl/worksheets/sheet1.xml': new Uint8Array(120 * 1024 * 1024) }, { level: 9 })
  assert.ok(bomb.length < 1024 * 1024)
  await assert.rejects(read(bomb), { code: 'file_too_large' })
})

test('a workbook that lies about its sizes yields no more than it claims', async () => {
  const honest = Buffer.from(zipSync({ ...workbook, 'xl/worksheets/sheet1.xml': new Uint8Array(2_000_000) }))
  // The uncompressed size stands 24 bytes into an entry of the central directory.
  for (let at = honest.indexOf('PK\u0001\u0002'); at >= 0; at = honest.indexOf('PK\u0001\u0002', at + 4)) {
    if (honest.readUInt32LE(at + 24) === 2_000_000) honest.writeUInt32LE(10, at + 24)
  }
  await assert.rejects(read(honest), { code: 'file_damaged' })
})

test('one cell at the far corner of a sheet does not make the reader fill the sheet', async () => {
  const sheet = '<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
  await assert.rejects(read(zipSync({ ...workbook, 'xl/worksheets/sheet1.xml': strToU8(sheet) })), {
    code: 'file_too_large',
  })
})

async function csvOf(columns: string[], rows: string[][]): Promise<Buffer> {
  let text = ''
  for await (const line of writeCsv(columns, rows)) text += line
  return Buffer.from(text)
}

test('no exported cell starts like a formula', async () => {
  const nasty = ['=cmd()', '+1+1', '-2+3', '@SUM(A1)', '\t=1', '＝1', "'=1", ' =1', '|calc']
  const text = (
    await csvOf(
      ['x'],
      nasty.map((cell) => [cell]),
    )
  ).toString()
  for (const line of text.split('\r\n').slice(1, -1)) assert.match(line, /^"?'/)
})

const cell = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.constantFrom(
    "'",
    "''",
    "'=1",
    '=1',
    '-5',
    '-5+1',
    ' x ',
    'a\nb',
    '"',
    ',',
    '张三',
    '😀',
    'مرحبا',
    '00012',
    '_x0041_',
  ),
)
const printable = cell.filter(
  (text) => !/[\u0000-\u001f\u007f\ufffe\uffff]/.test(text.replaceAll('\n', '')) && text.isWellFormed(),
)
const tables = fc
  .integer({ min: 1, max: 4 })
  .chain((width) => fc.array(fc.array(printable, { minLength: width, maxLength: width }), { maxLength: 6 }))
  .map((rows) => rows.filter((row) => row.some((text) => text.trim() !== '')))

test('what is exported as CSV comes back letter for letter', async () => {
  await fc.assert(
    fc.asyncProperty(tables, async (rows) => {
      const columns = ['a', 'b', 'c', 'd'].slice(0, rows[0]?.length ?? 1)
      assert.deepEqual(await read(await csvOf(columns, rows)), { columns, rows })
    }),
    { numRuns: 150 },
  )
})

test('what is exported as XLSX comes back letter for letter, card numbers with their zeros', async () => {
  await fc.assert(
    fc.asyncProperty(tables, async (rows) => {
      const columns = ['a', 'b', 'c', 'd'].slice(0, rows[0]?.length ?? 1)
      const back = await read(await writeXlsx(columns, rows))
      const padded = back.rows.map((row) => columns.map((_, index) => row[index] ?? ''))
      assert.deepEqual({ columns: back.columns, rows: padded }, { columns, rows })
    }),
    { numRuns: 15 },
  )
})
