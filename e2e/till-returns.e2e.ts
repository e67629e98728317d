import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { bindTill, openShift } from './bound-till.ts'
import { journey } from './harness.ts'
import { assertLedgerSound } from './running-app.ts'
import { sellAtTill } from './sell-at-till.ts'
import { addProduct, setUpShop } from './set-up-shop.ts'
import { command } from './shop-commands.ts'

const shampoo = '6901234500062'
const serum = '6901234500079'

type Sale = { id: string; receiptToken: string; refundedCents: number; exchangeRefundId: string | null }

async function saleOf(page: Page, receiptNumber: string): Promise<Sale> {
  const { items } = await command<{ items: { id: string }[] }>(page, 'GET', `/sales?receipt=${receiptNumber}`)
  return command<Sale>(page, 'GET', `/sales/${items[0]!.id}`)
}

const soldNumber = (page: Page) => page.locator('.rg-sold .rg-faint').first().textContent()

journey(
  'by keyboard and scanner alone: a receipt’s code is scanned, its goods are exchanged; another is found by its number and given back',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    await addProduct(page, '山茶花洗发水', '68', shampoo)
    await addProduct(page, '修护精华', '100', serum)
    await page.goto('/till')
    const [first, second] = [await sellAtTill(page, shampoo), await sellAtTill(page, serum)]
    const input = page.getByRole('textbox', { name: /扫码/ })

    // The code on the paper, scanned like goods: the receipt opens with the hands on its first line.
    const { receiptToken } = await saleOf(page, first)
    await page.keyboard.type(`${app.url}/receipt/${receiptToken}`)
    await page.keyboard.press('Enter')
    const drawer = page.getByRole('dialog', { name: `退款 ${first}` })
    await drawer.locator('input[type=checkbox]:focus').waitFor()
    await page.keyboard.press('Space')
    await drawer.getByText('确认退款 ¥68.00').waitFor()
    await stage.picture('returns: a receipt at the till')
    await stage.checkAccessible()
    await page.keyboard.press('F10')
    await page.getByRole('region', { name: '退回的商品' }).waitFor()
    await input.and(page.locator(':focus')).waitFor()
    await page.keyboard.type(serum)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /^补差价.*¥32\.00/ }).waitFor()
    await page.keyboard.press('F9')
    await page.getByRole('dialog', { name: '收款' }).waitFor()
    await page.keyboard.press('F9')
    await page.getByRole('heading', { name: '已换货' }).waitFor()
    const third = (await soldNumber(page))!.split(' → ')[1]!
    assert.notEqual((await saleOf(page, third)).exchangeRefundId, null)
    await page.keyboard.press('Enter')
    await page.getByText('等待扫码').waitFor()

    // Without the paper: the last sales stand there, and a number that nobody has is said to be none.
    await page.keyboard.press('F10')
    const finder = page.getByRole('dialog', { name: '退货与换货' })
    await finder.getByRole('button', { name: new RegExp(third) }).waitFor()
    await page.keyboard.type('01-00-009999')
    await page.keyboard.press('Enter')
    await finder.getByRole('alert').waitFor()
    await stage.picture('returns: which receipt')
    await stage.checkAccessible()
    await page.keyboard.type(second) // takes the place of what was not found
    await page.keyboard.press('Enter')
    const back = page.getByRole('dialog', { name: `退款 ${second}` })
    await back.locator('input[type=checkbox]:focus').waitFor()
    await page.keyboard.press('Space')
    await back.getByText('确认退款 ¥100.00').waitFor()
    await back.getByLabel('退款原因').focus()
    await page.keyboard.type('买错了')
    await page.keyboard.press('F9')
    await page.getByText('已退款 ¥100.00').waitFor()
    assert.equal((await saleOf(page, second)).refundedCents, 10_000)
    await page.keyboard.press('Enter')
    await page.keyboard.press('F10')
    await finder
      .getByRole('button', { name: new RegExp(second) })
      .and(page.locator(':disabled'))
      .waitFor()
    await assertLedgerSound(app)
  },
)

journey(
  'the customer’s screen follows a sale: goods and sum, thanks with the code of the receipt; never a whole name',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    await addProduct(page, '山茶花洗发水', '68', shampoo)
    const { items } = await command<{ items: { id: string }[] }>(page, 'GET', '/stores')
    await command(page, 'POST', '/members', { name: '林晓岚', phone: '13900138001', homeStoreId: items[0]!.id })
    await page.goto('/till')
    const display = await page.context().newPage()
    await display.goto('/display')
    await display.getByText('欢迎光临').waitFor()
    await page.bringToFront()
    const input = page.getByRole('textbox', { name: /扫码/ })
    await input.fill('13900138001')
    await input.press('Enter')
    await page.getByText('林晓岚').first().waitFor()
    await input.fill(shampoo)
    await input.press('Enter')
    await display.getByText('¥68.00').first().waitFor()
    await display.getByText('您好，林*岚').waitFor()
    assert.equal(await display.getByText('林晓岚').count(), 0)
    await page.keyboard.press('F9')
    await display.getByText('请付款').waitFor()
    await page.keyboard.press('F9')
    await page.getByText('已收款 ¥68.00').waitFor()
    await display.getByText('谢谢惠顾').waitFor()
    await display.getByRole('img', { name: '本小票网址的二维码' }).waitFor()
    await stage.picture('display: thanks', display)
    await stage.checkAccessible(display)
  },
)

journey(
  'a note stands on the receipt, which can be had as a PDF; what is moved in a drawer and a shift’s report, too',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    await addProduct(page, '山茶花洗发水', '68', shampoo)
    await bindTill(page)
    await openShift(page, 500)
    await page.goto('/till')
    const input = page.getByRole('textbox', { name: /扫码/ })
    await input.fill(shampoo)
    await input.press('Enter')
    await page.keyboard.press('F8')
    await page.getByLabel('整单备注').fill('送人，请包好')
    await page.getByRole('button', { name: '确定' }).click()
    await page.keyboard.press('F9')
    await page.getByRole('dialog', { name: '收款' }).waitFor()
    await page.keyboard.press('F9')
    await page.getByText('已收款 ¥68.00').waitFor()
    const number = (await soldNumber(page))!
    const { id, receiptToken } = await saleOf(page, number)
    await page.goto(`/receipt/${receiptToken}`)
    await page.getByText('备注：送人，请包好').waitFor()
    await stage.checkAccessible()
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'PDF' }).click()])
    assert.match(file.suggestedFilename(), /\.pdf$/)
    const text = await (await page.request.get(`/api/v1/sales/${id}/receipt-file?format=text&columns=32`)).text()
    assert.match(text, /备注：送人，请包好/)
    for (const line of text.split('\n').filter((each) => !each.includes('/receipt/')))
      assert.ok(line.length <= 32, line)

    await page.goto('/till/shift')
    await page.getByRole('button', { name: '取出现金' }).click()
    const drawer = page.getByRole('dialog', { name: '取出现金' })
    await drawer.getByLabel('金额').fill('30')
    await drawer.getByLabel('原因').fill('付快递费')
    await drawer.getByRole('button', { name: '取出现金' }).click()
    await page.getByText('付快递费').waitFor()
    const { shift } = await command<{ shift: { id: string } }>(
      page,
      'GET',
      `/till/shift?storeId=${(await command<{ items: { id: string }[] }>(page, 'GET', '/stores')).items[0]!.id}`,
    )
    await page.goto(`/shifts/${shift.id}`)
    const [report] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'PDF' }).click()])
    assert.match(report.suggestedFilename(), /\.pdf$/)
    await assertLedgerSound(app)
  },
)

journey(
  'a refund whose answer comes after the page has asked again is shown as booked all the same, with what to hand out',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    await addProduct(page, '山茶花洗发水', '68', shampoo)
    await page.goto('/till')
    const number = await sellAtTill(page, shampoo)
    const { id } = await saleOf(page, number)
    await page.goto(`/sales/${id}`)
    await page.getByRole('button', { name: '退款' }).click()
    await page.getByRole('checkbox', { name: '退 山茶花洗发水' }).click()
    await page.getByRole('button', { name: '质量问题' }).click()
    await page.route('**/sales/*/refunds', async (route) => {
      const response = await route.fetch()
      const askedAgain = page.waitForResponse((each) => each.url().endsWith('/refunds/quote'))
      await page.evaluate(`dispatchEvent(new Event('visibilitychange'))`) // back from another window
      assert.notEqual((await askedAgain).status(), 200, 'nothing of it can come back once more')
      await page.getByRole('button', { name: '确认退款 ¥0.00' }).waitFor()
      await route.fulfill({ response })
    })
    await page.getByRole('button', { name: '确认退款 ¥68.00' }).click()
    await page.getByText('已退款 ¥68.00').waitFor()
    await page.getByText('请交给顾客现金').waitFor()
    await assertLedgerSound(app)
  },
)
