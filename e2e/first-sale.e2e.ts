import assert from 'node:assert/strict'
import { journey } from './harness.ts'
import { typeProduct, typeSetUp } from './set-up-shop.ts'

journey(
  'a shop’s first day: enrol, top up, sell, receipt, part of it comes back, and every fen is accounted for',
  {},
  async (stage) => {
    const { app, page } = stage
    await typeSetUp(page, app.setupCode!)
    await typeProduct(page, '山茶花洗发水', '68', '6901234500062')
    await typeProduct(page, '保湿面膜', '59.5', '6901234500031')
    await stage.picture('products')

    // Enrol: two fields at the till.
    await page.goto('/till')
    await page.getByRole('button', { name: /选择会员/ }).click()
    await page.getByRole('button', { name: '新会员开卡' }).click()
    await page.getByLabel('手机号').fill('139 0013 8001')
    await page.getByLabel(/^姓名/).fill('李梅')
    await page.getByRole('button', { name: '开卡并选用' }).click()
    await page.getByText('李梅').first().waitFor()
    await stage.picture('till with a member')

    // Top up 200.00 in cash, with change.
    await page.getByRole('button', { name: '充值' }).click()
    await page.getByRole('button', { name: /其他金额/ }).click()
    await page.getByLabel('充值金额').fill('200')
    await page.getByLabel('实收现金').fill('300')
    await stage.picture('top-up')
    await page.getByRole('button', { name: /确认收款并充值/ }).click()
    await page.getByRole('button', { name: '完成' }).click()
    await page.getByText('¥200.00').first().waitFor()

    // Sell: one scanned, two tapped; stored value pays, the rest is cash.
    const input = page.getByRole('textbox', { name: /扫码/ })
    await input.fill('6901234500062')
    await input.press('Enter')
    await page.getByRole('button', { name: /^保湿面膜/ }).click()
    await page.getByRole('button', { name: '增加 保湿面膜' }).click()
    await stage.checkAccessible()
    await stage.picture('cart')
    await page.keyboard.press('F9')
    await page.getByRole('dialog', { name: '收款' }).waitFor()
    const stored = page.getByLabel('储值', { exact: true })
    await stored.fill('150')
    await page.getByLabel('实收现金').fill('50')
    await page.getByText('¥13.00').waitFor() // 187.00 − 150.00 = 37.00 due; 13.00 back
    await stage.picture('payment')
    await stage.checkAccessible()
    await page.getByRole('button', { name: /确认收款/ }).click()
    await page.getByText('已收款 ¥187.00').waitFor()
    await stage.picture('sold')

    // The receipt opens for whoever has its link, without signing in.
    const href = await page.getByRole('link', { name: '小票' }).getAttribute('href')
    assert.ok(href)
    const phone = await stage.openBrowser('phone')
    await phone.goto(href)
    await phone.getByText('¥187.00').first().waitFor()
    await stage.picture('receipt', phone)
    await stage.checkAccessible(phone)
    await page.getByRole('button', { name: '下一单' }).click()

    // One mask comes back.
    await page.goto('/sales')
    await page.getByRole('link', { name: /01-00-000001/ }).click()
    await page.getByRole('heading', { name: /01-00-000001/ }).waitFor()
    await stage.picture('sale')
    await page.getByRole('button', { name: '退款' }).click()
    await page.getByRole('checkbox', { name: '退 保湿面膜' }).check()
    await page.getByRole('button', { name: '少退 保湿面膜' }).click()
    await page.getByLabel('退款原因').fill('顾客不想要了')
    await page.getByRole('button', { name: '确认退款 ¥59.50' }).waitFor()
    await stage.picture('refund plan')
    await stage.checkAccessible()
    await page.getByRole('button', { name: '确认退款 ¥59.50' }).click()
    await page.getByText('已退款 ¥59.50').waitFor()

    const verdict = await app.command('ledger', 'verify', '--json')
    assert.equal(verdict.code, 0, verdict.stderr)
    const { ok, entries, firstBroken } = JSON.parse(verdict.stdout)
    assert.deepEqual({ ok, firstBroken }, { ok: true, firstBroken: null })
    assert.ok(entries >= 3, 'top-up, sale and refund are in the ledger')
  },
)
