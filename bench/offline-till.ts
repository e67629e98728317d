// A till without a line, in Chromium: how long it takes to start with a large catalogue (first time, from what it keeps, with the
// server gone), what a change costs, and whether everything that it sold arrives once when the browser is killed again and again.
// The web must be built. Run: node bench/offline-till.ts [--products 100000] [--sales 300] [--kills 10]
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { BrowserContext, Page } from 'playwright-core'
import { launchProfile } from '#e2e/browser.ts'
import { killProfile, layLine } from '#e2e/cut-line.ts'
import { sellAtTill } from '#e2e/sell-at-till.ts'
import { createItem } from '#modules/catalog/create-item.ts'
import { completeItems, saveItems } from '#modules/catalog/save-items.ts'
import { startSession } from '#modules/identity/start-session.ts'
import { registerDevice } from '#modules/identity/register-device.ts'
import { newId } from '#shared/ids.ts'
import { startBenchShop } from './lib/bench-shop.ts'
import { describeMachine } from './lib/machine.ts'

const { values } = parseArgs({
  options: {
    products: { type: 'string', default: '100000' },
    sales: { type: 'string', default: '300' },
    kills: { type: 'string', default: '10' },
  },
})
const [products, sales, kills] = [Number(values.products), Number(values.sales), Number(values.kills)]
const barcode = '6901234500062'

const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(2)} s`
const shop = await startBenchShop({}, { hasScreens: true })
const line = await layLine(`http://localhost:${shop.port}`)
const profile = await mkdtemp(path.join(tmpdir(), 'regulars-till-'))
let context: BrowserContext | null = null
let session = ''

/** The browser on its profile, opened or opened again, with the till's key and the cashier's session. */
async function openTill(deviceKey: string): Promise<Page> {
  context = await launchProfile(profile, { baseURL: line.url, viewport: { width: 1280, height: 800 }, locale: 'zh-CN' })
  context.setDefaultTimeout(60_000)
  await context.addCookies([{ name: 'regulars_session', value: session, url: line.url }])
  await context.addInitScript(`localStorage.setItem('regulars.deviceKey', ${JSON.stringify(deviceKey)})`)
  return context.pages()[0] ?? (await context.newPage())
}

/** The numbers of all receipts that the shop has booked. */
async function bookedNumbers(): Promise<string[]> {
  const numbers: string[] = []
  for (let next: string | null = ''; next !== null;) {
    const url: string = `http://localhost:${shop.port}/api/v1/sales?limit=200${next ? `&cursor=${next}` : ''}`
    const page = (await (await fetch(url, { headers: shop.headers })).json()) as {
      items: { receiptNumber: string }[]
      next: string | null
    }
    numbers.push(...page.items.map(({ receiptNumber }) => receiptNumber))
    next = page.next
  }
  return numbers
}

async function startTill(page: Page): Promise<string> {
  const began = performance.now()
  await page.goto('/till')
  await page.locator('.rg-till-tile').first().waitFor()
  return seconds(began)
}

try {
  console.log(await describeMachine(shop.ownerUrl))
  for (let done = 0; done < products; done += 2_000) {
    await shop.inWork(async (work) => {
      const rows = Array.from({ length: Math.min(2_000, products - done) }, (_, i) => ({
        ...{ id: newId(), kind: 'product' as const, name: `山茶花洗发水 ${done + i}`, code: `P${done + i}` },
        ...{ listPriceCents: 1_000 + ((done + i) % 900), barcodes: [String(2_000_000_000_000 + done + i)] },
      }))
      await saveItems(work, await completeItems(work, rows))
    })
  }
  await shop.inWork((work) =>
    createItem(work, { id: newId(), kind: 'product', name: '茉莉花茶', listPriceCents: 3_800, barcodes: [barcode] }),
  )
  const device = { deviceId: newId(), storeId: shop.storeId, name: '前台' }
  const { deviceKey } = await shop.inWork((work) => registerDevice(work, shop.database.keys, device))
  const headers = { 'x-device-key': deviceKey }
  session = await shop.inWork(async (work) => {
    const kept = await readFile(path.join(shop.dataDir, 'bench-shop.json'), 'utf8')
    const { userId } = JSON.parse(kept) as { userId: string }
    const start = {
      userId,
      deviceId: device.deviceId,
      ip: null,
      userAgent: 'bench',
      how: 'password',
    } as const
    return (await startSession(work, shop.database.keys, start)).token
  })

  let began = performance.now()
  const answer = await fetch(`${line.url}/api/v1/till/items?storeId=${shop.storeId}`, { headers })
  const text = await answer.text()
  const lines = text.trim().split('\n')
  console.log(`catalogue of ${lines.length - 1} as lines: ${seconds(began)}, ${(text.length / 1e6).toFixed(1)} MB`)
  const { cursor } = JSON.parse(lines.at(-1)!) as { cursor: string }
  await shop.inWork((work) => createItem(work, { id: newId(), kind: 'product', name: '新品', listPriceCents: 100 }))
  began = performance.now()
  await (await fetch(`${line.url}/api/v1/till/catalog?storeId=${shop.storeId}&cursor=${cursor}`, { headers })).json()
  console.log(`one change since: ${(performance.now() - began).toFixed(0)} ms`)

  let page = await openTill(deviceKey)
  console.log(`till, first start: ${await startTill(page)}`)
  await page.waitForTimeout(3_000)
  console.log(`till, started again from what it keeps: ${await startTill(page)}`)
  await line.cut()
  console.log(`till, started with the server gone: ${await startTill(page)}`)

  const shown: string[] = []
  const killEvery = Math.max(1, Math.floor(sales / (kills + 1)))
  began = performance.now()
  for (let sold = 1; sold <= sales; sold++) {
    const isKill = sold % killEvery === 0 && sold < sales
    if (!isKill) {
      shown.push(await sellAtTill(page, barcode))
      continue
    }
    const selling = sellAtTill(page, barcode).then(
      (number) => shown.push(number),
      () => undefined,
    )
    await new Promise((done) => setTimeout(done, Math.random() * 900))
    await killProfile(profile)
    await selling
    await context!.close().catch(() => undefined)
    page = await openTill(deviceKey)
    await startTill(page)
  }
  console.log(
    `${shown.length} receipts shown without a line, browser killed ${Math.floor((sales - 1) / killEvery)} times: ${seconds(began)}`,
  )
  began = performance.now()
  await line.mend()
  let numbers: string[] = []
  for (let before = -1; numbers.length < shown.length || numbers.length !== before;) {
    before = numbers.length
    await page.waitForTimeout(2_000)
    numbers = await bookedNumbers()
  }
  const missing = shown.filter((number) => !numbers.includes(number))
  const doubled = numbers.length - new Set(numbers).size
  console.log(`${numbers.length} sales arrived in ${seconds(began)}: ${missing.length} missing, ${doubled} doubled`)
  if (missing.length > 0 || doubled > 0 || numbers.length < shown.length) process.exitCode = 1
} finally {
  await (context as BrowserContext | null)?.close().catch(() => undefined)
  await line.cut().catch(() => undefined)
  await shop.stop()
  await rm(profile, { recursive: true, force: true })
}
