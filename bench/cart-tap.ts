// A tap in a cart of fifty lines, in Chromium: from the click until the screen is laid out anew (aim: under one frame, 16 ms) and
// until the next frame is on the screen. The web must be built. Run: node bench/cart-tap.ts
import { launchBrowser } from '#e2e/browser.ts'
import { createItem } from '#modules/catalog/create-item.ts'
import { newId } from '#shared/ids.ts'
import { startBenchShop } from './lib/bench-shop.ts'
import { describeCpu } from './lib/machine.ts'

const lineCount = 50
const tapCount = 300

/**
 * Runs in the page. React draws a click's change before the click's task ends; reading a size makes the browser lay it out.
 * The first fifty taps warm the engine up and are not counted.
 */
const measureInPage = `(async () => {
  const buttons = [...document.querySelectorAll('.rg-till-stepper button:last-child')]
  const nextFrame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))
  const laidOut = [], painted = []
  for (let i = 0; i < ${tapCount + 50}; i++) {
    const button = buttons[(i * 7) % buttons.length]
    await nextFrame()
    const begun = performance.now()
    button.click()
    await null
    document.body.offsetHeight
    const drawn = performance.now()
    await nextFrame()
    if (i < 50) continue
    laidOut.push(drawn - begun)
    painted.push(performance.now() - begun)
  }
  return { laidOut, painted }
})()`

const shop = await startBenchShop({}, { hasScreens: true })
const browser = await launchBrowser()
try {
  await shop.inWork(async (work) => {
    for (let i = 0; i < lineCount; i++) {
      const priced = { listPriceCents: 1_000 + i * 10, taxRateBps: 600, tracksStock: false }
      await createItem(work, { id: newId(), kind: 'product', name: `商品 ${String(i).padStart(2, '0')}`, ...priced })
    }
  })
  const baseURL = `http://localhost:${shop.port}`
  const context = await browser.newContext({ baseURL, viewport: { width: 1280, height: 800 }, locale: 'zh-CN' })
  const [name, value] = shop.headers['cookie']!.split('=')
  await context.addCookies([{ name: name!, value: value!, url: baseURL }])
  const page = await context.newPage()
  await page.goto('/till')
  const tiles = page.locator('.rg-till-tile')
  await tiles.nth(lineCount - 1).waitFor()
  for (let i = 0; i < lineCount; i++) await tiles.nth(i).click()
  await page
    .locator('.rg-till-line-row')
    .nth(lineCount - 1)
    .waitFor()
  const taps = await page.evaluate<{ laidOut: number[]; painted: number[] }>(measureInPage)
  const figure = (times: number[]) => {
    times.sort((a, b) => a - b)
    const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!.toFixed(1)
    return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, worst ${times.at(-1)!.toFixed(1)} ms`
  }
  console.log(`${describeCpu()}, ${browser.version()}`)
  console.log(`${tapCount} taps on “more” in a cart of ${lineCount} lines`)
  console.log(`click to new layout:  ${figure(taps.laidOut)}`)
  console.log(`click to next frame:  ${figure(taps.painted)}`)
} finally {
  await browser.close()
  await shop.stop()
}
