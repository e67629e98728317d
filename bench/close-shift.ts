// Closing a shift: counts, closes and writes the Z report of a shift of 10,000 sales with lines, two tenders each, refunds and
// top-ups, then the X report's figures and the day. Run: node bench/close-shift.ts [--sales 10000] [--rounds 5] [--others 100000]
import { parseArgs } from 'node:util'
import { closeDay } from '#modules/cashier/shift/close-day.ts'
import { figuresOfShift } from '#modules/cashier/shift/shift-figures.ts'
import { inTransaction } from '#platform/transaction.ts'
import type { OpenWork } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { endMadeShift, makeShift, tillActor } from '#testing/make-shift.ts'
import { type TillSale, type TillTopUp, writeTillRecords } from '#testing/make-till-records.ts'
import { startBenchShop } from './lib/bench-shop.ts'
import { describeMachine } from './lib/machine.ts'

const { values } = parseArgs({
  options: {
    sales: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '5' },
    others: { type: 'string', default: '100000' },
  },
})

const sale = (index: number): TillSale => ({
  discountCents: 100,
  manualDiscountCents: 0,
  waiverCents: index % 10,
  tenders: [
    { kind: 'stored_value', method: null, amountCents: 1_000, roundingCents: 0, changeCents: 0 },
    index % 3 === 0
      ? { kind: 'cash', method: null, amountCents: 2_000 + (index % 700), roundingCents: 0, changeCents: 50 }
      : {
          kind: 'other',
          method: index % 3 === 1 ? 'wechat' : 'alipay',
          amountCents: 2_500,
          roundingCents: 0,
          changeCents: 0,
        },
  ],
  lines: [600, 1_300, 0].map((rateBps) => ({ rateBps, netCents: 1_200, taxCents: rateBps / 20 })),
  refund: index % 40 === 0 ? { paidCents: [100, 200], netCents: [100, 100, 100], taxCents: [3, 6, 0] } : null,
})
const topUp = (): TillTopUp => ({
  bonusCents: 2_000,
  tenders: [{ kind: 'other', method: 'wechat', amountCents: 10_000 }],
  refund: null,
})

const shop = await startBenchShop()
try {
  console.log(await describeMachine(shop.ownerUrl))
  const { storeId, merchantId, database } = shop
  const run = <T>(body: (work: OpenWork) => Promise<T>) =>
    inTransaction(database, { merchantId, actor: tillActor(newId()), at: new Date() }, body)
  const fill = async (shiftId: string, count: number) => {
    for (let done = 0; done < count; done += 2_000) {
      const sales = Array.from({ length: Math.min(2_000, count - done) }, (_, index) => sale(done + index))
      await run((work) =>
        writeTillRecords(work, { storeId, shiftId }, { sales, topUps: Array.from({ length: 20 }, topUp) }),
      )
    }
  }
  // The shop has a past: what one shift needs is found among it.
  await fill(newId(), Number(values.others))
  for (let round = 1; round <= Number(values.rounds); round++) {
    const { shiftId, actor } = await run((work) => makeShift(work, { storeId }))
    await fill(shiftId, Number(values.sales))
    const at = (body: (work: OpenWork) => Promise<unknown>) =>
      timed(() => inTransaction(database, { merchantId, actor, at: new Date() }, body))
    const xMs = await at((work) => figuresOfShift(work, { id: shiftId, openingCents: 0 }))
    // Two counts (the first finds out what is expected), then the close: three times all figures.
    const closeMs = await at((work) => endMadeShift(work, shiftId))
    console.log(
      `round ${round}: ${values.sales} sales, X report ${xMs.toFixed(0)} ms, two counts and close ${closeMs.toFixed(0)} ms`,
    )
  }
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const dayMs = await timed(() => run((work) => closeDay(work, { dayCloseId: newId(), storeId, day: today })))
  console.log(`day over ${values.rounds} shifts: ${dayMs.toFixed(0)} ms`)
} finally {
  await shop.stop()
}

async function timed(body: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await body()
  return performance.now() - started
}
