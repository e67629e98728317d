import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { journey } from './harness.ts'
import { sellAtTill } from './sell-at-till.ts'
import { addProduct, setUpShop } from './set-up-shop.ts'
import { command } from './shop-commands.ts'

const barcode = '6901234500048'

journey(
  'a campaign is tried on real sales and published; the receipt tells why the points, and a part returned takes its own back',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    const { stores } = await command<{ stores: { id: string }[] }>(page, 'GET', '/session')
    await command(page, 'POST', '/members', { name: '李梅', phone: '13900138001', homeStoreId: stores[0]!.id })
    const base = { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true, pendingDays: 0, expiry: null }
    await command(page, 'PUT', '/points/rule', { version: 0, ...base })
    const redeem = { points: 100, worthCents: 100, minPoints: 100, stepPoints: 100, maxShareBps: 5_000 }
    await command(page, 'PUT', '/points/redeem-rule', { version: 0, ...redeem, returnedExpired: 'grace', graceDays: 7 })
    await addProduct(page, '护理套装', '128', barcode)
    await page.goto('/till')
    await chooseMember(page)
    await sellAtTill(page, barcode)

    await publishDouble(page, stage)
    await sellTwo(page)
    await page.getByText('获得 512 积分').waitFor()
    await page.getByText('计积分金额 ¥256，积分 2 倍').waitFor()
    await stage.picture('why these points, at the till')
    await page.getByRole('button', { name: '下一单' }).click()

    await page.goto('/sales')
    await page.getByRole('link', { name: /-000002$/ }).click()
    const why = page.getByRole('list', { name: '为什么得这些积分' })
    await why.getByText('会员日双倍积分').waitFor()
    await why.getByText('计积分金额 ¥256，每 ¥1 得 1 积分').waitFor()
    await stage.picture('why these points, on the sale')
    await stage.checkAccessible()
    const saleId = page.url().split('/').at(-1)!
    await giveOneBack(page, saleId)
    await page.reload()
    await page.getByText('512，退款已扣 256').waitFor()

    await page.goto('/points/campaigns')
    await page.getByText(/已发 128 积分/).waitFor()
    await page.getByText('预算 10,000 积分，已发 128').waitFor()
    await page.getByRole('link', { name: '会员日双倍积分' }).click()
    await page.getByText('发布前试算：近 30 天多发 128 积分').waitFor()
    await stage.picture('what the campaign gave')
    await stage.checkAccessible()
  },
)

async function chooseMember(page: Page): Promise<void> {
  await page.getByRole('button', { name: /选择会员/ }).click()
  await page.getByLabel(/会员码、卡号/).fill('8001')
  await page.getByRole('dialog').getByText('李梅').first().click()
}

type Stage = Parameters<Parameters<typeof journey>[2]>[0]

async function publishDouble(page: Page, stage: Stage): Promise<void> {
  await page.goto('/points/campaigns')
  await page.getByRole('button', { name: '新建积分活动' }).first().click()
  await page.getByLabel('活动名称').fill('会员日双倍积分')
  await page.getByLabel('总预算（积分）').fill('10000')
  await page.getByText('积分 2 倍').first().waitFor()
  const publish = page.getByRole('button', { name: '发布活动' })
  assert.equal(await publish.isEnabled(), false, 'nothing is published that was not tried')
  await page.getByRole('button', { name: '用近 30 天的销售试算' }).click()
  await page.getByText('+128', { exact: true }).first().waitFor()
  await page.getByText('¥1.28', { exact: true }).first().waitFor()
  await stage.picture('a campaign tried on real sales')
  await stage.checkAccessible()
  await publish.click()
  await page.getByRole('heading', { name: '会员日双倍积分' }).waitFor()
}

/** Two pieces for the member, up to the screen that says it is sold. */
async function sellTwo(page: Page): Promise<void> {
  await page.goto('/till')
  await chooseMember(page)
  const input = page.getByRole('textbox', { name: /扫码/ })
  for (let piece = 0; piece < 2; piece++) {
    await input.fill(barcode)
    await input.press('Enter')
  }
  await page.getByText('¥256.00').first().waitFor()
  await page.locator('.rg-till-pay:not([disabled])').click()
  await page.getByRole('dialog', { name: '收款' }).waitFor()
  await page.getByRole('button', { name: /确认收款/ }).click()
}

/** One of the two comes back: its half of the base and its half of the campaign. */
async function giveOneBack(page: Page, saleId: string): Promise<void> {
  const sale = await command<{ lines: { lineId: string }[] }>(page, 'GET', `/sales/${saleId}`)
  const lines = [{ lineId: sale.lines[0]!.lineId, quantityMilli: 1000 }]
  type Plan = { fingerprint: string; pointsReversed: number }
  const plan = await command<Plan>(page, 'POST', `/sales/${saleId}/refunds/quote`, { lines })
  assert.equal(plan.pointsReversed, 256)
  await command(page, 'POST', `/sales/${saleId}/refunds`, { lines, fingerprint: plan.fingerprint, reason: '退一件' })
}
