// Importing members, products and past sales: rows per second and memory, on the system as a shop runs it.
// Run: node bench/import.ts [--rows 50000]
import { parseArgs } from 'node:util'
import type { ImportKind } from '#modules/imports/field-rules.ts'
import type { ImportMapping } from '#modules/imports/mapping-rules.ts'
import { runImport } from '#modules/imports/run-import.ts'
import { startBenchShop } from './lib/bench-shop.ts'
import { describeMachine } from './lib/machine.ts'

const { values } = parseArgs({ options: { rows: { type: 'string', default: '50000' } } })
const rows = Number(values.rows)

type File = { kind: ImportKind; columns: string[]; fields: Record<string, string>; row: (index: number) => string[] }

/** A member buys some twenty times, three lines a sale. */
const files: File[] = [
  {
    kind: 'members',
    columns: ['id', 'name', 'phone', 'points', 'principal'],
    fields: { externalId: 'id', name: 'name', phone: 'phone', points: 'points', principal: 'principal' },
    row: (index) => [`M${index}`, `顾客${index}`, String(13_000_000_000 + index), String(index % 500), '100.00'],
  },
  {
    kind: 'products',
    columns: ['id', 'name', 'barcode', 'category', 'price'],
    fields: { externalId: 'id', name: 'name', barcode: 'barcode', category: 'category', price: 'price' },
    row: (index) => [`P${index}`, `商品 ${index}`, `SKU${index}`, `分类 ${index % 30}`, `${(index % 900) + 1}.90`],
  },
  {
    kind: 'sales',
    columns: ['sale', 'member', 'product', 'at', 'quantity', 'amount'],
    fields: {
      saleId: 'sale',
      member: 'member',
      product: 'product',
      soldAt: 'at',
      quantity: 'quantity',
      amount: 'amount',
    },
    row: (index) => {
      const day = String((index % 28) + 1).padStart(2, '0')
      return [
        `S${Math.floor(index / 3)}`,
        `M${Math.floor(index / 60)}`,
        `P${index % 1000}`,
        `2025-03-${day}`,
        '1',
        '12.50',
      ]
    },
  },
]

const shop = await startBenchShop()
try {
  console.log(await describeMachine(shop.ownerUrl))
  for (const file of files) {
    await measure(file, 'new')
    await measure(file, 'again')
  }
} finally {
  await shop.stop()
}

async function measure({ kind, columns, fields, row }: File, which: 'new' | 'again'): Promise<void> {
  const lines = [columns, ...Array.from({ length: rows }, (_, index) => row(index))]
  const file = Buffer.from(lines.map((cells) => cells.join(',')).join('\n'))
  const sources = Object.entries(fields).map(([field, column]) => [field, { columns: [column] }])
  const mapping: ImportMapping = { name: kind, kind, fields: Object.fromEntries(sources) }
  let peak = process.memoryUsage().rss
  const began = performance.now()
  const { imported, unchanged, rejected } = await runImport({
    database: shop.database,
    merchantId: shop.merchantId,
    actor: { kind: 'system', name: 'bench' },
    now: () => new Date(),
    kind,
    mapping,
    fileName: `${kind}.csv`,
    file,
    onProgress: () => (peak = Math.max(peak, process.memoryUsage().rss)),
  })
  const seconds = (performance.now() - began) / 1000
  console.log(
    `${kind}, ${which}: ${Math.round(rows / seconds)} rows/s (${imported} imported, ${unchanged} unchanged, ${rejected} rejected, ${seconds.toFixed(1)} s), peak ${Math.round(peak / 2 ** 20)} MiB`,
  )
}
