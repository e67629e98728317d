// The checkout over HTTP as a shop runs it: signed in, durable, three lines at the member price, promotion, coupon, a fen off by hand,
// stored value and cash, points, stock, events, key and audit. Ratios to SU16 of the same minutes, medians of interleaved rounds.
// Run: node bench/checkout.ts [--seconds 6] [--rounds 5] [--members 2000] [--only lane64,alone64] or, for memory, --minutes 60
// Aims: lane at 64 connections 0.8 SU16 (stretch 1.2), p99 40 ms, three times one command per transaction; hot 0.9 of it; one
// connection, whose every sale redeems a coupon and stored value, p95 7 ms.
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { sell, type SaleInput } from '#modules/cashier/sale/sell.ts'
import { Lane, type LaneCommand, Lanes } from '#platform/lane.ts'
import { inTransaction } from '#platform/transaction.ts'
import { type BenchShop, startBenchShop } from './lib/bench-shop.ts'
import { makeHotGoods, prepareCheckouts, readHotOutcome, stockCheckoutShop } from './lib/checkout-shop.ts'
import { type LoadReport, startLoadGenerator } from './lib/load.ts'
import { describeMachine } from './lib/machine.ts'
import { countRows, type RowCounts, rowsSince } from './lib/row-counts.ts'
import { prepareSu16 } from './lib/su16.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '6' },
    rounds: { type: 'string', default: '5' },
    members: { type: 'string', default: '2000' },
    /** The most sales a second that bodies are prepared for. */
    most: { type: 'string', default: '900' },
    only: { type: 'string' },
    minutes: { type: 'string' },
  },
})
const seconds = Number(values.seconds)
const most = Number(values.most)

/** A connection that went idle hands in its counters within ten seconds. */
const statisticsDelayMs = 11_000

type Way = { name: string; connections: number; isHot?: true; isAlone?: true; isLight?: true }
const ways: Way[] = [
  { name: 'lane64', connections: 64 },
  { name: 'hot64', connections: 64, isHot: true },
  { name: 'alone64', connections: 64, isAlone: true },
  { name: 'lane16', connections: 16 },
  { name: 'lane1', connections: 1 },
  { name: 'light', connections: 16, isLight: true },
]
const chosen = ways.filter(({ name }) => values.only?.split(',').includes(name) ?? true)

const shop = await startBenchShop({ LOG_LEVEL: 'silent' })
const generator = startLoadGenerator()
try {
  console.log(await describeMachine(shop.ownerUrl))
  const checkouts = await stockCheckoutShop(shop, { members: Number(values.members) })
  await (values.minutes ? soak(checkouts, Number(values.minutes)) : measure(checkouts))
} finally {
  generator.stop()
  await shop.stop()
}

type Checkouts = Awaited<ReturnType<typeof stockCheckoutShop>>

async function measure(checkouts: Checkouts): Promise<void> {
  const su16 = await prepareSu16(shop.ownerUrl)
  await countOneSale(checkouts)
  const ratios = new Map(chosen.map(({ name }) => [name, [] as number[]]))
  for (let round = 1; round <= Number(values.rounds); round++) {
    const unit = await su16(seconds)
    const unitMs = 16_000 / unit.tps
    console.log(`round ${round}: SU16 ${unit.tps.toFixed(0)}/s, ${unitMs.toFixed(1)} ms each (${unit.tool})`)
    let fullRate = 0
    for (const way of chosen) {
      const { report, serverShare } = await run(checkouts, way, fullRate)
      const rate = report.done / report.seconds
      if (way.name === 'lane64') fullRate = rate
      ratios.get(way.name)!.push(rate / unit.tps)
      console.log(`  ${way.name.padEnd(8)} ${describe(report, unit.tps, serverShare)}`)
      if (way.isLight) {
        console.log(`           p99 = ${(report.p99Ms / unitMs).toFixed(1)} SU16 latencies (aim 4)`)
      }
      if (way.connections === 1) console.log(`           one redemption: p95 ${report.p95Ms.toFixed(1)} ms (aim 7)`)
    }
  }
  for (const [name, list] of ratios) console.log(`median ${name.padEnd(8)} ${median(list).toFixed(3)} SU16`)
  const [lane, hot, alone] = ['lane64', 'hot64', 'alone64'].map((name) => median(ratios.get(name) ?? []))
  if (lane && hot) console.log(`hot / lane ${(hot / lane).toFixed(2)} (aim 0.9)`)
  if (lane && alone) console.log(`lane / one command per transaction ${(lane / alone).toFixed(2)} (aim 3)`)
  await sellOut(checkouts)
}

async function run(
  checkouts: Checkouts,
  { connections, isHot, isAlone, isLight }: Way,
  fullRate: number,
): Promise<{ report: LoadReport; serverShare: number }> {
  const rate = isLight ? (fullRate || 100) / 10 : connections === 1 ? most / 4 : most
  const count = Math.ceil(rate * seconds)
  const hot = isHot ? await makeHotGoods(checkouts, { stockUnits: count, couponUses: count }) : undefined
  const bodies = await prepareCheckouts(checkouts, { count, ...(hot ? { hot } : {}) })
  await untilTold(shop)
  const inLine = Lanes.prototype.submit
  if (isAlone) Lanes.prototype.submit = submitAlone as typeof inLine
  const cpu = process.cpuUsage()
  const report = await send(bodies, { connections, seconds, perSecond: isLight ? rate : null })
  const { user, system } = process.cpuUsage(cpu)
  Lanes.prototype.submit = inLine
  if (hot) await checkHot(checkouts, hot)
  return { report, serverShare: (user + system) / 1e6 / report.seconds }
}

/** What was told while coupons were issued has been heard: it is no part of a checkout. */
async function untilTold({ inWork }: BenchShop): Promise<void> {
  const isTold = () =>
    inWork(async (work) => {
      const waiting = await work.send(sql`
        select 1 from platform.delivery where merchant_id = ${work.merchantId} limit 1`)
      return waiting.length === 0
    })
  while (!(await isTold())) await sleep(200)
}

function send(
  bodies: readonly string[],
  order: { connections: number; seconds: number; perSecond?: number | null; isRepeated?: boolean },
): Promise<LoadReport> {
  const { port, headers } = shop
  return generator.send({ path: '/api/v1/sales', perSecond: null, isRepeated: false, ...order, port, headers, bodies })
}

/** Our own path of one command per transaction: as many at once as the pool has connections. */
function submitAlone(merchantId: string, command: LaneCommand<SaleInput>) {
  const actor = { kind: 'system', name: 'alone' } as const
  const lane = new Lane({
    merchantId,
    run: (merchant, body) =>
      inTransaction(shop.database, { merchantId: merchant, actor, at: new Date(0), isKeyByKey: true }, body),
    useCase: sell,
  })
  return lane.submit(command)
}

function describe({ failures, ...report }: LoadReport, unit: number, serverShare: number): string {
  const rate = report.done / report.seconds
  const troubles = Object.keys(failures).length > 0 ? ` ${JSON.stringify(failures)}` : ''
  const share = (of: number) => `${(of * 100).toFixed(0)} %`
  return (
    `${rate.toFixed(0)}/s = ${(rate / unit).toFixed(3)} SU16, p50 ${report.p50Ms.toFixed(1)}, p95 ${report.p95Ms.toFixed(1)}, ` +
    `p99 ${report.p99Ms.toFixed(1)} ms; of one core: server ${share(serverShare)} = ${((serverShare / rate) * 1_000).toFixed(2)} ms a sale, ` +
    `generator ${share(report.cpuShare)}${troubles}`
  )
}

async function checkHot(checkouts: Checkouts, hot: Awaited<ReturnType<typeof makeHotGoods>>): Promise<void> {
  const { soldUnits, leftUnits, couponUses, spentCents } = await readHotOutcome(checkouts, hot)
  const isRight =
    leftUnits >= 0 &&
    soldUnits + leftUnits === hot.stockUnits &&
    couponUses <= hot.couponUses &&
    soldUnits === couponUses
  if (!isRight || spentCents !== couponUses * 1_000) {
    throw new Error(`oversold: ${JSON.stringify({ hot, soldUnits, leftUnits, couponUses, spentCents })}`)
  }
}

/** Three times as many buyers as there are units and coupons: just those sell, the rest are told why. */
async function sellOut(checkouts: Checkouts): Promise<void> {
  for (const short of ['stock', 'coupons'] as const) {
    const hot = await makeHotGoods(checkouts, {
      stockUnits: short === 'stock' ? 100 : 300,
      couponUses: short === 'coupons' ? 100 : 300,
    })
    const bodies = await prepareCheckouts(checkouts, { count: 300, hot })
    const { done, failures } = await send(bodies, { connections: 64, seconds: 60 })
    await checkHot(checkouts, hot)
    if (done !== 100) throw new Error(`of 100 left, ${done} were sold: ${JSON.stringify(failures)}`)
    console.log(`300 buyers for the last 100 (${short}): ${done} sold, refused ${JSON.stringify(failures)}`)
  }
}

/** Rows that a sale writes, as the tables' counters say after a run of them. */
async function countOneSale(checkouts: Checkouts): Promise<void> {
  const bodies = await prepareCheckouts(checkouts, { count: 640 })
  await untilTold(shop)
  await sleep(statisticsDelayMs)
  const before = await countRows(shop.ownerUrl)
  const { done } = await send(bodies, { connections: 64, seconds: 60 })
  await sleep(statisticsDelayMs)
  const { rows, walBytes } = rowsSince(before, await countRows(shop.ownerUrl))
  const perSale = (count: number) => count / done
  const list = rows.map(({ table, ...counts }) => `${table} ${shownCounts(counts, perSale)}`).join(', ')
  const total = rows.reduce((sum, { inserted, updated, deleted }) => sum + inserted + updated + deleted, 0)
  console.log(`rows per sale ${perSale(total).toFixed(1)}: ${list}; ${(walBytes / done / 1024).toFixed(1)} KiB of WAL`)
}

function shownCounts(counts: Omit<RowCounts, 'table'>, perSale: (count: number) => number): string {
  const signs = { inserted: '+', updated: '~', deleted: '−' } as const
  return (['inserted', 'updated', 'deleted'] as const)
    .filter((kind) => counts[kind] > 0)
    .map((kind) => signs[kind] + perSale(counts[kind]).toFixed(1))
    .join(' ')
}

/** The same carts again and again, without coupons, which end: the server's memory minute by minute, under full load. */
async function soak(checkouts: Checkouts, minutes: number): Promise<void> {
  const bodies = await prepareCheckouts(checkouts, { count: 2_000, hasCoupons: false })
  const sizes: number[] = []
  for (let minute = 1; minute <= minutes; minute++) {
    const report = await send(bodies, { connections: 64, seconds: 60, isRepeated: true })
    const { rss, heapUsed } = process.memoryUsage()
    sizes.push(rss / 2 ** 20)
    console.log(
      `minute ${minute}: ${(report.done / report.seconds).toFixed(0)}/s, p99 ${report.p99Ms.toFixed(0)} ms, ` +
        `server RSS ${sizes.at(-1)!.toFixed(0)} MiB, heap in use ${(heapUsed / 2 ** 20).toFixed(0)} MiB`,
    )
  }
  const slope = ((sizes.at(-1)! - sizes[Math.floor(sizes.length / 2)]!) / Math.max(1, sizes.length / 2)) * 60
  console.log(`slope over the second half: ${slope.toFixed(1)} MiB an hour`)
}

function median(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0
}
