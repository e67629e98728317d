import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { createMerchant } from '#modules/identity/create-merchant.ts'
import { Passwords } from '#modules/identity/passwords.ts'
import { refreshForecast } from '#modules/points/forecast-refresh.ts'
import { setRedeemPolicy } from '#modules/points/redeem-policy.ts'
import { reinstatingSales } from '#modules/points/rescue-reinstate.ts'
import { setEarnPolicy } from '#modules/points/set-earn-policy.ts'
import { readConfig } from '#platform/config.ts'
import { deliverPage } from '#platform/outbox.ts'
import { inTransaction } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import type { TestDatabase } from '#scripts/lib/test-database.ts'
import { startSystem, type RunningSystem } from '#server/main.ts'
import { addDays, localDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeSale } from '#testing/make-sale.ts'
import { makePoints } from '#testing/make-value.ts'
import { launchBrowser } from './browser.ts'
import { createDatabaseOfSuite } from './running-app.ts'

const dayMs = 86_400_000
const password = 'jing tian mei rong 8'
const launcher = path.resolve(import.meta.dirname, '../bin/regulars.mjs')
const merchantId = newId()

/** The shop's clock, which this journey moves by days; screens and server see the same. */
let ahead = 0
const clock = { now: () => new Date(Date.now() + ahead) }

let dataDir: string
let database: TestDatabase
let system: RunningSystem
let browser: Browser
let env: Record<string, string | undefined>

before(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'regulars-e2e-points-'))
  database = (await createDatabaseOfSuite())!
  env = { DATA_DIR: dataDir, DATABASE_URL: database.ownerUrl, PORT: '0', LOG_LEVEL: 'warn', ROLE: 'api' }
  // Without a worker nothing is swept by itself: the journey does by hand what runs by the clock.
  system = await startSystem({ config: readConfig(env), log: () => {}, clock })
  browser = await launchBrowser()
})

after(async () => {
  await browser?.close()
  await system?.stop()
  await database?.stop()
  await rm(dataDir, { recursive: true, force: true })
})

function inShop<T>(body: (work: Work) => Promise<T>): Promise<T> {
  return inTransaction(system.database, { merchantId, actor: { kind: 'system', name: 'e2e' }, at: clock.now() }, body)
}

async function openShop() {
  const passwordHash = await new Passwords(system.database.keys('identity.passwords', null)).hash(password)
  return inShop(async (work) => {
    const owner = { loginName: 'wangfang', name: '王芳', passwordHash }
    const { storeId } = await createMerchant(work, system.database.keys, {
      ...{
        name: '晴天美容',
        currency: 'CNY',
        locale: 'zh-CN',
        storeName: '人民路店',
        timeZone: 'Asia/Shanghai',
        owner,
      },
    })
    await setEarnPolicy(work, {
      rule: { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true },
      expiry: { months: 12, round: 'month_end' },
    })
    await setRedeemPolicy(work, {
      version: 0,
      rule: { points: 100, worthCents: 100, minPoints: 100, stepPoints: 100, maxShareBps: 5_000 },
      ...{ returnedExpired: 'grace', graceDays: 7 },
    })
    const today = localDay(work.at, 'Asia/Shanghai')
    const anna = await makeMember(work, { name: '周安娜' })
    const bo = await makeMember(work, { name: '李波' })
    await makePoints(work, anna.id, 800, addDays(today, 10))
    await makePoints(work, bo.id, 2_400, addDays(today, 25))
    const item = await makeItem(work)
    return { storeId, anna, bo, item, today }
  })
}

/** A browser at the moved clock, signed in: a session of before has long gone idle. */
async function openBrowser(): Promise<Page> {
  const context = await browser.newContext({
    ...{ baseURL: system.url!, viewport: { width: 1280, height: 800 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' },
  })
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  await page.clock.setSystemTime(clock.now())
  await page.goto('/sign-in')
  await page.getByLabel('账号').fill('wangfang')
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByText('王芳').first().waitFor()
  return page
}

async function command(...args: string[]) {
  const child = spawn(process.execPath, [launcher, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let stdout = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    code,
    answer: JSON.parse(stdout) as { count: number; units: number; lots: { ownerId: string; units: number }[] },
  }
}

test('points that end: forecast, a dry run, an extension with its cost, the sweep at a moved clock, back by a purchase', async () => {
  const { storeId, anna, bo, item, today } = await openShop()
  await inShop(refreshForecast)
  let page = await openBrowser()

  // The rule: what has ended comes back by a purchase.
  await page.goto('/points/expiry')
  await page.getByRole('heading', { name: '会员看到的规则' }).waitFor()
  await page.getByText('积分自获得之日起满 12 个月，到那个月的最后一天有效。').waitFor()
  await page.getByRole('button', { name: '到期后恢复' }).click()
  const rescue = page.getByRole('dialog', { name: '到期后恢复' })
  await rescue.getByLabel('到期后几天内').fill('14')
  await rescue.getByLabel('单笔消费至少').fill('50')
  await rescue.getByRole('button', { name: '发布新规则' }).click()
  await page.getByText('到期后 14 天内消费满 ¥50，到期的积分恢复，恢复后 30 天内有效。').waitFor()

  // What ends when, and whose.
  await page.goto('/points/forecast')
  await page.getByText('3200 分').first().waitFor()
  await page.getByRole('link', { name: '周安娜' }).waitFor()
  await page.getByText('没有待清算的积分，到期后会自动入账。').waitFor()

  // The run before the run, for a day to come.
  const then = new Date(clock.now().getTime() + 27 * dayMs).toISOString()
  const dry = await command('points', 'expire', '--dry-run', '--at', then, '--json')
  assert.equal(dry.code, 0)
  assert.deepEqual(
    dry.answer.lots.map(({ ownerId, units }) => [ownerId, units]),
    [
      [anna.id, 800],
      [bo.id, 2_400],
    ],
  )

  // One of the two is given more time, with its cost shown first.
  await page.getByRole('button', { name: '批量延期' }).click()
  const drawer = page.getByRole('dialog', { name: '批量延期' })
  await drawer.getByLabel('到期日从').fill(addDays(today, 20))
  await drawer.getByLabel('到', { exact: true }).fill(addDays(today, 30))
  await drawer.getByLabel('延长到').fill(addDays(today, 90))
  await drawer.getByText('2400 积分 · 1 位会员 · 可抵 ¥24.00').waitFor()
  await drawer.getByLabel('原因').fill('装修停业')
  await drawer.getByRole('button', { name: '为 1 位会员延期' }).click()
  await page.getByText('装修停业').first().waitFor()

  // Twelve days later the other's have ended, and are booked.
  await page.context().close()
  ahead += 12 * dayMs
  page = await openBrowser()
  await page.goto('/points/forecast')
  const due = page
    .getByRole('region', { name: '待清算' })
    .or(page.locator('section', { hasText: '待清算' }))
    .first()
  await due.getByText('周安娜').waitFor()
  await page.getByRole('button', { name: '现在入账' }).click()
  await page.getByText('没有待清算的积分，到期后会自动入账。').waitFor()
  const again = await command('points', 'expire', '--dry-run', '--at', clock.now().toISOString(), '--json')
  assert.equal(again.answer.count, 0)

  // A purchase brings them back; the statement says both.
  await inShop((work) => makeSale(work, { storeId, memberId: anna.id, items: [[item.id, 1]] }))
  await deliverPage({ database: system.database, subscriptions: [reinstatingSales], merchantId, at: clock.now() })
  await page.goto(`/members/${anna.id}?tab=statement&of=points`)
  await page.getByText('+800').first().waitFor()
  await page.getByText('-800').or(page.getByText('−800')).first().waitFor()
})
