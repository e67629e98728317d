import assert from 'node:assert/strict'
import { after } from 'node:test'
import type { Page } from 'playwright-core'
import { systemClock } from '#platform/clock.ts'
import { startWechatPay } from '#testing/wechat-pay-simulator.ts'
import { journey } from './harness.ts'
import { assertLedgerSound } from './running-app.ts'
import { addProduct, setUpShop } from './set-up-shop.ts'
import { command } from './shop-commands.ts'

const shampoo = '6901234500062'
const paymentCode = '134567890123456789'

const wechat = await startWechatPay(systemClock)
after(() => wechat.stop())

type Payment = { id: string; state: string; isLate: boolean; refunds: { state: string; amountCents: number }[] }

/** Asks again and again, as whoever looks into it would, until nothing is left open. */
async function untilSettled(page: Page): Promise<Payment> {
  const { items } = await command<{ items: { id: string }[] }>(page, 'GET', '/payments?limit=1')
  const { id } = items[0]!
  for (let tries = 0; ; tries++) {
    const payment = await command<Payment>(page, 'GET', `/payments/${id}`)
    const isBack = payment.refunds.length > 0 && payment.refunds.every(({ state }) => state === 'confirmed')
    if (payment.state === 'cancelled' && (!payment.isLate || isBack)) return payment
    assert.ok(tries < 120, `settled: ${JSON.stringify(payment)}`)
    await command(page, 'POST', `/payments/${id}/ask`).catch(() => undefined) // it is settled this very moment
    await page.waitForTimeout(500)
  }
}

journey(
  'a 付款码 that nobody answers for: the sale stays open, the payment is called off, the customer pays cash, and nothing is taken twice',
  {},
  async ({ app, page, picture, checkAccessible }) => {
    await setUpShop(page, app.setupCode!)
    await addProduct(page, '山茶花洗发水', '68', shampoo)
    const account = { provider: 'wechat_pay', name: '微信支付', baseUrl: wechat.url, fields: wechat.fields }
    await command(page, 'POST', '/provider-accounts', account)
    await page.goto('/till')
    const input = page.getByRole('textbox', { name: /扫码/ })
    await input.fill(shampoo)
    await input.press('Enter')
    await page.getByRole('button', { name: /^收款.*¥68\.00/ }).waitFor()
    await page.keyboard.press('F9')
    const paying = page.getByRole('dialog', { name: '收款' })

    // The provider takes the money and says nothing.
    wechat.books.behaviour.waits = 0
    let isAway = true
    wechat.books.trouble = () => (isAway ? 'hang' : null)
    await paying.getByRole('button', { name: /微信/ }).click()
    await paying.getByLabel('扫顾客的付款码').fill(paymentCode)
    await paying.getByLabel('扫顾客的付款码').press('Enter')
    await paying.getByText('可能已扣款，请不要重复收款。').waitFor({ timeout: 30_000 })
    await paying.getByRole('button', { name: /确认收款/, disabled: true }).waitFor()
    await paying.getByRole('button', { name: '取消这笔收款' }).click()
    await paying.getByText(/已请求撤销/).waitFor({ timeout: 30_000 })
    await picture('unknown: called off, not yet confirmed')
    await checkAccessible()

    await paying.getByRole('button', { name: '换一种方式' }).click()
    await paying.getByRole('button', { name: /确认收款/ }).click()
    await page.getByText('已收款 ¥68.00').waitFor()
    await page.getByRole('button', { name: '下一单' }).click()

    isAway = false
    const { state } = await untilSettled(page)
    assert.equal(state, 'cancelled')
    for (const trade of wechat.books.trades.values()) {
      const back = [...trade.refunds.values()].reduce((sum, { amountCents }) => sum + amountCents, 0)
      assert.equal(
        trade.state === 'paid' ? trade.amountCents - back : 0,
        0,
        `the provider keeps nothing: ${trade.state}`,
      )
    }
    await assertLedgerSound(app)
  },
)
