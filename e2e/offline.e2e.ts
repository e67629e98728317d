import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import type { BrowserContext, Page } from 'playwright-core'
import { launchProfile } from './browser.ts'
import { killProfile, layLine } from './cut-line.ts'
import { assertLedgerSound, startApp } from './running-app.ts'
import { sellAtTill } from './sell-at-till.ts'
import { addProduct, setUpShop } from './set-up-shop.ts'
import { command } from './shop-commands.ts'

const tea = { name: '茉莉花茶', barcode: '6901234500062', priceCents: 3_800 }

const sellTea = (page: Page) => sellAtTill(page, tea.barcode)

test('the line is cut: the till sells on, is killed, comes back, and everything arrives once', async () => {
  const app = await startApp()
  const line = await layLine(app.url)
  const profile = await mkdtemp(path.join(tmpdir(), 'regulars-till-'))
  const open = () =>
    launchProfile(profile, {
      baseURL: line.url,
      viewport: { width: 1280, height: 800 },
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      reducedMotion: 'reduce',
    })
  let context: BrowserContext = await open()
  try {
    let page = context.pages()[0] ?? (await context.newPage())
    await setUpShop(page, app.setupCode!)
    const { stores } = await command<{ stores: { id: string }[] }>(page, 'GET', '/session')
    const storeId = stores[0]!.id
    await addProduct(page, tea.name, '38', tea.barcode)

    // This browser becomes a till, its drawer is opened.
    await page.goto('/settings/devices')
    await page.getByRole('button', { name: '绑定' }).first().click()
    await page.getByLabel('名称').fill('前台')
    await page.getByRole('dialog').getByRole('button', { name: '绑定' }).click()
    await page.getByText(/已绑定/).waitFor()
    await command(page, 'POST', '/shifts', { storeId, openingCents: 0 })

    await page.goto('/till')
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
    await page.reload()
    await page.getByText('在线', { exact: true }).waitFor()
    const numbers = [await sellTea(page)]

    // The line is cut in the middle of the day, when the till has what it keeps.
    await page.waitForLoadState('networkidle')
    await line.cut()
    numbers.push(await sellTea(page), await sellTea(page))
    await page.getByRole('button', { name: /离线/ }).waitFor()

    // The browser dies without a word, and starts again with nobody to ask.
    assert.ok((await killProfile(profile)) > 0)
    await context.close().catch(() => undefined)
    context = await open()
    await context.clearCookies() // the session is reset as well: whoever cleans up a browser does that
    page = context.pages()[0] ?? (await context.newPage())
    await page.goto('/till')
    await page.getByText(/2 笔待上传/).waitFor()
    numbers.push(await sellTea(page))

    await line.mend()
    await page.getByRole('button', { name: /离线/ }).click()
    await page.getByRole('button', { name: '立即重试' }).click()
    // The queue goes by the till's key and needs no session; the cashier signs in and sells on.
    await page.getByLabel('账号').fill('wangfang')
    await page.getByLabel('密码', { exact: true }).fill('jing tian mei rong 8')
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByText('在线', { exact: true }).waitFor()
    numbers.push(await sellTea(page))

    assert.deepEqual(
      numbers,
      ['1', '2', '3', '4', '5'].map((counter) => `01-01-00000${counter}`),
    )
    const { items } = await command<{ items: { receiptNumber: string; netCents: number }[] }>(
      page,
      'GET',
      '/sales?limit=50',
    )
    assert.deepEqual(items.map(({ receiptNumber }) => receiptNumber).sort(), numbers)
    assert.ok(items.every(({ netCents }) => netCents === tea.priceCents))
    const conflicts = await command<{ items: { kind: string }[] }>(page, 'GET', '/sale-conflicts?state=open')
    assert.deepEqual(
      conflicts.items.map(({ kind }) => kind),
      [],
    )
    await assertLedgerSound(app)
  } catch (error) {
    for (const page of context.pages()) {
      await page
        .screenshot({ path: path.resolve(import.meta.dirname, '../test-results/offline.png') })
        .catch(() => undefined)
      console.log(
        page.url(),
        (
          await page
            .locator('body')
            .innerText()
            .catch(() => '')
        ).slice(0, 600),
      )
    }
    throw error
  } finally {
    await context.close().catch(() => undefined)
    await line.cut().catch(() => undefined)
    await app.stop()
    await rm(profile, { recursive: true, force: true })
  }
})
