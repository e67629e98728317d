// The first visit of the member portal on a phone (390 × 844), in Chromium: what travels, first and largest paint, how long the page could
// not answer (the parts of long tasks beyond 50 ms), and how much it moved; then the visit after it. Once as the machine is and once
// as Lighthouse has a phone: 1.6 Mbit/s, 150 ms there and back, a processor four times slower. Beside each a page of one line from the
// same machine in the same minute. The web must be built. Run: node bench/portal-load.ts [--rounds 3]. Aim: 200 KB of script.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { launchBrowser } from '#e2e/browser.ts'
import { startBenchShop } from './lib/bench-shop.ts'
import { describeCpu } from './lib/machine.ts'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } })
const shop = await startBenchShop({}, { hasScreens: true })
const plain = createServer((_request, answer) => {
  answer.setHeader('content-type', 'text/html; charset=utf-8')
  answer.end('<!doctype html><meta name="viewport" content="width=device-width"><title>一行</title><h1>会员卡</h1>')
})
await new Promise<void>((done) => plain.listen(0, '127.0.0.1', done))
const plainUrl = `http://localhost:${(plain.address() as AddressInfo).port}/`
const portalUrl = `http://localhost:${shop.port}/m/join?s=${shop.storeId}`
const browser = await launchBrowser()

type Visit = {
  firstMs: number
  largestMs: number
  blockedMs: number
  moved: number
  bytes: number
  scriptBytes: number
}

const watchInPage = `
  window.__seen = { first: 0, largest: 0, blocked: 0, moved: 0 }
  const watch = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true })
  watch('paint', (entry) => { if (entry.name === 'first-contentful-paint') __seen.first = entry.startTime })
  watch('largest-contentful-paint', (entry) => { __seen.largest = entry.startTime })
  watch('longtask', (entry) => { __seen.blocked += Math.max(0, entry.duration - 50) })
  watch('layout-shift', (entry) => { if (!entry.hadRecentInput) __seen.moved += entry.value })
`

/** Bytes as they travel, headers and compression and all. */
async function countBytes(session: CDPSession): Promise<{ all: number; script: number }> {
  const counted = { all: 0, script: 0 }
  const scripts = new Set<string>()
  await session.send('Network.enable')
  session.on('Network.requestWillBeSent', ({ requestId, type }) => void (type === 'Script' && scripts.add(requestId)))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    counted.all += encodedDataLength
    if (scripts.has(requestId)) counted.script += encodedDataLength
  })
  return counted
}

async function visit(page: Page, url: string, isSlow: boolean): Promise<Visit> {
  const session = await page.context().newCDPSession(page)
  const counted = await countBytes(session)
  if (isSlow) {
    const bytesPerSecond = 1_600_000 / 8
    const line = {
      offline: false,
      latency: 150,
      downloadThroughput: bytesPerSecond,
      uploadThroughput: bytesPerSecond / 2,
    }
    await session.send('Network.emulateNetworkConditions', line)
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  }
  await page.goto(url)
  await page.locator('h1, h2').first().waitFor()
  await page.waitForLoadState('networkidle')
  const seen = await page.evaluate<{ first: number; largest: number; blocked: number; moved: number }>('__seen')
  await session.detach()
  const { all: bytes, script: scriptBytes } = counted
  return {
    firstMs: seen.first,
    largestMs: seen.largest,
    blockedMs: seen.blocked,
    moved: seen.moved,
    bytes,
    scriptBytes,
  }
}

async function measure(from: Browser, isSlow: boolean): Promise<{ bare: Visit; first: Visit; again: Visit }> {
  const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: 'zh-CN' }
  const context = await from.newContext(phone)
  await context.addInitScript(watchInPage)
  const bare = await visit(await context.newPage(), plainUrl, isSlow)
  const page = await context.newPage()
  const first = await visit(page, portalUrl, isSlow)
  await page.evaluate('navigator.serviceWorker?.ready.then(() => undefined)')
  const again = await visit(await context.newPage(), portalUrl, isSlow)
  await context.close()
  return { bare, first, again }
}

const describe = ({ firstMs, largestMs, blockedMs, moved, bytes, scriptBytes }: Visit) =>
  `first paint ${firstMs.toFixed(0)} ms, largest ${largestMs.toFixed(0)} ms, blocked ${blockedMs.toFixed(0)} ms, moved ${moved.toFixed(3)}; ` +
  `${(bytes / 1e3).toFixed(0)} KB, of them script ${(scriptBytes / 1e3).toFixed(0)} KB`

try {
  console.log(`${describeCpu()}, ${browser.version()}`)
  for (const isSlow of [false, true]) {
    for (let round = 1; round <= Number(values.rounds); round++) {
      const { bare, first, again } = await measure(browser, isSlow)
      const line = isSlow ? '1.6 Mbit/s, 150 ms, processor ÷ 4' : 'as the machine is'
      console.log(
        `${line}, round ${round}, load ${loadavg()[0]!.toFixed(1)}: one line first paint ${bare.firstMs.toFixed(0)} ms`,
      )
      console.log(`  first visit: ${describe(first)} = ${(first.firstMs / bare.firstMs).toFixed(1)} of that`)
      console.log(`  after it:    ${describe(again)} = ${(again.firstMs / bare.firstMs).toFixed(1)}`)
    }
  }
} finally {
  await browser.close()
  plain.close()
  await shop.stop()
}
