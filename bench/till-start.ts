// A till with a large catalogue, in Chromium: its first start on an empty device, its start from what it keeps, and what one change
// costs. Beside each start stands the same catalogue bare, in the same browser in the same minute: fetched and parsed, nothing kept,
// nothing drawn. Processor seconds say what a busy machine does not. The web must be built.
// Run: node bench/till-start.ts [--products 100000] [--rounds 3]. Aims: start 3 s, change 200 ms.
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { createItem } from '#modules/catalog/create-item.ts'
import { newId } from '#shared/ids.ts'
import { startBenchShop } from './lib/bench-shop.ts'
import { cpuSecondsBelow, findProcess, postmasterOf } from './lib/cpu-time.ts'
import { describeMachine } from './lib/machine.ts'
import { bindTill, fillCatalogue, openTillBrowser, startTill, type TillKeys } from './lib/till-browser.ts'

const { values } = parseArgs({
  options: { products: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '3' } },
})
/** Until the service worker and what the till keeps are written. */
const settleMs = 8_000

const shop = await startBenchShop({}, { hasScreens: true })
const url = `http://localhost:${shop.port}`
const linesPath = `/api/v1/till/items?storeId=${shop.storeId}`
const postmaster = await postmasterOf(shop.dataDir)

/** The catalogue fetched as text and each line parsed. Milliseconds. */
const bareInPage = `(async () => {
  const began = performance.now()
  const text = await (await fetch(${JSON.stringify(linesPath)}, { cache: 'no-store' })).text()
  const rows = text.trim().split('\\n').map((line) => JSON.parse(line))
  return rows.length > 1 ? performance.now() - began : NaN
})()`

type Cost = { ms: number; browser: number; server: number; database: number }

async function costOf(browser: number, body: () => Promise<number>): Promise<Cost> {
  const read = async () => [await cpuSecondsBelow(browser), await cpuSecondsBelow(postmaster)] as const
  const [before, own] = [await read(), process.cpuUsage()]
  const ms = await body()
  const { user, system } = process.cpuUsage(own)
  const after = await read()
  return { ms, browser: after[0] - before[0], server: (user + system) / 1e6, database: after[1] - before[1] }
}

const describe = ({ ms, browser, server, database }: Cost) =>
  `${(ms / 1000).toFixed(2)} s (processor: browser ${browser.toFixed(1)}, Node ${server.toFixed(1)}, PostgreSQL ${database.toFixed(1)} s)`
const ratio = (a: Cost, b: Cost) => `${(a.ms / b.ms).toFixed(2)} × bare`

async function changeMs({ deviceKey }: TillKeys, page: Page): Promise<number> {
  const head = await page.evaluate<string>(`(async () => {
    const open = indexedDB.open('regulars.till')
    await new Promise((done) => { open.onsuccess = done })
    const read = open.result.transaction('kept').objectStore('kept').get('catalog')
    await new Promise((done) => { read.onsuccess = done })
    return read.result.value.cursor
  })()`)
  const headers = { 'x-device-key': deviceKey }
  const times: number[] = []
  for (let tries = 0; tries < 5; tries++) {
    await shop.inWork((work) => createItem(work, { id: newId(), kind: 'product', name: '新品', listPriceCents: 100 }))
    const began = performance.now()
    const answer = await fetch(`${url}/api/v1/till/catalog?storeId=${shop.storeId}&cursor=${head}`, { headers })
    await answer.json()
    times.push(performance.now() - began)
  }
  return times.toSorted((a, b) => a - b)[2]!
}

try {
  console.log(await describeMachine(shop.ownerUrl))
  await fillCatalogue(shop, Number(values.products))
  for (let round = 1; round <= Number(values.rounds); round++) {
    const profile = await mkdtemp(path.join(tmpdir(), 'regulars-till-'))
    const keys = await bindTill(shop, `前台 ${round}`)
    const { context, page } = await openTillBrowser(profile, url, keys)
    const browser = await findProcess(`--user-data-dir=${profile}`)
    const first = await costOf(browser, () => startTill(page))
    await page.waitForTimeout(settleMs)
    const again = await costOf(browser, () => startTill(page))
    const bare = await costOf(browser, () => page.evaluate<number>(bareInPage))
    console.log(`round ${round}, load ${loadavg()[0]!.toFixed(1)}: the catalogue bare ${describe(bare)}`)
    console.log(`  first start ${describe(first)} = ${ratio(first, bare)}`)
    console.log(`  from what it keeps ${describe(again)} = ${ratio(again, bare)}`)
    console.log(`  one change since ${(await changeMs(keys, page)).toFixed(0)} ms`)
    await context.close()
    await rm(profile, { recursive: true, force: true })
  }
} finally {
  await shop.stop()
}
