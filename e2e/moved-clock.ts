import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { createMerchant } from '#modules/identity/create-merchant.ts'
import { startMemberSession } from '#modules/identity/member-session.ts'
import { Passwords } from '#modules/identity/passwords.ts'
import { readConfig } from '#platform/config.ts'
import type { DueSweep } from '#platform/due-work.ts'
import { runDueWork } from '#platform/due-work.ts'
import { inTransaction } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import { type RunningSystem, startSystem } from '#server/main.ts'
import { newId } from '#shared/ids.ts'
import { launchBrowser } from './browser.ts'
import { sizes } from './harness.ts'
import { createDatabaseOfSuite } from './running-app.ts'
import { slowLineIfAsked } from './slow-line.ts'

slowLineIfAsked()

const password = 'jing tian mei rong 8'
const person = { locale: 'zh-CN', timezoneId: 'Asia/Shanghai' } as const

/** A shop whose clock a journey moves by days: server, screens and what is prepared see the same. */
export type MovedShop = {
  system: RunningSystem
  merchantId: string
  storeId: string
  /** The settings of the running process, for commands beside it. */
  env: Record<string, string>
  now(): Date
  moveDays(days: number): void
  inShop<T>(body: (work: Work) => Promise<T>): Promise<T>
  /** Does now what would run by the clock: without a worker nothing runs by itself. */
  runDue(sweeps: readonly DueSweep[]): Promise<void>
  /** The owner at a new browser, signed in: a session from before the clock was moved has long gone idle. */
  openConsole(): Promise<Page>
  /** A member at their phone, signed in. */
  openPhone(memberId: string): Promise<Page>
  stop(): Promise<void>
}

/** One journey through a shop whose clock it moves, as a test with a system and a browser of its own. */
export function movedJourney(name: string, body: (shop: MovedShop) => Promise<void>): void {
  test(name, async () => {
    const shop = await openMovedShop()
    try {
      await body(shop)
    } finally {
      await shop.stop()
    }
  })
}

async function openMovedShop(): Promise<MovedShop> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'regulars-e2e-moved-'))
  const database = (await createDatabaseOfSuite())!
  const env = { DATA_DIR: dataDir, DATABASE_URL: database.ownerUrl, PORT: '0', LOG_LEVEL: 'warn', ROLE: 'api' }
  const merchantId = newId()
  let ahead = 0
  const now = () => new Date(Date.now() + ahead)
  const system = await startSystem({ config: readConfig(env), log: () => {}, clock: { now } })
  const inShop = <T>(body: (work: Work) => Promise<T>) =>
    inTransaction(system.database, { merchantId, actor: { kind: 'system', name: 'e2e' }, at: now() }, body)
  const storeId = await setUp(system, inShop)
  const browser = await launchBrowser()
  const open = (size: BrowserContextOptions['viewport'] & object) => openPage(browser, system.url!, size, now())
  return {
    ...{ system, merchantId, storeId, env, now, inShop },
    moveDays: (days) => void (ahead += days * 86_400_000),
    async runDue(sweeps) {
      const onError = (error: unknown) => {
        throw error
      }
      await runDueWork({ database: system.database, sweeps, at: now(), onError })
    },
    async openConsole() {
      const page = await open(sizes.till)
      await page.goto('/sign-in')
      await page.getByLabel('账号').fill('wangfang')
      await page.getByLabel('密码', { exact: true }).fill(password)
      await page.getByRole('button', { name: '登录' }).click()
      await page.getByText('王芳').first().waitFor()
      return page
    },
    async openPhone(memberId) {
      const page = await open(sizes.phone)
      const start = { memberId, ip: '127.0.0.1', userAgent: 'e2e' }
      const { token } = await inShop((work) => startMemberSession(work, system.database.keys, start))
      await page.context().addCookies([{ name: 'regulars_member', value: token, url: system.url! }])
      return page
    },
    async stop() {
      await browser.close()
      await system.stop()
      await database.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function setUp(system: RunningSystem, inShop: MovedShop['inShop']): Promise<string> {
  const passwordHash = await new Passwords(system.database.keys('identity.passwords', null)).hash(password)
  const { storeId } = await inShop((work) =>
    createMerchant(work, system.database.keys, {
      ...{ name: '晴天美容', currency: 'CNY', locale: 'zh-CN', storeName: '人民路店', timeZone: 'Asia/Shanghai' },
      owner: { loginName: 'wangfang', name: '王芳', passwordHash },
    }),
  )
  return storeId
}

async function openPage(
  browser: Browser,
  baseURL: string,
  viewport: { width: number; height: number },
  at: Date,
): Promise<Page> {
  const context = await browser.newContext({ ...person, baseURL, viewport })
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  await page.clock.setSystemTime(at)
  return page
}
