// Tills without a line, in Chromium: whether everything that they sold arrives once, when each browser is killed (kill -9) at any moment
// again and again. Each sale is scanned, paid and closed on the till's own page, by its own input, keys and buttons, as fast as they
// answer, without moving pictures (as who prefers reduced motion has it). Every till is a browser and a device of its own. The web must
// be built. Run: node bench/offline-till.ts [--sales 10000] [--kills 100] [--tills 2] [--minutes 60] [--products 1000]
// Ends at whichever of sales and minutes comes first, and says how far it came.
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
    minutes: { type: 'string', default: '60' },
    products: { type: 'string', default: '1000' },
  },
})
const tills = Number(values.tills)
const [sales, kills] = [Math.ceil(Number(values.sales) / tills), Math.ceil(Number(values.kills) / tills)]
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

const shop = await startBenchShop({}, { hasScreens: true })
const line = await layLine(`http://localhost:${shop.port}`)
const shown = new Set<string>()

/** The numbers of all receipts that the shop has booked. */
async function bookedNumbers(): Promise<string[]> {
  const rows = await shop.inWork((work) =>
    work.send<{ number: string }>(sql`
      select receipt_number as number from cashier.sale where merchant_id = ${work.merchantId}`),
  )
  return rows.map(({ number }) => number)
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
  await line.mend()
  let numbers: string[] = []
  for (let before = -1; numbers.length < shown.size || numbers.length !== before;) {
    before = numbers.length
    await sleep(3_000)
    numbers = await bookedNumbers()
    if (performance.now() - mended > 600_000) break
  }
  const booked = new Set(numbers)
  const missing = [...shown].filter((number) => !booked.has(number)).length
  const doubled = numbers.length - booked.size
  // A kill between the writing of a sale and its number on the screen leaves one that nobody saw: it is sold, and arrives.
  const unseen = numbers.length - shown.size + missing - doubled
  console.log(
    `${numbers.length} sales arrived in ${seconds(mended)} s: ${missing} missing, ${doubled} doubled, ${unseen} whose number a kill hid`,
  )
  if (missing > 0 || doubled > 0 || unseen < 0 || unseen > killed) process.exitCode = 1
} finally {
  await Promise.all(all.map((till) => till.remove()))
  await line.cut().catch(() => undefined)
  await shop.stop()
}
