import assert from 'node:assert/strict'
import { after } from 'node:test'
import type { Page } from 'playwright-core'
import { systemClock } from '#platform/clock.ts'
import { startWechatPay } from '#testing/wechat-pay-simulator.ts'
import { exportedLines } from './exported-lines.ts'
import { journey } from './harness.ts'
import { setUpShop } from './set-up-shop.ts'
import { command } from './shop-commands.ts'

const paymentCode = '134567890123456789'
const wechat = await startWechatPay(systemClock)
after(() => wechat.stop())

journey(
  'a top-up and a gift card are paid by 付款码; a reload between payment and booking loses nothing',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    const { stores } = await command<{ stores: { id: string }[] }>(page, 'GET', '/session')
    const person = { name: '李梅', phone: '13900138001', homeStoreId: stores[0]!.id }
    await command(page, 'POST', '/members', person)
    const account = { provider: 'wechat_pay', name: '微信支付', baseUrl: wechat.url, fields: wechat.fields }
    await command(page, 'POST', '/provider-accounts', account)

    await page.goto('/till')
    await chooseMember(page)
    wechat.books.behaviour.waits = 0
    const toppingUp = await askForTopUp(page, '300')
    await stage.picture('top-up by payment code')
    await stage.checkAccessible()
    await showCode(toppingUp)
    await toppingUp.getByText('到账 ¥300.00').waitFor({ timeout: 20_000 })
    await toppingUp.getByRole('button', { name: '完成' }).click()

    // The customer still enters the password when the till is reloaded; by the time it is back the money is there.
    wechat.books.behaviour.waits = Infinity
    await showCode(await askForTopUp(page, '200'))
    await page.getByText('请顾客在手机上确认支付').waitFor({ timeout: 20_000 })
    await page.reload()
    await page.getByRole('button', { name: /¥200.00 收款未入账/ }).waitFor()
    await stage.picture('money that is not booked')
    await stage.checkAccessible()
    const paid = [...wechat.books.trades.values()].find(({ amountCents }) => amountCents === 20_000)!
    wechat.books.pay(paid, systemClock.now())
    await page.getByRole('button', { name: /¥200.00 收款未入账/ }).click()
    await page.getByText('到账 ¥200.00').waitFor({ timeout: 30_000 })
    await page.getByText('¥500.00').first().waitFor()
    await page.getByRole('button', { name: '完成' }).click()
    await page.getByRole('button', { name: /收款未入账/ }).waitFor({ state: 'detached' })

    // Part of it in cash: the rest alone is asked for, and nothing is booked before the cash was taken.
    wechat.books.behaviour.waits = 0
    const split = await askForTopUp(page, '400', '150')
    await split.getByText('¥250.00').first().waitFor()
    await showCode(split)
    await split.getByText('已到账').waitFor({ timeout: 20_000 })
    await split.getByLabel('实收现金').fill('200')
    await split.getByText('¥50.00', { exact: true }).waitFor() // change
    await stage.picture('top-up paid in parts')
    await stage.checkAccessible()
    // The till may be reloaded here, too: what is there stays there, and the amount with it.
    await page.reload()
    await page.getByRole('button', { name: /¥250.00 收款未入账/ }).click()
    await page.getByText('已到账').waitFor({ timeout: 20_000 })
    const taken = page.getByRole('dialog', { name: '会员充值' })
    await taken.getByRole('button', { name: /支付宝/ }).click()
    await taken.getByLabel('支付宝', { exact: true }).fill('100')
    await taken.getByLabel('实收现金').fill('50')
    await taken.getByRole('button', { name: /确认收款并充值/ }).click()
    await taken.getByText('到账 ¥400.00').waitFor()
    await taken.getByRole('button', { name: '完成' }).click()
    await page.getByText('¥900.00').first().waitFor()

    await page.getByRole('button', { name: '礼品卡' }).click()
    const selling = page.getByRole('dialog', { name: '售卡 / 充卡' })
    await selling.getByRole('button', { name: '¥100.00' }).first().click()
    await selling.getByRole('button', { name: /微信/ }).click()
    await showCode(selling)
    await selling.getByText('新卡已充入 ¥100.00').waitFor({ timeout: 20_000 })
    await selling.getByRole('button', { name: '完成' }).click()

    // Each payment says what took it.
    await page.goto('/payments')
    await page.getByRole('row').filter({ hasText: '¥100.00' }).getByRole('link').click()
    await page.getByRole('main').getByText('礼品卡').first().waitFor()

    // Whoever holds the provider's bill beside the list finds a payment by its number there, and has the day as a file.
    const { items } = await command<{ items: { id: string; amountCents: number; providerNo: string }[] }>(
      ...([page, 'GET', '/payments'] as const),
    )
    const ofCard = items.find(({ amountCents }) => amountCents === 10_000)!
    await page.goto('/payments')
    await page.getByRole('button', { name: '今天' }).click()
    await page.getByPlaceholder('渠道单号、商户单号、卡尾号').fill(ofCard.providerNo)
    await page.getByRole('row').filter({ hasText: '¥300.00' }).waitFor({ state: 'detached' })
    await stage.picture('payments by the number of a bill')
    await stage.checkAccessible()
    const [, row, ...others] = await exportedLines(page)
    assert.match(row!, /,微信支付,.*,100\.00,0\.00$/)
    assert.deepEqual(others, [])
    await page.keyboard.press('Control+k')
    await page.keyboard.type(ofCard.id.replaceAll('-', ''))
    await page.getByRole('option', { name: /微信支付 ¥100\.00/ }).click()
    await page.waitForURL(`**/payments/${ofCard.id}`)

    // Nothing of the card was spent: it goes back to the payment that it was bought with.
    await page.goto('/gift-cards')
    await page.getByRole('row').filter({ hasText: '¥100.00' }).getByRole('link').click()
    const card = page.getByRole('dialog', { name: '礼品卡' })
    await card.getByRole('button', { name: '退卡', exact: true }).click()
    await card.getByText('微信 ¥100.00').waitFor()
    await stage.picture('gift card paid out to its origin')
    await stage.checkAccessible()
    await card.getByLabel('退卡原因').fill('买错了')
    await card.getByRole('button', { name: '退还 ¥100.00' }).click()
    await page.getByText('已退还 ¥100.00').waitFor()
    await page.goto('/payments')
    await page.getByRole('row').filter({ hasText: '¥100.00' }).getByRole('link').click()
    await page.getByText('退礼品卡').waitFor()
  },
)

async function chooseMember(page: Page): Promise<void> {
  await page.getByRole('button', { name: /选择会员/ }).click()
  await page.getByLabel(/会员码、卡号/).fill('8001')
  await page.getByRole('dialog').getByText('李梅').first().click()
}

/** A top-up of some yuan of which the customer puts a part on the counter, and WeChat Pay is asked for the rest. */
async function askForTopUp(page: Page, yuan: string, cashYuan = '') {
  await page.getByRole('button', { name: '充值' }).click()
  const dialog = page.getByRole('dialog', { name: '会员充值' })
  await dialog.getByRole('button', { name: /其他金额/ }).click()
  await dialog.getByLabel('充值金额').fill(yuan)
  if (cashYuan) await dialog.getByLabel('实收现金').fill(cashYuan)
  await dialog.getByRole('button', { name: /微信/ }).click()
  return dialog
}

type Dialog = ReturnType<Page['getByRole']>

async function showCode(dialog: Dialog): Promise<void> {
  const field = dialog.getByLabel('扫顾客的付款码')
  await field.fill(paymentCode)
  await field.press('Enter')
}
