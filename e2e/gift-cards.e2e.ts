import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { journey } from './harness.ts'
import { assertLedgerSound } from './running-app.ts'
import { openTillOf } from './sell-at-till.ts'
import { addProduct, setUpShop } from './set-up-shop.ts'
import { command } from './shop-commands.ts'

journey(
  'a gift card is sold, pays a part of a sale, gets it back, is blocked and freed, and what is left is paid out',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    await addProduct(page, '保湿面膜', '59.5', '6901234500031')

    // A new card for 100.00, 150.00 on the counter: the change, then the code, large.
    await page.goto('/till')
    await page.getByRole('button', { name: '礼品卡' }).click()
    const selling = page.getByRole('dialog', { name: '售卡 / 充卡' })
    await selling.getByRole('button', { name: '¥100.00' }).first().click()
    await selling.getByLabel('实收现金').fill('150')
    await selling.getByText('¥50.00', { exact: true }).first().waitFor()
    await stage.checkAccessible()
    await selling.getByRole('button', { name: /确认收款并充入/ }).click()
    await selling.getByText('新卡已充入 ¥100.00').waitFor()
    const code = await selling.locator('figcaption').innerText()
    assert.match(code, /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}$/)
    await stage.picture('gift card sold')
    await stage.checkAccessible()
    await selling.getByRole('button', { name: '完成' }).click()

    // Two masks for 119.00: a card that nobody made is refused, this one pays 80.00 of it, cash the rest.
    await scan(page, '2*6901234500031')
    await page.keyboard.press('F9')
    const paying = page.getByRole('dialog', { name: '收款' })
    await paying.getByRole('button', { name: /^礼品卡/ }).click()
    await findCard(page, '0000-0000-00000')
    await paying.getByText('没有这张礼品卡，请核对卡号').waitFor()
    await findCard(page, code.toLowerCase())
    const amount = paying.getByLabel(`礼品卡 ${code.slice(-4)}`, { exact: true })
    await amount.fill('80')
    await paying.getByLabel('实收现金').fill('40')
    await paying.getByText('¥1.00').waitFor()
    await stage.picture('paying by gift card')
    await stage.checkAccessible()
    await paying.getByRole('button', { name: /确认收款/ }).click()
    await page.getByText('已收款 ¥119.00').waitFor()
    await page.getByRole('button', { name: '下一单' }).click()

    // One mask comes back: to the card and to the counter, in their shares.
    await page.goto('/sales')
    await page.getByRole('link', { name: /01-00-000001/ }).click()
    await page
      .getByText(`礼品卡 ${code.slice(-4)}`)
      .first()
      .waitFor()
    await page.getByRole('button', { name: '退款' }).click()
    await page.getByRole('checkbox', { name: '退 保湿面膜' }).check()
    await page.getByRole('button', { name: '少退 保湿面膜' }).click()
    await page
      .getByText(`退回礼品卡 ${code.slice(-4)}`)
      .first()
      .waitFor()
    await page.getByLabel('退款原因').fill('多拿了一盒')
    await stage.picture('refund to a gift card')
    await page.getByRole('button', { name: '确认退款 ¥59.50' }).click()
    await page.getByText('已退款 ¥59.50').waitFor()

    await page.goto('/gift-cards')
    await page.getByRole('link', { name: code.slice(-4) }).click()
    const card = page.getByRole('dialog', { name: '礼品卡' })
    // 100 − 80 + 40: half of what the card had paid.
    await card.getByText('¥60.00', { exact: true }).first().waitFor()
    await blockAndFree(page)
    await stage.picture('gift card with its movements')
    await stage.checkAccessible()
    await card.getByRole('button', { name: '退卡', exact: true }).click()
    await card.getByText('现金 ¥60.00').waitFor() // it was bought with cash
    await card.getByLabel('退卡原因').fill('顾客搬家')
    await card.getByRole('button', { name: '退还 ¥60.00' }).click()
    await card.getByText('¥0.00', { exact: true }).first().waitFor()

    await assertLedgerSound(app)
  },
)

journey('blanks are made in a batch, their codes saved once, and sold later at the till', {}, async (stage) => {
  const { app, page } = stage
  await setUpShop(page, app.setupCode!)
  await page.goto('/gift-cards/batches')
  await page.getByRole('button', { name: '制作空白卡' }).click()
  const making = page.getByRole('dialog', { name: '制作空白卡' })
  await making.getByLabel('批次名称').fill('春节卡')
  await making.getByLabel('张数').fill('3')
  await making.getByRole('button', { name: '制作空白卡' }).click()
  const codes = page.getByRole('dialog', { name: '卡号' })
  const download = page.waitForEvent('download')
  await codes.getByRole('button', { name: '下载 3 个卡号（CSV）' }).click()
  assert.equal((await download).suggestedFilename(), '春节卡.csv')
  const code = await codes.locator('li code').first().innerText()
  await stage.picture('codes of a batch')
  await stage.checkAccessible()

  await page.goto('/till')
  await page.getByRole('button', { name: '礼品卡' }).click()
  const selling = page.getByRole('dialog', { name: '售卡 / 充卡' })
  await selling.getByText('已有的卡').click()
  await findCard(page, code)
  await selling.getByText('未售出').waitFor()
  await selling.getByRole('button', { name: '¥200.00' }).first().click()
  await selling.getByRole('button', { name: /确认收款并充入/ }).click()
  await selling.getByText('已充入 ¥200.00').waitFor()
})

journey(
  'a gift card sold in one store is topped up and spent in another, and what comes back in the first is on it again',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    await addProduct(page, '保湿面膜', '59.5', '6901234500031')
    await command(page, 'POST', '/stores', { name: '江边店' })

    await openTillOf(page, '人民路店')
    await page.getByRole('button', { name: '礼品卡' }).click()
    const selling = page.getByRole('dialog', { name: '售卡 / 充卡' })
    await selling.getByRole('button', { name: '¥100.00' }).first().click()
    await selling.getByRole('button', { name: /确认收款并充入/ }).click()
    await selling.getByText('新卡已充入 ¥100.00').waitFor()
    const code = await selling.locator('figcaption').innerText()
    await selling.getByRole('button', { name: '完成' }).click()

    await openTillOf(page, '江边店')
    await page.getByRole('button', { name: '礼品卡' }).click()
    await selling.getByText('已有的卡').click()
    await findCard(page, code)
    await selling.getByText('¥100.00').first().waitFor() // what is on it, wherever it was sold
    await selling.getByRole('button', { name: '¥200.00' }).first().click()
    await stage.picture('gift card topped up in another store')
    await selling.getByRole('button', { name: /确认收款并充入/ }).click()
    await selling.getByText('已充入 ¥200.00').waitFor()
    await selling.getByRole('button', { name: '完成' }).click()
    await scan(page, '2*6901234500031')
    await page.getByRole('button', { name: /^收款.*¥119\.00/ }).click()
    const paying = page.getByRole('dialog', { name: '收款' })
    await paying.getByRole('button', { name: /^礼品卡/ }).click()
    await findCard(page, code)
    await paying.getByLabel(`礼品卡 ${code.slice(-4)}`, { exact: true }).fill('119')
    await paying.getByRole('button', { name: /确认收款/ }).click()
    await page.getByText('已收款 ¥119.00').waitFor()
    await page.getByRole('button', { name: '下一单' }).click()

    // One mask comes back where the card was sold.
    await openTillOf(page, '人民路店')
    await page.goto('/sales')
    await page.getByRole('link', { name: '02-00-000001' }).click()
    await page.getByRole('button', { name: '退款' }).click()
    await page.getByRole('checkbox', { name: '退 保湿面膜' }).check()
    await page.getByRole('button', { name: '少退 保湿面膜' }).click()
    await page
      .getByText(`退回礼品卡 ${code.slice(-4)}`)
      .first()
      .waitFor()
    await page.getByLabel('退款原因').fill('多拿了一盒')
    await stage.picture('refund to a gift card in another store')
    await stage.checkAccessible()
    await page.getByRole('button', { name: '确认退款 ¥59.50' }).click()
    await page.getByText('已退款 ¥59.50').waitFor()

    await page.goto('/gift-cards')
    await page.getByRole('link', { name: code.slice(-4) }).click()
    const card = page.getByRole('dialog', { name: '礼品卡' })
    await card.getByText('¥240.50', { exact: true }).first().waitFor() // 100 + 200 − 119 + 59.50
    for (const store of ['人民路店', '江边店']) await card.getByText(store).first().waitFor()
    await stage.picture('gift card of two stores')
    await assertLedgerSound(app)
  },
)

async function scan(page: Page, text: string): Promise<void> {
  const input = page.getByRole('textbox', { name: /扫码，或输入/ })
  await input.fill(text)
  await input.press('Enter')
}

/** A scanner sends the code and Enter. */
async function findCard(page: Page, code: string): Promise<void> {
  const field = page.getByRole('textbox', { name: '卡号', exact: true })
  await field.fill(code)
  await field.press('Enter')
}

async function blockAndFree(page: Page): Promise<void> {
  const card = page.getByRole('dialog', { name: '礼品卡' })
  await card.getByRole('button', { name: '停用', exact: true }).click()
  await card.getByLabel('停用原因').fill('顾客说卡丢了')
  await card.getByRole('button', { name: '停用这张卡' }).click()
  await card.getByText('已停用').first().waitFor()
  await card.getByRole('button', { name: '恢复使用' }).click()
  await page.getByRole('tooltip').getByRole('button', { name: '恢复使用' }).click()
  await card.getByText('可用', { exact: true }).first().waitFor()
}
