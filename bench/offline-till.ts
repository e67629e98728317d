// Tills without a line, in Chromium: whether everything that they sold arrives once, when each browser is killed (kill -9) at any moment
// again and again (RELIABILITY R6). Each sale is scanned, paid and closed on the till's own page, by its own input, keys and buttons, as
// fast as they answer, without moving pictures (as who prefers reduced motion has it). Every till is a browser and a device of its own
// with a queue of its own. The hours without a line pass for the tills' clocks: each start after a kill is so much later, and the
// server's clock is where they end when the line is back. The web must be built.
//
// Run: node bench/offline-till.ts [--sales 10000] [--kills 100] [--tills 2] [--hours 24] [--minutes 120] [--products 1000]
// `sales` and `kills` are those of all tills together. Ends at whichever of sales and minutes comes first, and says how far it came.
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import type { BrowserContext, Page } from 'playwright-core'
import { killProfile, layLine } from '#e2e/cut-line.ts'
import { createItem } from '#modules/catalog/create-item.ts'
import { newId } from '#shared/ids.ts'
import { startBenchShop } from './lib/bench-shop.ts'
import { describeMachine } from './lib/machine.ts'
import { bindTill, fillCatalogue, openTillBrowser, startTill, type TillKeys } from './lib/till-browser.ts'

const { values } = parseArgs({
  options: {
    sales: { type: 'string', default: '10000' },
    kills: { type: 'string', default: '100' },
    tills: { type: 'string', default: '2' },
    hours: { type: 'string', default: '24' },
    minutes: { type: 'string', default: '120' },
    products: { type: 'string', default: '1000' },
  },
})
const tills = Number(values.tills)
const [sales, kills] = [Math.ceil(Number(values.sales) / tills), Math.ceil(Number(values.kills) / tills)]
const hoursMs = Number(values.hours) * 3_600_000
const barcode = '6901234500062'

/**
 * Runs in the page: sells one piece after another, and calls `shown` with each number as soon as it stands on the screen, until
 * `__enough` is set. A person's keys and clicks, only without a person's pauses.
 */
const sellInPage = `(async () => {
  const find = async (read) => {
    for (const began = performance.now(); performance.now() - began < 60_000; ) {
      const found = read()
      if (found) return found
      await new Promise((done) => setTimeout(done, 2))
    }
    throw new Error('the till does not get on')
  }
  const button = (words) => [...document.querySelectorAll('button:not([disabled])')].find((each) => words.test(each.textContent))
  const type = (input, text) => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, text)
    input.dispatchEvent(new Event('input', { bubbles: true }))
  }
  const press = (input) => input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', keyCode: 13, bubbles: true }))
  let before = ''
  while (!window.__enough) {
    const input = await find(() => document.querySelector('.rg-till-search input'))
    type(input, '${barcode}')
    await find(() => input.value === '${barcode}')
    press(input)
    ;(await find(() => document.querySelector('.rg-till-pay:not([disabled])'))).click()
    ;(await find(() => button(/确认收款/))).click()
    const number = await find(() => {
      const text = document.querySelector('.rg-sold .rg-faint')?.textContent ?? ''
      return text !== before && text
    })
    before = number
    await window.shown(number)
    ;(await find(() => button(/下一单/))).click()
    await find(() => document.querySelector('.rg-till-pay')?.disabled)
  }
})()`

/** Runs before each page: its clock stands so many milliseconds later. */
const laterBy = (ms: number) => `(() => {
  const Now = Date
  globalThis.Date = class extends Now {
    constructor(...given) {
      if (given.length === 0) super(Now.now() + ${ms})
      else super(...given)
    }
    static now() {
      return Now.now() + ${ms}
    }
  }
})()`

let serverLaterMs = 0
const clock = { now: () => new Date(Date.now() + serverLaterMs) }
const shop = await startBenchShop({}, { hasScreens: true, clock })
const line = await layLine(`http://localhost:${shop.port}`)
const shown = new Set<string>()

type Booked = { numbers: string[]; spanHours: number; conflicts: number }

/** The numbers of all receipts that the shop has booked, over how many hours they were sold, and what a person is asked about. */
async function readBooked(): Promise<Booked> {
  const [row] = await shop.inWork((work) =>
    work.send<Booked>(sql`
      select coalesce(array_agg(receipt_number), '{}') as numbers,
             coalesce(extract(epoch from max(happened_at) - min(happened_at)) / 3600, 0)::float8 as span_hours,
             (select count(*)::int from cashier.sale_conflict where merchant_id = ${work.merchantId}) as conflicts
        from cashier.sale where merchant_id = ${work.merchantId}`),
  )
  return row!
}

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms))
const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(0)

/** A till in a browser of its own, that is killed and comes back. */
class BenchTill {
  readonly #profile: string
  readonly #keys: TillKeys
  #context: BrowserContext | null = null
  #page: Page | null = null
  sold = 0
  killed = 0
  laterMs = 0

  constructor(profile: string, keys: TillKeys) {
    this.#profile = profile
    this.#keys = keys
  }

  static async make(place: number): Promise<BenchTill> {
    const profile = await mkdtemp(path.join(tmpdir(), 'regulars-till-'))
    return new BenchTill(profile, await bindTill(shop, `前台 ${place + 1}`))
  }

  async #open(): Promise<Page> {
    const { context, page } = await openTillBrowser(this.#profile, line.url, this.#keys)
    this.#context = context
    await context.addInitScript(laterBy(this.laterMs))
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await context.exposeFunction('shown', (number: string) => {
      if (shown.has(number)) throw new Error(`two receipts ${number}`)
      shown.add(number)
      this.sold++
    })
    return page
  }

  /** With a line: learns the shop, keeps the page, and starts from what it keeps. */
  async learn(): Promise<void> {
    this.#page = await this.#open()
    await startTill(this.#page)
    await this.#page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
    await this.#page.waitForTimeout(3_000)
    await startTill(this.#page)
  }

  /** Sells until it sold its share or the time is up, killed between. */
  async sell(endsAt: number): Promise<void> {
    const began = performance.now()
    while (this.sold < sales && performance.now() < endsAt) {
      // By sales where they go fast, by time where they do not: all kills come, spread over the whole.
      const target = Math.min(sales, this.sold + Math.ceil(sales / (kills + 1)))
      const until = Math.min(endsAt, performance.now() + (endsAt - began) / (kills + 1))
      const selling = this.#page!.evaluate(sellInPage).catch((error: Error) => error)
      while (this.sold < target && performance.now() < until) {
        const error = await Promise.race([selling, sleep(50)])
        if (error instanceof Error) throw error
      }
      if (this.sold >= sales || performance.now() >= endsAt || this.killed === kills) {
        await this.#page!.evaluate('window.__enough = true')
        const error = await selling
        if (error instanceof Error) throw error
        await this.#page!.evaluate('window.__enough = false')
        continue
      }
      await sleep(Math.random() * 400)
      await killProfile(this.#profile)
      await selling
      await this.close()
      this.killed++
      this.laterMs = Math.round((hoursMs * this.killed) / kills)
      this.#page = await this.#open()
      await startTill(this.#page)
    }
  }

  async close(): Promise<void> {
    await this.#context?.close().catch(() => undefined)
  }

  async remove(): Promise<void> {
    await this.close()
    await rm(this.#profile, { recursive: true, force: true })
  }
}

const all: BenchTill[] = []
try {
  console.log(await describeMachine(shop.ownerUrl))
  await fillCatalogue(shop, Number(values.products))
  await shop.inWork((work) =>
    createItem(work, { id: newId(), kind: 'product', name: '茉莉花茶', listPriceCents: 3_800, barcodes: [barcode] }),
  )
  for (let place = 0; place < tills; place++) all.push(await BenchTill.make(place))
  for (const till of all) await till.learn()
  await line.cut()

  const began = performance.now()
  const endsAt = began + Number(values.minutes) * 60_000
  await Promise.all(all.map((till) => till.sell(endsAt)))
  const killed = all.reduce((sum, till) => sum + till.killed, 0)
  const load = loadavg()[0]!.toFixed(1)
  console.log(
    `${shown.size} receipts shown by ${tills} tills without a line, browsers killed ${killed} times: ${seconds(began)} s, load ${load}`,
  )

  const mended = performance.now()
  serverLaterMs = Math.max(...all.map((till) => till.laterMs))
  await line.mend()
  let booked = await readBooked()
  // Every till hands in its queue by its own key, though its session ended long ago. Given up when nothing came for two minutes.
  for (
    let cameAt = performance.now(), quiet = 0;
    quiet < 5_000 || (booked.numbers.length < shown.size && quiet < 120_000);
  ) {
    await sleep(2_000)
    const now = await readBooked()
    if (now.numbers.length > booked.numbers.length) cameAt = performance.now()
    booked = now
    quiet = performance.now() - cameAt
  }
  const { numbers, spanHours, conflicts } = booked
  const arrived = new Set(numbers)
  const missing = [...shown].filter((number) => !arrived.has(number)).length
  const doubled = numbers.length - arrived.size
  // A kill between the writing of a sale and its number on the screen leaves one that nobody saw: it is sold, and arrives.
  const unseen = arrived.size - (shown.size - missing)
  console.log(
    `${numbers.length} sales of ${spanHours.toFixed(1)} hours arrived in ${seconds(mended)} s: ${missing} missing, ${doubled} doubled, ` +
      `${unseen} whose number a kill hid, ${conflicts} for a person to look at`,
  )
  if (missing > 0 || doubled > 0 || unseen > killed || conflicts > 0) process.exitCode = 1
} finally {
  await Promise.all(all.map((till) => till.remove()))
  await line.cut().catch(() => undefined)
  await shop.stop()
}
