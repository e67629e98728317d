import assert from 'node:assert/strict'
import { choose } from './choose.ts'
import { journey } from './harness.ts'
import { addProduct, setUpShop } from './set-up-shop.ts'
import { command } from './shop-commands.ts'

journey(
  'the owner says how points pay and that money outside must be confirmed; the till goes by it',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    await addProduct(page, '保湿面膜', '59.5', '6901234500031')
    const { stores } = await command<{ stores: { id: string; name: string }[] }>(page, 'GET', '/session')
    const store = stores[0]!

    await page.goto('/points')
    await page.getByRole('button', { name: '开启积分抵现' }).click()
    const drawer = page.getByRole('dialog')
    await drawer.getByLabel('每次增加').fill('30')
    await drawer.getByText('0.30').or(drawer.getByText('整分')).first().waitFor()
    await drawer.getByLabel('每次增加').fill('200')
    await drawer.getByText('−¥20.00').waitFor()
    await stage.picture('points redeem rule')
    await stage.checkAccessible()
    await drawer.getByRole('button', { name: '发布新规则' }).click()
    await drawer.waitFor({ state: 'hidden' }) // its preview says the same sentence
    await page.getByText('100 积分抵 ¥1.00').first().waitFor()
    const rule = await command<Record<string, unknown>>(page, 'GET', '/points/redeem-rule')
    assert.deepEqual([rule['version'], rule['stepPoints'], rule['maxShareBps']], [1, 200, 5_000])

    await page.goto(`/settings/stores/${store.id}`)
    const policy = page.locator('section', { has: page.getByRole('heading', { name: '收款方式' }) })
    await policy.getByRole('switch').click()
    await policy.getByText('本店还没有开通收款通道').waitFor()
    await stage.picture('tender policy of a store')
    await policy.getByRole('button', { name: '保存' }).click()
    await page.getByText('已保存').first().waitFor()

    await page.goto('/till')
    const input = page.getByRole('textbox', { name: /扫码/ })
    await input.fill('6901234500031')
    await input.press('Enter')
    await page.keyboard.press('F9')
    const paying = page.getByRole('dialog', { name: '收款' })
    await paying.getByRole('button', { name: /^微信/ }).click()
    await paying.getByRole('button', { name: /确认收款/ }).click()
    await paying.getByText('本店不接受手工登记的收款').waitFor()
    await paying.getByRole('button', { name: /^微信/ }).click()
    await paying.getByRole('button', { name: /确认收款/ }).click()
    await page.getByText('已收款 ¥59.50').waitFor()
  },
)

journey(
  'a store takes cash to the jiao: the till says so, the receipt has a line of it, the drawer is right',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    await addProduct(page, '修护精华', '9.96', '6901234500079')
    const { stores } = await command<{ stores: { id: string }[] }>(page, 'GET', '/session')
    await page.goto(`/settings/stores/${stores[0]!.id}`)
    await choose(page.getByRole('combobox', { name: /现金收款/ }), '四舍五入到角')
    await stage.picture('cash rounding of a store')
    await stage.checkAccessible()
    await page.getByRole('button', { name: '保存' }).first().click()
    await page.getByText('已保存').first().waitFor()

    await page.goto('/till')
    const input = page.getByRole('textbox', { name: /扫码/ })
    await input.fill('3*6901234500079')
    await input.press('Enter')
    await page.keyboard.press('F9')
    const paying = page.getByRole('dialog', { name: '收款' })
    await paying.getByText('现金取整 +¥0.02').waitFor() // 29.88 is paid with 29.90
    await paying.getByLabel('实收现金').fill('30')
    await paying.getByText('¥0.10').first().waitFor()
    await stage.picture('cash rounded at the till')
    await stage.checkAccessible()
    await paying.getByRole('button', { name: /确认收款/ }).click()
    await page.getByText('已收款 ¥29.90').waitFor()
    await page.getByRole('button', { name: '下一单' }).click()

    // Whole, it goes back as it was paid.
    await page.goto('/sales')
    await page.getByRole('link', { name: /01-00-000001/ }).click()
    await page.getByText('现金取整 ¥0.02').waitFor()
    await page.getByRole('button', { name: '退款' }).click()
    await page.getByRole('checkbox', { name: '退 修护精华' }).check()
    await page.getByRole('button', { name: '质量问题' }).click()
    await page.getByRole('button', { name: '确认退款 ¥29.90' }).click()
    await page.getByText('已退款 ¥29.90').waitFor()
  },
)
