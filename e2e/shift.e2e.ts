import type { Page } from 'playwright-core'
import { bindBrowser } from './bound-till.ts'
import { journey } from './harness.ts'
import { assertLedgerSound } from './running-app.ts'
import { setUpShop } from './set-up-shop.ts'

async function addProduct(page: Page): Promise<void> {
  await page.goto('/products?new=product')
  const drawer = page.getByRole('dialog', { name: '添加商品' })
  await drawer.getByLabel('名称', { exact: true }).fill('山茶花洗发水')
  await drawer.getByLabel(/^售价/).fill('68')
  await drawer.getByLabel('条码').fill('6901234500062')
  await drawer.getByRole('button', { name: '添加商品' }).click()
  await page.getByRole('link', { name: '山茶花洗发水' }).waitFor()
}

/** One bottle for cash, with change. */
async function sellOne(page: Page): Promise<void> {
  await page.goto('/till')
  const input = page.getByRole('textbox', { name: /扫码/ })
  await input.fill('6901234500062')
  await input.press('Enter')
  await page.keyboard.press('F9')
  await page.getByRole('dialog', { name: '收款' }).waitFor()
  await page.getByLabel('实收现金').fill('100')
  await page.getByRole('button', { name: /确认收款/ }).click()
  await page.getByText('已收款 ¥68.00').waitFor()
}

journey(
  'a till’s day: float, a sale, cash out, a blind count that is ten yuan short, the Z report, the close of the day',
  {},
  async ({ app, page, picture, checkAccessible }) => {
    await setUpShop(page, app.setupCode!)
    await addProduct(page)
    await bindBrowser(page)

    await page.goto('/till/shift')
    await page.getByLabel('备用金').fill('500')
    await picture('shift to open')
    await checkAccessible()
    await page.getByRole('button', { name: '开班' }).click()
    await page.getByRole('heading', { name: '当前班次' }).waitFor()

    await sellOne(page)
    await page.goto('/till/shift')
    await page.getByRole('button', { name: '取出现金' }).click()
    const drawer = page.getByRole('dialog', { name: '取出现金' })
    await drawer.getByLabel('金额').fill('18')
    await drawer.getByLabel('原因').fill('付快递费')
    await drawer.getByRole('button', { name: '取出现金' }).click()
    await page.getByText('付快递费').waitFor()
    await page.getByText('¥550.00').waitFor() // 500 + 68 − 18, for the owner, who may see it
    await picture('shift')
    await checkAccessible()

    await page.getByRole('button', { name: '清点并结束' }).click()
    await page.getByLabel('¥100.00 的张数').fill('5')
    await page.getByLabel('¥20.00 的张数').fill('2')
    await picture('count')
    await checkAccessible()
    await page.getByRole('button', { name: '提交清点' }).click()
    await page.getByText('有差异').waitFor()
    await page.getByText('-¥10.00').first().waitFor()
    await picture('count result')
    await checkAccessible()
    await page.getByLabel('留存备用金').fill('500')
    await page.getByLabel('说明').fill('找零多给了十元')
    await page.getByRole('button', { name: /结束班次并生成/ }).click()

    await page.getByRole('heading', { name: '交班报表 Z1' }).waitFor()
    await page.getByText('找零多给了十元').waitFor()
    await picture('z report')
    await checkAccessible()

    await page.goto('/shifts')
    await page.getByRole('link', { name: /Z1/ }).waitFor()
    await picture('shifts')
    await checkAccessible()

    await page.goto('/days')
    await page.getByText('可以日结').waitFor()
    await picture('day')
    await checkAccessible()
    await page.getByRole('button', { name: /^日结 / }).click()
    await page.getByText('已日结').first().waitFor()
    await page.getByRole('link', { name: '1', exact: true }).click()
    await page.getByRole('heading', { name: '日结报表 1' }).waitFor()
    await picture('day report')
    await checkAccessible()

    // A closed till takes no money.
    await page.goto('/till')
    const input = page.getByRole('textbox', { name: /扫码/ })
    await input.fill('6901234500062')
    await input.press('Enter')
    await page.keyboard.press('F9')
    await page.getByLabel('实收现金').fill('100')
    await page.getByRole('button', { name: /确认收款/ }).click()
    await page.getByText('此收银机还没有开班').waitFor()
    await assertLedgerSound(app)
  },
)
