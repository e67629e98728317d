import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { journey } from './harness.ts'
import { sellAtTill } from './sell-at-till.ts'
import { addProduct, setUpShop } from './set-up-shop.ts'
import { command } from './shop-commands.ts'

const barcode = '6901234500031'

async function scan(page: Page): Promise<void> {
  const input = page.getByRole('textbox', { name: /扫码/ })
  await input.fill(barcode)
  await input.press('Enter')
}

journey(
  'two tabs of one till: the second says so, takes over with the cart, and the sale is booked once',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    await addProduct(page, '保湿面膜', '59.5', barcode)
    await page.goto('/till')
    await scan(page)
    await page.getByText('¥59.50').first().waitFor()

    const second = await page.context().newPage()
    await second.goto('/till')
    await second.getByText('收银台已在另一个标签页打开').waitFor()
    await stage.picture('the till in a second tab', second)
    await stage.checkAccessible(second)
    await second.getByRole('button', { name: '在这里继续' }).click()
    await second.getByText('¥59.50').first().waitFor()
    // The first one has stopped: nobody can take the money there.
    await page.getByText('收银台已在另一个标签页打开').waitFor()
    assert.equal(await page.getByRole('textbox', { name: /扫码/ }).count(), 0)

    await second.keyboard.press('F9')
    await second.getByRole('button', { name: /确认收款/ }).click()
    await second.getByText('已收款 ¥59.50').waitFor()
    await second.getByRole('button', { name: '下一单' }).click()
    // Closed, it leaves the till to the tab that waits, which begins with an empty cart.
    await second.close()
    await page.getByText('等待扫码').waitFor()
    await sellAtTill(page, barcode)
    const { items } = await command<{ items: unknown[] }>(page, 'GET', '/sales?limit=10')
    assert.equal(items.length, 2)
  },
)
