import { runImport } from '#modules/imports/run-import.ts'
import { startBenchShop } from './lib/bench-shop.ts'
const shop = await startBenchShop()
const rows = 5000
const file = Buffer.from(['id,name,phone,points,principal', ...Array.from({ length: rows }, (_, i) => `M${i},顾客${i},${13_000_000_000 + i},${i % 500},100.00`)].join('\n'))
const f = (x: string) => ({ columns: [x] })
const t0 = performance.now()
await runImport({ database: shop.database, merchantId: shop.merchantId, actor: { kind: 'system', name: 'x' }, now: () => new Date(), kind: 'members', mapping: { name: 'm', kind: 'members', fields: { externalId: f('id'), name: f('name'), phone: f('phone'), points: f('points'), principal: f('principal') } }, fileName: 'x', file, onProgress: () => console.log(Math.round(performance.now() - t0)) })
await shop.stop()
