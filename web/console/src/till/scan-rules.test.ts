import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readReceipt, readScan, splitTimes } from './scan-rules.ts'
import type { TillCatalog, TillItem } from './till-data.ts'

const item = (given: Partial<TillItem>): TillItem => ({
  id: 'tea',
  kind: 'product',
  code: null,
  name: '绿茶',
  spec: '',
  opensAt: null,
  searchText: '',
  categoryId: null,
  unit: '件',
  listPriceCents: 1000,
  taxRateBps: 0,
  isWeighed: false,
  scaleNumber: null,
  isDiscountable: true,
  earnsPoints: true,
  tracksStock: false,
  durationMinutes: null,
  pictureId: null,
  barcodes: [],
  isArchived: false,
  ...given,
})
const tea = item({ barcodes: ['6901234500062'] })
const apples = item({ id: 'apples', name: '苹果', isWeighed: true, scaleNumber: '12345' })
const catalog: TillCatalog = {
  items: new Map([tea, apples].map((each) => [each.id, each])),
  byBarcode: new Map([['6901234500062', tea]]),
  shelf: {
    categories: [],
    priceLists: [],
    quickKeys: [],
    barcodeFormats: [{ name: '秤', pattern: '21IIIIIAAAAAC', weightDecimals: 3, amountDecimals: 2 }],
  },
}

const scans: [string, string][] = [
  ['6901234500062', 'item'],
  ['13900138001', 'member'],
  ['王芳', 'words'],
  ['xifashui', 'words'],
  ['VIP-000123', 'member'],
]
for (const [typed, kind] of scans) {
  test(`“${typed}” is read as ${kind}`, () => assert.equal(readScan(typed, catalog).kind, kind))
}

const times: [string, number, string][] = [
  ['3*6901234500062', 3, '6901234500062'],
  ['１２×绿茶', 12, '绿茶'],
  ['3*', 3, ''],
  ['0*绿茶', 1, '0*绿茶'],
  ['绿茶', 1, '绿茶'],
  ['6901234500062', 1, '6901234500062'],
]
for (const [typed, count, text] of times) {
  test(`“${typed}” is ${count} of “${text}”`, () => assert.deepEqual(splitTimes(typed), { times: count, text }))
}

test('a receipt is known by its number and by the link in its code, and is no member’s number', () => {
  const link = 'https://shop.example/receipt/AaIG1gYxcE-yF3SyRlGmrQGiBtvopnRMmW2RcphZw5gcH7f9gKZkOtkL3dk'
  assert.deepEqual(readReceipt(' 01-02-000001 '), { number: '01-02-000001' })
  assert.deepEqual(readReceipt(link), { token: 'AaIG1gYxcE-yF3SyRlGmrQGiBtvopnRMmW2RcphZw5gcH7f9gKZkOtkL3dk' })
  for (const other of [
    '1002088',
    '139-0013-8002',
    '6901234500062',
    'https://shop.example/receipt/short',
    'R01-02-000001',
  ])
    assert.equal(readReceipt(other), null, other)
})
