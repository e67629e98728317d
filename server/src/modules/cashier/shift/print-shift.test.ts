import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { PrintDocument } from '#modules/printing/document-types.ts'
import { renderText } from '#modules/printing/layout-rules.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makePrinter } from '#testing/make-printer.ts'
import { makeSale } from '#testing/make-sale.ts'
import { endMadeShift, makeShift, tillActor } from '#testing/make-shift.ts'
import { inWork } from '#testing/work.ts'
import { type PrintedShift, shiftPaper } from './shift-paper-rules.ts'
import { noFigures } from './figure-rules.ts'
import { closeDay } from './close-day.ts'
import { composeDay, composeShift } from './compose-shift.ts'
import { moveDrawerAtTill, printTillPaper } from './print-shift.ts'
import { readShift } from './shift-queries.ts'

const head = {
  ...{ merchantName: '晴天美容', storeName: '人民路店', storeAddress: '', storePhone: '', header: '', footer: '' },
  ...{ timeZone: 'Asia/Shanghai', locale: 'zh-CN' as const, currency: 'CNY', cashierName: '李梅', isCopy: false },
}
const closed: PrintedShift = {
  ...{ number: 7, tillName: '前台', businessDay: '2026-03-02', leftCents: 50_000, note: '找零差错' },
  at: new Date('2026-03-02T14:00:00Z'),
  openedAt: new Date('2026-03-02T01:00:00Z'),
  closedAt: new Date('2026-03-02T14:00:00Z'),
  figures: {
    ...noFigures,
    sales: {
      ...noFigures.sales,
      count: 2,
      grossCents: 21_000,
      discountCents: 1_000,
      waiverCents: 50,
      netCents: 20_000,
    },
    refunds: { count: 1, netCents: 3_000, taxCents: 0, paidCents: 3_000 },
    giftCards: { count: 1, loadedCents: 10_000 },
    tenders: [
      {
        ...{ kind: 'cash', method: null, saleCents: 20_000, roundingCents: 0, refundCents: 3_000 },
        ...{ valueSoldCents: 10_000, valueBackCents: 0 },
      },
    ],
    taxes: [{ rateBps: 600, netCents: 17_000, taxCents: 962 }],
    drawer: { ...noFigures.drawer, openingCents: 50_000 },
  },
  count: {
    tenders: [{ kind: 'cash', method: null, expectedCents: 77_000, countedCents: 76_500, varianceCents: -500 }],
    varianceCents: -500,
  },
}

test('a Z report on paper adds up: sales, refunds, gift cards, means, the drawer, the count and its difference', () => {
  const text = renderText(shiftPaper(closed, head), 32)
  for (const line of [
    /班报号\s+7/,
    /优惠\s+-￥10\.00\n\s+其中抹零\s+-￥0\.50\n销售净额\s+￥200\.00/,
    /营业额\s+￥170\.00/,
    /礼品卡充入 1 笔\s+￥100\.00/,
    /现金\s+￥270\.00/,
    /应有现金\s+￥770\.00/,
    /现金\s+￥765\.00/,
    /差额\s+-￥5\.00/,
    /税率 6%\s+￥170\.00\s+￥9\.62/,
    /备注\s+找零差错/,
  ]) {
    assert.match(text, line)
  }
})

test('an X report has no number and no count', () => {
  const text = renderText(shiftPaper({ ...closed, number: null, count: null, closedAt: null }, head), 32)
  assert.match(text, /班次中报 X/)
  assert.doesNotMatch(text, /班报号|清点/)
})

async function lastPaper(work: Work): Promise<string> {
  const [job] = await work.send<{ document: PrintDocument }>(sql`
    select document from printing.job where merchant_id = ${work.merchantId} order by asked_at desc, id desc limit 1`)
  return renderText(job!.document, 48)
}

test(
  'an open shift prints what it is at this moment; closed, its Z report, the second of which is a copy',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    await makePrinter(work, storeId)
    const { id: itemId } = await makeItem(work, { listPriceCents: 8_800 })
    const { shiftId, till } = await makeShift(work, { storeId })
    await makeSale(till, { storeId, items: [[itemId, 1]] })
    const print = async () => printTillPaper(till, await composeShift(till, shiftId), { jobId: newId() })
    await print()
    assert.match(await lastPaper(work), /班次中报 X[^]*营业额\s+￥88\.00/)
    await endMadeShift(till, shiftId)
    await print()
    const report = await lastPaper(work)
    assert.match(report, /交班日报 Z/)
    assert.doesNotMatch(report, /补打/)
    await print()
    assert.match(await lastPaper(work), /补打/)
  }),
)

test(
  'cash out of a drawer opens it and has a slip to sign; a drawer opened for nothing springs open without paper',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { shiftId, till } = await makeShift(work, { storeId })
    const move = (kind: 'paid_out' | 'opened', amountCents: number) =>
      moveDrawerAtTill(till, { movementId: newId(), shiftId, kind, amountCents, reason: '付快递费' })
    assert.equal((await move('paid_out', 500)).printJobId, null, 'no printer, and it is noted all the same')
    await makePrinter(work, storeId)
    const { printJobId } = await move('paid_out', 3_000)
    const [slip] = await papers(work, printJobId)
    assert.ok(slip)
    assert.equal(slip.opensDrawer, true)
    assert.match(renderText(slip, 32), /取出现金[^]*原因\s+付快递费[^]*取出现金\s+-￥30\.00[^]*签字/)
    const [pulse] = await papers(work, (await move('opened', 0)).printJobId)
    assert.deepEqual([pulse?.opensDrawer, pulse?.blocks], [true, []])
  }),
)

test(
  'who notes a movement from elsewhere opens no drawer there',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    await makePrinter(work, storeId)
    const { shiftId } = await makeShift(work, { storeId })
    const desk = work.as(tillActor(newId()), work.at)
    const movement = { movementId: newId(), shiftId, kind: 'paid_out', amountCents: 100, reason: '送存银行' } as const
    assert.equal((await moveDrawerAtTill(desk, movement)).printJobId, null)
  }),
)

test(
  'the report of a closed day on paper: what it came to, each shift with its difference, and what no shift answers for',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    await makePrinter(work, storeId)
    const { id: itemId } = await makeItem(work, { listPriceCents: 8_800 })
    const { shiftId, till } = await makeShift(work, { storeId })
    await makeSale(till, { storeId, items: [[itemId, 1]] })
    await endMadeShift(till, shiftId, 8_700)
    await makeSale(work, { storeId, items: [[itemId, 2]] })
    const { businessDay } = (await readShift(work, shiftId))!
    const { dayCloseId } = await closeDay(work, { dayCloseId: newId(), storeId, day: businessDay })
    await printTillPaper(work, await composeDay(work, dayCloseId), { jobId: newId() })
    const text = await lastPaper(work)
    assert.match(text, /营业日结[^]*营业额\s+￥264\.00[^]*Z1\s+￥88\.00\n\s+差异合计\s+￥1\.00/)
    assert.doesNotMatch(text, /-￥0\.00/)
    assert.match(text, /无班次收款 1 笔\s+￥176\.00\n差异合计\s+￥1\.00/)
  }),
)

async function papers(work: Work, jobId: string | null): Promise<PrintDocument[]> {
  const jobs = await work.send<{ document: PrintDocument }>(sql`
    select document from printing.job where merchant_id = ${work.merchantId} and id = ${jobId}`)
  return jobs.map(({ document }) => document)
}
