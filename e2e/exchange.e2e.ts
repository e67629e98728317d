import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { journey } from './harness.ts'
import { assertLedgerSound } from './running-app.ts'
import { sellAtTill } from './sell-at-till.ts'
import { addProduct, setUpShop } from './set-up-shop.ts'
import { command } from './shop-commands.ts'

type Row = { id: string; receiptNumber: string }
type Tender = { kind: string; method: string | null; amountCents: number; changeCents: number; paidCents: number }
type Sale = {
  exchangeRefundId: string | null
  tenders: Tender[]
  refunds: { id: string; kind: string; tenders: (Tender & { carriedCents: number })[] }[]
}

const shampoo = '6901234500062'
const serum = '6901234500079'

async function saleOf(page: Page, receiptNumber: string): Promise<Sale> {
  const { items } = await command<{ items: Row[] }>(page, 'GET', '/sales')
  const { id } = items.find((row) => row.receiptNumber === receiptNumber)!
  return command<Sale>(page, 'GET', `/sales/${id}`)
}

/** From the list of sales to the till, with one of `name` in hand. */
async function bringBack(page: Page, receiptNumber: string, name: string): Promise<void> {
  await page.goto('/sales')
  await page.getByRole('link', { name: receiptNumber }).click()
  await page.getByRole('button', { name: '退款' }).click()
  await page.getByRole('checkbox', { name: `退 ${name}` }).check()
  await page.getByRole('button', { name: /换货：/ }).click()
  await page.getByRole('region', { name: '退回的商品' }).getByText(`${name} × 1`).waitFor()
}

async function scan(page: Page, barcode: string): Promise<void> {
  await page.getByRole('textbox', { name: /扫码/ }).waitFor()
  await page.keyboard.type(barcode)
  await page.keyboard.press('Enter')
}

journey(
  'goods are exchanged in one step: only the difference is paid, in cash, or given back where it came from',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    await addProduct(page, '山茶花洗发水', '68', shampoo)
    await addProduct(page, '修护精华', '100', serum)
    await page.goto('/till')
    const first = await sellAtTill(page, shampoo)

    // Something dearer: what is given back stands above the cart, outlives a reload, and only the difference is asked for.
    await bringBack(page, first, '山茶花洗发水')
    await scan(page, serum)
    await page.getByRole('button', { name: /^补差价.*¥32\.00/ }).waitFor()
    await page.reload()
    await page.getByRole('button', { name: /^补差价.*¥32\.00/ }).waitFor()
    await stage.picture('return in hand')
    await stage.checkAccessible()
    await page.keyboard.press('F9')
    const payment = page.getByRole('dialog', { name: '收款' })
    await payment.getByLabel('实收现金').fill('50')
    await payment.getByText('¥18.00').waitFor()
    await stage.picture('difference')
    await stage.checkAccessible()
    await page.keyboard.press('F9')
    await page.getByRole('heading', { name: '已换货' }).waitFor()
    await stage.picture('exchanged')
    const second = (await page.locator('.rg-sold .rg-faint').first().textContent())!.split(' → ')[1]!
    await page.keyboard.press('Enter')
    await page.getByText('等待扫码').waitFor()

    const [returned, taken] = [await saleOf(page, first), await saleOf(page, second)]
    assert.equal(taken.exchangeRefundId, returned.refunds[0]!.id)
    assert.equal(returned.refunds[0]!.kind, 'exchange')
    assert.deepEqual(
      taken.tenders.map(({ kind, amountCents, changeCents }) => [kind, amountCents, changeCents]),
      [['cash', 10_000, 1_800]],
    )

    // Something cheaper, paid by WeChat: as much as the new goods cost stays, the rest goes back there.
    await scan(page, serum)
    await page.keyboard.press('F9')
    await payment.waitFor()
    await page.keyboard.press('F7')
    await page.keyboard.press('F9')
    await page.getByText('已收款 ¥100.00').waitFor()
    const third = (await page.locator('.rg-sold .rg-faint').first().textContent())!
    await page.keyboard.press('Enter')
    await bringBack(page, third, '修护精华')
    await scan(page, shampoo)
    await page.getByRole('button', { name: /^退差价.*¥32\.00/ }).waitFor()
    await page.keyboard.press('F9')
    await payment.getByText('按原路退回微信').waitFor()
    await stage.picture('money stays')
    await page.keyboard.press('F9')
    await page.getByText('按原路退回微信 ¥32.00').waitFor()
    const { refunds } = await saleOf(page, third)
    assert.deepEqual(
      refunds[0]!.tenders.map(({ kind, paidCents, carriedCents }) => [kind, paidCents, carriedCents]),
      [['other', 10_000, 6_800]],
    )
    await assertLedgerSound(app)
  },
)

journey('a sale just made is voided whole, with one button and a reason, and never twice', {}, async (stage) => {
  const { app, page } = stage
  await setUpShop(page, app.setupCode!)
  await addProduct(page, '山茶花洗发水', '68', shampoo)
  await page.goto('/till')
  const number = await sellAtTill(page, shampoo)
  await page.goto('/sales')
  await page.getByRole('link', { name: number }).click()
  await page.getByRole('button', { name: '作废' }).click()
  const drawer = page.getByRole('dialog', { name: `作废 ${number}` })
  await drawer.getByRole('button', { name: '收错款' }).click()
  await stage.picture('void')
  await stage.checkAccessible()
  await drawer.getByRole('button', { name: '作废整单，退还 ¥68.00' }).click()
  await page.getByText('已退款 ¥68.00').waitFor()
  await drawer.getByRole('button', { name: '完成' }).click()
  await page.getByText('已作废').waitFor()
  await page.getByRole('button', { name: '作废' }).waitFor({ state: 'hidden' })
  const { refunds } = await saleOf(page, number)
  assert.deepEqual(
    refunds.map(({ kind }) => kind),
    ['void'],
  )
})
