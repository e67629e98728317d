import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { newId } from '#shared/ids.ts'
import { exportedLines } from './exported-lines.ts'
import { journey } from './harness.ts'
import { assertLedgerSound } from './running-app.ts'
import { addProduct, setUpShop } from './set-up-shop.ts'

const scanInput = (page: Page) => page.getByRole('textbox', { name: /扫码/ })

async function openTill(page: Page): Promise<void> {
  await page.goto('/till')
  await scanInput(page).waitFor()
}

/** What a scanner does, wherever the focus stands: it types, and ends with Enter. */
async function scan(page: Page, code: string): Promise<void> {
  await page.keyboard.type(code)
  await page.keyboard.press('Enter')
}

/** A cashier who may sell and nothing else, signed in at a browser of their own. */
async function signInCashier(owner: Page, cashier: Page): Promise<void> {
  const headers = { 'x-requested-with': 'regulars' }
  const roles = await (await owner.request.get('/api/v1/roles', { headers })).json()
  const roleId = roles.items.find(({ code }: { code: string | null }) => code === 'cashier').id
  const made = await owner.request.post('/api/v1/users', {
    headers: { ...headers, 'idempotency-key': newId() },
    data: { loginName: 'xiaoli', name: '李小丽', roleIds: [roleId], storeIds: null, password: 'shou yin tai 2026 li' },
  })
  assert.equal(made.status(), 201, await made.text())
  await cashier.goto('/sign-in')
  await cashier.getByLabel(/账号/).fill('xiaoli')
  await cashier.getByLabel('密码').fill('shou yin tai 2026 li')
  await cashier.keyboard.press('Enter')
  // A password that somebody else gave is changed first.
  await cashier.getByRole('button', { name: '修改密码' }).click()
  await cashier.getByLabel('当前密码').fill('shou yin tai 2026 li')
  await cashier.getByLabel('新密码', { exact: true }).fill('wo zi ji de mi ma 77')
  await cashier.getByRole('button', { name: '保存新密码' }).click()
  await cashier.getByText('密码已修改').first().waitFor()
}

journey(
  'a sale by keyboard alone: three of one, a weight of nothing, a price asked for, a discount, rounding off, two ways of paying',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    await addProduct(page, '山茶花洗发水', '68', '6901234500062')
    await addProduct(page, '保湿面膜', '59.55', '6901234500031')
    await openTill(page)

    await scan(page, '3*6901234500062')
    await page.getByLabel('山茶花洗发水 的数量').filter({ hasText: '3' }).waitFor()
    await scan(page, '6901234500031')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowLeft') // one shampoo less
    await page.getByLabel('山茶花洗发水 的数量').filter({ hasText: '2' }).waitFor()

    await page.keyboard.press('F1')
    await page.getByRole('dialog', { name: '键盘操作' }).waitFor()
    await stage.picture('keys')
    await stage.checkAccessible()
    await page.keyboard.press('Escape')

    // The price of something, with the reasons; the cart stays as it is.
    await page.keyboard.press('F6')
    const check = page.getByRole('dialog', { name: '查价' })
    await check.getByRole('textbox').fill('6901234500031')
    await page.keyboard.press('Enter')
    await check.getByText('标价 ¥59.55；应付 ¥59.55。').waitFor()
    await stage.picture('price check')
    await stage.checkAccessible()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^收款.*¥195\.55/ }).waitFor()

    // Ten per cent off the shampoo, with a word about it; then the whole sale down to full yuan.
    await page.keyboard.press('F7')
    const line = page.getByRole('dialog', { name: '山茶花洗发水' })
    await line.getByText('优惠', { exact: true }).click()
    await line.getByLabel('减百分比', { exact: true }).last().fill('10')
    await line.getByText('备注与销售员').click()
    await line.getByLabel('这一项的备注').fill('送礼，包起来')
    await stage.picture('line')
    await stage.checkAccessible()
    await line.getByRole('button', { name: '确定' }).click()
    await page.getByRole('button', { name: /^收款.*¥181\.95/ }).waitFor()
    await page.keyboard.press('F3')
    const order = page.getByRole('dialog', { name: '整单优惠与抹零' })
    await order.getByRole('button', { name: /收 ¥181\.00/ }).click()
    await stage.picture('rounding off')
    await stage.checkAccessible()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /^收款.*¥181\.00/ }).waitFor()

    // WeChat for a hundred, cash for the rest.
    await page.keyboard.press('F9')
    await page.getByRole('dialog', { name: '收款' }).waitFor()
    await page.keyboard.press('F7')
    await page.getByLabel('微信', { exact: true }).fill('100')
    await page.getByLabel('实收现金').fill('100')
    await page.getByText('¥19.00').waitFor() // 181.00 − 100.00 = 81.00 due; 19.00 back
    await stage.picture('two tenders')
    await stage.checkAccessible()
    await page.keyboard.press('F9')
    await page.getByText('已收款 ¥181.00').waitFor()
    await page.keyboard.press('Enter')

    // What was sold says so: the discount, the rounding, the word about the line.
    await page.goto('/sales')
    await page.getByRole('link', { name: /01-00-000001/ }).click()
    await page.getByText('单品优惠 10%').waitFor()
    await page.getByText('其中抹零').waitFor()
    await assertLedgerSound(app)
  },
)

journey(
  'a sale is parked at one till and taken up at another, by exactly one of them; a reload loses nothing',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    await addProduct(page, '山茶花洗发水', '68', '6901234500062')
    await openTill(page)
    await scan(page, '2*6901234500062')
    await page.reload()
    await page.getByLabel('山茶花洗发水 的数量').filter({ hasText: '2' }).waitFor()
    await page.keyboard.press('F4')
    await page.getByLabel(/写个记号/).fill('红衣服')
    await page.keyboard.press('Enter')
    await page.getByText('等待扫码').waitFor()

    // Two more tills see it at once and both reach for it.
    const storage = await page.context().storageState()
    const tills = await Promise.all([stage.openBrowser('tablet'), stage.openBrowser('tablet')])
    for (const till of tills) {
      await till.context().addCookies(storage.cookies)
      await openTill(till)
      await till.getByRole('button', { name: /取单/ }).click()
      await till.getByText('红衣服').waitFor()
    }
    await stage.picture('parked', tills[0])
    await stage.checkAccessible(tills[0])
    await Promise.all(tills.map((till) => till.getByRole('dialog').getByRole('button', { name: '取单' }).click()))
    const got = async (till: Page) => (await till.locator('.rg-till-line-row').count()) === 1
    await Promise.all(
      tills.map((till) =>
        Promise.race([
          till.getByLabel('山茶花洗发水 的数量').waitFor(),
          till.getByText('这张挂单已被取走、作废或过期').waitFor(),
        ]),
      ),
    )
    const outcomes = await Promise.all(tills.map(got))
    assert.deepEqual(outcomes.filter(Boolean).length, 1, 'exactly one till has the cart')
    const winner = tills[outcomes.indexOf(true)]!
    await winner.getByRole('button', { name: /^收款/ }).click()
    await winner.getByRole('button', { name: /确认收款/ }).click()
    await winner.getByText('已收款 ¥136.00').waitFor()
  },
)

journey('a cashier’s discount waits for a manager’s yes, given with a reason on the same screen', {}, async (stage) => {
  const { app, page } = stage
  await setUpShop(page, app.setupCode!)
  await addProduct(page, '山茶花洗发水', '68', '6901234500062')
  const cashier = await stage.openBrowser('tablet')
  await signInCashier(page, cashier)
  await openTill(cashier)
  await scan(cashier, '6901234500062')
  await cashier.getByRole('button', { name: '优惠', exact: true }).click()
  await cashier.getByRole('button', { name: '50%', exact: true }).click()
  await cashier.getByRole('dialog').getByRole('button', { name: /^确定/ }).click()
  const approval = cashier.getByRole('dialog', { name: /授权/ })
  await approval.getByText('手工优惠 ¥34.00，需要店长授权').waitFor()
  await stage.checkAccessible(cashier)
  await approval.getByLabel(/账号/).fill('wangfang')
  await approval.getByLabel(/密码/).fill('jing tian mei rong 8')
  await approval.getByLabel(/原因/).fill('老顾客')
  await stage.picture('approval', cashier)
  await approval
    .getByRole('button', { name: /授权|批准/ })
    .last()
    .click()
  await approval.waitFor({ state: 'hidden' })
  await cashier.getByRole('button', { name: /^收款/ }).click()
  await cashier.getByRole('button', { name: /确认收款/ }).click()
  await cashier.getByText('已收款 ¥34.00').waitFor()
})

journey('sales are narrowed in the address and exported as they are shown', {}, async (stage) => {
  const { app, page } = stage
  await setUpShop(page, app.setupCode!)
  await addProduct(page, '山茶花洗发水', '68', '6901234500062')
  await addProduct(page, '保湿面膜', '59.5', '6901234500031')
  await openTill(page)
  for (const [code, method] of [
    ['6901234500062', null],
    ['6901234500031', 'F8'],
  ] as const) {
    await scan(page, code)
    await page.keyboard.press('F9')
    await page.getByRole('dialog', { name: '收款' }).waitFor()
    if (method) await page.keyboard.press(method)
    await page.getByRole('button', { name: /确认收款/ }).click()
    await page.getByRole('button', { name: '下一单' }).click()
  }
  await page.goto('/sales?tender=alipay&maxCents=6000')
  await page.getByRole('link', { name: /01-00-000002/ }).waitFor()
  assert.equal(await page.getByRole('link', { name: /01-00-000001/ }).count(), 0)
  await page.getByRole('button', { name: /更多筛选/ }).click()
  await stage.picture('sales filtered')
  await stage.checkAccessible()
  const [head, row, ...rest] = await exportedLines(page)
  assert.equal(head, '单号,时间,商品,会员,付款,金额')
  assert.match(row!, /^01-00-000002,.*,保湿面膜,,支付宝,59\.50$/)
  assert.deepEqual(rest, [])
})
