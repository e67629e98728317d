import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { checkDigitOf } from '#modules/catalog/barcode-rules.ts'
import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import { always } from '#shared/recurring-times.ts'
import { startPrinterSimulator } from '#testing/printer-simulator.ts'
import { choose } from './choose.ts'
import { exportedLines } from './exported-lines.ts'
import { journey } from './harness.ts'
import { assertLedgerSound } from './running-app.ts'
import { setUpShop } from './set-up-shop.ts'
import { command, hire } from './shop-commands.ts'

const shampoo = '6901234500062'
const serum = '6901234500079'
const lin = { name: '林小雨', loginName: 'linxiaoyu', role: 'cashier', pin: '369258' } as const

async function storeOf(page: Page): Promise<string> {
  const { stores } = await command<{ stores: { id: string }[] }>(page, 'GET', '/session')
  return stores[0]!.id
}

/** What a scanner sends, without a look at the screen. */
async function scan(page: Page, code: string): Promise<void> {
  await page.keyboard.type(code)
  await page.keyboard.press('Enter')
}

async function openTill(page: Page): Promise<void> {
  await page.goto('/till')
  await page.getByRole('textbox', { name: /扫码/ }).waitFor()
}

journey(
  'a code that nobody knows, goods from the scale, who served them; the receipt is printed, and a printer that is off is told of',
  {},
  async ({ app, page, picture, checkAccessible }) => {
    // An address of this machine that nothing else uses.
    const [host, port] = ['127.0.0.77', 9100]
    let printer = await startPrinterSimulator(host, port)
    try {
      await setUpShop(page, app.setupCode!)
      const storeId = await storeOf(page)
      await hire(page, app.url, lin)
      await command(page, 'POST', '/items', {
        ...{ kind: 'product', name: '山茶花洗发水', listPriceCents: 6_800, barcodes: [shampoo] },
      })
      await command(page, 'POST', '/items', {
        ...{
          kind: 'product',
          name: '散称坚果',
          unit: '千克',
          listPriceCents: 5_800,
          isWeighed: true,
          scaleNumber: '42',
        },
      })
      await command(page, 'PUT', `/stores/${storeId}/barcode-formats`, {
        formats: [{ name: '重量码', pattern: '25IIIIIWWWWWC', weightDecimals: 3, amountDecimals: 2 }],
      })
      await command(page, 'POST', '/printers', {
        ...{ storeId, deviceId: null, name: '前台', language: 'escpos', host, port, columns: 48 },
        ...{ hasCutter: true, hasDrawer: true, printsEachSale: false },
      })

      // The next scan takes the place of the one that was not found, and the word about it stays to be read.
      await openTill(page)
      await scan(page, '9999999999994')
      await scan(page, shampoo)
      await page.getByLabel('山茶花洗发水 的数量').filter({ hasText: '1' }).waitFor()
      await page.getByText('没有找到“9999999999994”').waitFor()
      const label = '250004200750'
      await scan(page, `${label}${checkDigitOf(label)}`)
      await page.getByRole('button', { name: /^收款.*¥111\.50/ }).waitFor() // 0.750 × 58.00
      await page.keyboard.press('F7')
      const line = page.getByRole('dialog', { name: '散称坚果' })
      await line.getByText('标价 ¥58.00 × 0.75；应付 ¥43.50。').waitFor()
      await line.getByText('备注与销售员').click()
      await choose(line.getByRole('combobox', { name: '销售员' }), lin.name)
      await picture('counter: who served this line')
      await line.getByRole('button', { name: '确定' }).click()
      await page.getByText(lin.name).first().waitFor()

      await page.keyboard.press('F9')
      await page.getByRole('dialog', { name: '收款' }).waitFor()
      await page.keyboard.press('Enter')
      await page.getByText('已收款 ¥111.50').waitFor()
      await page.getByRole('button', { name: '打印（前台）' }).click()
      await until(() => printer.printed.length === 1)
      assert.match(paperOf(printer.printed[0]!), /散称坚果/)

      // Off: the cashier hears of it while the customer still stands there; on again, the paper comes by itself, as a copy.
      await printer.stop()
      await page.getByRole('button', { name: /再打一张/ }).click()
      await page.getByText(/还没有打出来：/).waitFor({ timeout: 30_000 })
      await picture('counter: the printer is off')
      await checkAccessible()
      printer = await startPrinterSimulator(host, port)
      await until(() => printer.printed.length === 1, 90_000)
      assert.match(paperOf(printer.printed[0]!), /补打/)
      await page.getByText(/还没有打出来：/).waitFor({ state: 'detached' })
      await page.getByRole('button', { name: '下一单' }).click()

      // Goods without a receipt go back at the lowest price of today.
      await scan(page, shampoo)
      await page.getByRole('button', { name: '退货' }).click()
      const back = page.getByRole('dialog', { name: '退货与换货' })
      await back.getByText('¥68.00').first().waitFor()
      await back.getByRole('button', { name: '顾客不想要了' }).click()
      await picture('counter: goods without a receipt')
      await checkAccessible()
      await back.getByRole('button', { name: '确认退货 ¥68.00' }).click()
      await page.getByText('已退款 ¥68.00').waitFor()
      await page.getByRole('button', { name: '打印（前台）' }).click()
      await until(() => printer.printed.length === 2)
      assert.match(paperOf(printer.printed[1]!), /退款单[^]*无小票退货[^]*顾客签字/)
      await picture('counter: given back without a receipt')
      await page.getByRole('button', { name: '完成' }).click()

      // An exchange has two papers: what was taken, and what came back.
      await page.keyboard.press('F10')
      const finder = page.getByRole('dialog', { name: '退货与换货' })
      await finder.getByRole('button', { name: /01-00-000001/ }).click()
      const drawer = page.getByRole('dialog', { name: '退款 01-00-000001' })
      await drawer.getByRole('checkbox', { name: '退 山茶花洗发水' }).check()
      await drawer.getByText(/^确认退款/).waitFor()
      await drawer.getByRole('button', { name: /换货：/ }).click()
      await page.getByRole('region', { name: '退回的商品' }).waitFor()
      await scan(page, shampoo)
      await page.keyboard.press('F9')
      await page.getByRole('dialog', { name: '收款' }).waitFor()
      await page.keyboard.press('F9')
      await page.getByRole('heading', { name: '已换货' }).waitFor()
      await page.getByRole('button', { name: '打印退款单' }).click()
      await until(() => printer.printed.length === 3)
      assert.match(paperOf(printer.printed[2]!), /退款单[^]*01-00-000001/)
      await picture('counter: exchanged, two papers')
      await checkAccessible()
      await page.getByRole('button', { name: '下一单' }).click()

      // All that came back stands in one list; goods without a receipt have a page of their own.
      await page.goto('/refunds')
      await page.getByRole('row', { name: /换货.*01-00-000001/ }).waitFor()
      await picture('refunds: the list')
      await checkAccessible()
      await page.getByLabel('方式').first().click()
      await page.getByTitle('无小票退货').click()
      await page.getByRole('row', { name: /换货.*01-00-000001/ }).waitFor({ state: 'detached' })
      const [head, row, ...rest] = await exportedLines(page)
      assert.equal(head, '退款单号,时间,方式,退回商品,原单,经手人,原因,退款')
      assert.match(row!, /^R01-00-000002,.*,无小票退货,山茶花洗发水,,.*,顾客不想要了,-68\.00$/)
      assert.deepEqual(rest, [])
      await page.getByRole('link', { name: /^R01-00-/ }).click()
      await page.getByRole('heading', { name: /^R01-00-/ }).waitFor()
      await page.getByText('山茶花洗发水 × 1').waitFor()
      await page.getByText('顾客不想要了').waitFor()
      await page.keyboard.press('Control+k')
      await page.keyboard.type('r01-00-000002')
      await page.getByRole('option', { name: /R01-00-000002.*无小票退货/ }).waitFor()
      await page.keyboard.press('Escape')
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'PDF' }).click()])
      assert.match(file.suggestedFilename(), /\.pdf$/)
      await picture('refunds: goods without a receipt')
      await checkAccessible()
      await assertLedgerSound(app)
    } finally {
      await printer.stop()
    }
  },
)

journey(
  'the price rises and the coupon is used elsewhere while the cart is open: the till says so, shows what holds now, and books that',
  {},
  async ({ app, page, picture, checkAccessible, openBrowser }) => {
    await setUpShop(page, app.setupCode!)
    const storeId = await storeOf(page)
    const { itemId } = await command<{ itemId: string }>(page, 'POST', '/items', {
      ...{ kind: 'product', name: '修护精华', listPriceCents: 10_000, barcodes: [serum] },
    })
    const person = { name: '李梅', phone: '13900138001', homeStoreId: storeId }
    const { id: memberId } = await command<{ id: string }>(page, 'POST', '/members', person)
    const { couponTemplateId } = await command<{ couponTemplateId: string }>(page, 'POST', '/coupon-templates', {
      ...{ name: '满 50 减 10', note: '', isClaimable: false, totalLimit: null, memberLimit: 1, budgetCents: null },
      ...{ claimOpensAt: null, validity: { kind: 'after_issue', startsAfterDays: 0, days: 30 }, returnGraceDays: 7 },
      terms: {
        ...{ benefit: { kind: 'amount', offCents: 1_000 }, thresholdCents: 5_000, scope: wholeCatalogue },
        ...{ storeIds: null, times: always, priority: 100 },
        stacking: { group: 'coupon', perSale: 1, withPromotions: true, withMemberPrice: true },
      },
    })
    const issue = { memberIds: [memberId], reason: '老会员关怀' }
    await command(page, 'POST', `/coupon-templates/${couponTemplateId}/issues`, issue)

    // On a slow line the member's coupons are not there yet when the cashier confirms: the till says what it waits for.
    const { promise: coupons, resolve: letCouponsCome } = Promise.withResolvers<void>()
    await page.route('**/usable-coupons', async (route) => (await coupons, route.continue()))
    const paying = page.getByRole('dialog', { name: '收款' })
    await scanBoth(page)
    await page.getByRole('button', { name: /^收款.*¥100\.00/ }).waitFor()
    await page.keyboard.press('F9')
    await paying.getByText('正在读取会员的价格和优惠券').waitFor()
    await paying.getByRole('button', { name: /确认收款/ }).click()
    await picture('counter: what the member has is on its way')
    letCouponsCome()
    // The press was for 100.00, and is for nothing else.
    await paying.getByText('金额有变化，请核对后再确认').waitFor()
    await paying.getByText('¥90.00').first().waitFor()
    await checkAccessible()
    assert.equal(await page.getByText(/已收款/).count(), 0)

    const other = await openBrowser('till')
    await other.context().addCookies((await page.context().storageState()).cookies)
    await scanBoth(other)
    await other.getByText('满 50 减 10').first().waitFor() // the only one that fits, picked by itself
    await other.getByRole('button', { name: /^收款.*¥90\.00/ }).waitFor()
    await other.keyboard.press('F9')
    await other.getByRole('dialog', { name: '收款' }).getByText('¥90.00').first().waitFor()

    // While the customer looks for coins, the coupon is used at the other till, and the price goes up.
    await other.keyboard.press('Enter')
    await other.getByText('已收款 ¥90.00').waitFor()
    const { version } = await command<{ version: number }>(page, 'GET', `/items/${itemId}`)
    await command(page, 'PATCH', `/items/${itemId}`, { version, listPriceCents: 11_000 })
    await paying.getByRole('button', { name: /确认收款/ }).click()
    await paying.getByRole('alert').first().waitFor()
    await picture('counter: what was shown does not hold any more')
    await checkAccessible()
    await paying.getByText('¥110.00').first().waitFor()
    await paying.getByRole('button', { name: /确认收款.*¥110\.00/ }).click()
    await page.getByText('已收款 ¥110.00').waitFor()
    await assertLedgerSound(app)
  },
)

/** The till with the member and the serum on it, by the scanner alone. */
async function scanBoth(till: Page): Promise<void> {
  await openTill(till)
  await scan(till, '13900138001')
  await till.getByText('李梅').first().waitFor()
  await scan(till, serum)
}

/** The words of a paper, whatever printer's commands stand between them. */
function paperOf(bytes: Buffer): string {
  return new TextDecoder('gb18030').decode(bytes)
}

async function until(isSo: () => boolean, withinMs = 20_000): Promise<void> {
  for (const began = Date.now(); !isSo();) {
    assert.ok(Date.now() - began < withinMs, 'it happens in time')
    await new Promise((done) => setTimeout(done, 100))
  }
}
