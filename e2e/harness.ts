import { AxeBuilder } from '@axe-core/playwright'
import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { after, test } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { launchBrowser } from './browser.ts'
import { watchMovedPresses } from './moved-presses.ts'
import { type AppOptions, type RunningApp, startApp } from './running-app.ts'
import { makeTillDevice, type TillDevice } from './till-device.ts'
import { rememberAnswers, tellPages } from './told-by-page.ts'

/** The screens that a shop has: the counter's tablet in both sizes, and a phone. */
export const sizes = {
  till: { width: 1280, height: 800 },
  tablet: { width: 1024, height: 768 },
  phone: { width: 390, height: 844 },
} as const

export type Size = keyof typeof sizes

/** Where a journey happens: the app that it started, and one person's browser. */
export type Stage = {
  app: RunningApp
  page: Page
  /** Another person at another screen: own cookies, same shop. */
  openBrowser(size?: Size): Promise<Page>
  /** A till whose browser can be killed and whose line can be cut. */
  openTill(size?: Size): Promise<TillDevice>
  /** With `PICTURES=1` keeps a picture under test-results/screens, for people to look at. */
  picture(name: string, page?: Page): Promise<void>
  /** Fails on anything that a screen reader or a low-vision cashier would stumble over (WCAG 2.1 AA). */
  checkAccessible(page?: Page): Promise<void>
}

export type JourneyOptions = AppOptions & {
  size?: Size
  locale?: 'zh-CN' | 'en-US'
  /** The browser may keep the pages for when there is no line, as tills do: a fifth of a journey's processor time goes there. */
  keepsPages?: boolean
  /** Drawers slide and spinners turn, as for most people; other journeys ask for pages that stand still. */
  moves?: boolean
}

const resultsDir = path.resolve(import.meta.dirname, '../test-results')
const keepsPictures = process.env['PICTURES'] === '1'
const isLineSlow = process.env['SLOW_LINE'] === '1'

/** Set by the first journey of a file: a browser takes a second to start, and each file is a process of its own. */
let browser: Promise<Browser> | undefined

function sharedBrowser(): Promise<Browser> {
  return (browser ??= launchBrowser())
}

after(async () => (await browser)?.close())

/**
 * One journey through the shop, as a test with an app and a browser of its own.
 *
 * Beside its own asserts it fails when any page logs an error, throws, breaks the content security policy or is
 * answered by a fault (5xx). A failed journey tells what every open page showed, and leaves its picture under test-results/failures.
 */
export function journey(name: string, options: JourneyOptions, body: (stage: Stage) => Promise<void>): void {
  test(name, async () => {
    const app = await startApp(options)
    const contexts: BrowserContext[] = []
    const tills: TillDevice[] = []
    const troubles: string[] = []
    const movedPresses: string[] = []
    const personAt = (size: Size) => ({
      viewport: sizes[size],
      locale: options.locale ?? 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      hasTouch: size !== 'till',
      isMobile: size === 'phone',
      // Nobody watches, and each moving picture is drawn by the processor.
      reducedMotion: options.moves ? ('no-preference' as const) : ('reduce' as const),
    })
    const openBrowser = async (size: Size = options.size ?? 'till') => {
      const context = await (
        await sharedBrowser()
      ).newContext({ baseURL: app.url, serviceWorkers: options.keepsPages ? 'allow' : 'block', ...personAt(size) })
      context.setDefaultTimeout(20_000) // two journeys share two cores
      contexts.push(context)
      if (isLineSlow) await watchMovedPresses(context, movedPresses)
      context.on('page', (page) => collectTroubles(page, troubles))
      return context.newPage()
    }
    const openTill = async (size: Size = options.size ?? 'till') => {
      const till = await makeTillDevice(app.url, personAt(size), (context) => {
        contexts.push(context)
        context.on('page', (page) => collectTroubles(page, troubles, { mayLoseLine: true }))
      })
      tills.push(till)
      return till
    }
    try {
      const page = await openBrowser()
      const picture: Stage['picture'] = async (title, of = page) => {
        if (keepsPictures) await takePicture(of, 'screens', title)
      }
      await body({ app, page, openBrowser, openTill, picture, checkAccessible: (of = page) => checkAccessible(of) })
      assert.deepEqual(troubles, [], 'nothing went wrong behind the screen')
    } catch (error) {
      await Promise.all(
        contexts.flatMap((context) => context.pages()).map((page, index) => pictureOfFailure(page, name, index)),
      )
      const told = [...troubles.map((trouble) => `Behind the screen: ${trouble}`), await tellPages(contexts)]
      throw new Error(told.join('\n'), { cause: error })
    } finally {
      await Promise.all(contexts.map((context) => context.close().catch(() => undefined))) // some were killed
      await Promise.all(tills.map((till) => till.remove()))
      for (const press of movedPresses) console.log(`${name}: ${press}`)
      await app.stop()
    }
  })
}

/**
 * What the browser's own console would show. Refusals (4xx) are part of the work and shown by the screen itself; so is the
 * loss of the line where a journey cuts it.
 */
function collectTroubles(page: Page, troubles: string[], { mayLoseLine = false } = {}): void {
  rememberAnswers(page)
  page.on('pageerror', (error) => troubles.push(`uncaught: ${error.stack ?? error.message}`))
  page.on('crash', () => troubles.push(`crashed: ${page.url()}`))
  page.on('console', (message) => {
    const isRefusal = message.text().startsWith('Failed to load resource: the server responded with a status of 4')
    const isLineLost = mayLoseLine && message.text().includes('net::ERR_')
    if (message.type() === 'error' && !isRefusal && !isLineLost)
      troubles.push(`console: ${message.text()} (${message.location().url})`)
  })
  page.on('response', (response) => {
    if (response.status() >= 500)
      troubles.push(`fault: ${response.status()} ${response.request().method()} ${response.url()}`)
  })
}

async function takePicture(page: Page, folder: string, title: string): Promise<void> {
  await mkdir(path.join(resultsDir, folder), { recursive: true })
  const { width, height } = page.viewportSize() ?? sizes.till
  await page.evaluate('document.fonts.ready')
  await page.screenshot({
    path: path.join(resultsDir, folder, `${title} ${width}x${height}.png`),
    animations: 'disabled',
  })
}

async function pictureOfFailure(page: Page, name: string, index: number): Promise<void> {
  // The failure itself matters more than its picture: a crashed page has none.
  await takePicture(page, 'failures', `${name.replace(/[^\p{L}\p{N} -]/gu, '')} ${index + 1}`).catch(() => {})
}

async function checkAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .setLegacyMode(true) // the other mode opens pages of its own, which have no such shop to go to
    .analyze()
  const told = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html }) => `${id}: ${help}\n  ${html.slice(0, 200)}`),
  )
  assert.deepEqual(told, [], `${page.url()} is accessible`)
}
