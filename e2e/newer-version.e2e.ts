import type { Page } from 'playwright-core'
import { journey } from './harness.ts'
import { setUpShop } from './set-up-shop.ts'

/** What a server tells that has another version by now: a start page that begins with another script. */
async function putNewerVersion(page: Page): Promise<void> {
  await page.route('**/index.html', async (route) => {
    const answer = await route.fetch()
    const html = await answer.text()
    await route.fulfill({ response: answer, body: html.replace('assets/index-', 'assets/index-newer') })
  })
}

/** The file of a page is gone with the version that it belonged to. */
async function takeAway(page: Page, file: string, times?: number): Promise<void> {
  const limit = times === undefined ? {} : { times }
  await page.route(`**/assets/${file}-*.js`, (route) => route.fulfill({ status: 404, body: '' }), limit)
}

journey(
  'a page that was open while a newer version came reloads by itself once, and says so after that',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    await page.goto('/', { waitUntil: 'networkidle' })
    await putNewerVersion(page)

    await takeAway(page, 'member-list-page', 1)
    await page.locator('.rg-nav-link', { hasText: /^会员$/ }).click()
    await page.getByRole('heading', { name: '会员', exact: true }).waitFor()

    await takeAway(page, 'item-list-page')
    await page.locator('.rg-nav-link', { hasText: /^商品$/ }).click()
    await page.getByRole('heading', { name: '系统已更新' }).waitFor()
    await stage.picture('newer version')
    await stage.checkAccessible()
    await page.unrouteAll()
    await page.getByRole('button', { name: '重新载入' }).click()
    await page.getByRole('heading', { name: '商品', exact: true }).waitFor()
  },
)

journey(
  'what opens without a line is kept in either language',
  { locale: 'en-US', keepsPages: true },
  async ({ page }) => {
    await page.goto('/')
    await page.getByRole('heading').first().waitFor()
    await page.evaluate('navigator.serviceWorker.ready')
  },
)
