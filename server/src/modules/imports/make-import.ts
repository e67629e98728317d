import assert from 'node:assert/strict'
import { readLedger } from '#modules/ledger/post-ledger.ts'
import { membersByExternalId } from '#modules/members/members-by-external-id.ts'
import { movableClock } from '#platform/clock.ts'
import { committed, systemActor, testAt, testDatabase } from '#testing/work.ts'
import { listErrors } from './batch-queries.ts'
import { ImportRunner } from './import-runner.ts'
import type { ImportMapping } from './mapping-rules.ts'
import { runImport } from './run-import.ts'
import { startUndo } from './undo-batch.ts'

/** Small files of each kind with their mappings, and what tests do with them. */
export const members: ImportMapping = {
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
    tags: { columns: ['标签'] },
    'custom:skin': { columns: ['肤质'] },
  },
}
export const memberFile = [
  '卡号,姓名,手机,积分,本金,赠金,生日,肤质,标签',
  'A1,张三,13800000001,120,1000.00,200.00,1990-05-01,干性,怕辣、住 附近；怕辣',
  'A2,=cmd(),13800000002,,,,,',
  'A3,李四,13800000001,,,,,',
  'A4,王五,,１２,,,,',
  'A5,赵六,,-1,,5,2026-02-30,',
  'A1,张三,,,,,,',
].join('\n')

export const products: ImportMapping = {
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
export const productFile = '货号,名称,条码,分类,售价,库存\nP1,洗发水,6901234567892,洗护,39.90,12\nP2,面膜,,护肤,,\n'

export const sales: ImportMapping = {
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
export const salesFile = [
  '单号,会员,货号,时间,数量,实收',
  'S1,M1,P1,2025-01-02 10:00:00,1,39.90',
  'S1,M1,P1,2025-01-02 10:00:00,2,0',
  'S2,,P9,2025-01-03,0,5',
  'S3,M2,P1,2099-01-01,1,1',
].join('\n')

/** Imports a text as a file; the batch is told beside the report. */
export async function importText(merchantId: string, mapping: ImportMapping, text: string, isDryRun = false) {
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

/** The errors of a batch, as `row field code`. */
export function errorsOf(merchantId: string, batchId: string) {
  return committed(merchantId, async (work) => {
    const errors = await listErrors(work, { batchId, after: null, limit: 100 })
    return errors.map(({ row, field, code }) => `${row} ${field} ${code}`)
  })
}

/** Undoes a batch to its end. */
export async function undo(merchantId: string, batchId: string) {
  const runner = new ImportRunner({ database: testDatabase(), clock: movableClock(testAt), log: assert.fail })
  await committed(merchantId, (work) => startUndo(work, { batchId }))
  runner.take(merchantId, batchId)
  await runner.idle()
}

/** Points, principal and bonus of a member. */
export async function holdings(merchantId: string, externalId: string): Promise<number[]> {
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
