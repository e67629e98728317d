import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { stepBudget, type CashierTask } from '#modules/cashier/timing/task-timing-rules.ts'
import { journey } from './harness.ts'
import { addProduct, setUpShop } from './set-up-shop.ts'

/** What the till has measured and not yet sent: the very figures that the report is made of. */
async function measured(page: Page): Promise<{ task: CashierTask; steps: number; isDone: boolean }[]> {
  const text: string = await page.evaluate(`localStorage.getItem('regulars.till.timings') ?? '{"waiting":[]}'`)
  const { sending, waiting } = JSON.parse(text)
  return [...(sending?.items ?? []), ...waiting.map((entry: { timing: unknown }) => entry.timing)]
}

async function untilSent(page: Page): Promise<void> {
  for (let tries = 0; (await measured(page)).length > 0; tries++) {
    assert.ok(tries < 300, 'what was measured is sent')
    await page.waitForTimeout(100)
  }
}

async function checkBudget(page: Page, task: CashierTask): Promise<void> {
  const found = (await measured(page)).filter((each) => each.task === task)
  assert.equal(found.length, 1, `one ${task} was measured`)
  const { steps, isDone } = found[0]!
  const budget = stepBudget[task]!
  assert.ok(isDone, `the ${task} was finished`)
  assert.ok(steps > 0 && steps <= budget, `the ${task} took ${steps} steps of ${budget}`)
}

journey(
  'the tasks of every day stay within their steps: a sale, a refund, a new member; the till measures itself and reports it',
  { size: 'tablet' },
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    await addProduct(page, '山茶花洗发水', '68', '6901234500062')
    await addProduct(page, '保湿面膜', '59.5', '6901234500031')
    await page.goto('/till')

    // A new member: choose, enrol, type two fields, confirm.
    await page.getByRole('button', { name: /选择会员/ }).tap()
    await page.getByRole('button', { name: '新会员开卡' }).tap()
    await page.getByLabel('手机号').fill('13900138002')
    await page.getByLabel(/^姓名/).fill('赵敏')
    await page.getByRole('button', { name: '开卡并选用' }).tap()
    await page.getByText('赵敏').first().waitFor()
    await checkBudget(page, 'enrol')

    // A usual sale: two items, one of them twice, WeChat on the cashier's word, on to the next.
    await page.getByRole('button', { name: /^山茶花洗发水/ }).tap()
    await page.getByRole('button', { name: /^保湿面膜/ }).tap()
    await page.getByRole('button', { name: '增加 保湿面膜' }).tap()
    await page.getByRole('button', { name: /^收款/ }).tap()
    await page.getByRole('button', { name: /微信/ }).tap()
    await page.getByRole('button', { name: /确认收款/ }).tap()
    await page.getByText('已收款 ¥187.00').waitFor()
    await checkBudget(page, 'sale')

    // A refund from the sale: open, take a line, a usual reason, confirm.
    await page.goto('/sales')
    await page.getByRole('link', { name: /01-00-000001/ }).tap()
    await page.getByRole('button', { name: '退款' }).tap()
    await page.getByRole('checkbox', { name: '退 山茶花洗发水' }).tap()
    await page.getByRole('button', { name: '质量问题' }).tap()
    await page.getByRole('button', { name: '确认退款 ¥68.00' }).tap()
    await page.getByText('已退款 ¥68.00').waitFor()
    await checkBudget(page, 'refund')

    // What was measured reaches the report, without a name in it.
    await page.goto('/till')
    await page.getByRole('textbox', { name: /扫码/ }).waitFor()
    await page.getByRole('link', { name: /返回管理台/ }).tap()
    await untilSent(page)
    await page.goto('/reports/cashier-tasks')
    await page.getByRole('heading', { name: '收银用时' }).waitFor()
    for (const task of ['收款', '退款', '开卡']) await page.getByRole('cell', { name: task, exact: true }).waitFor()
    await stage.picture('task timing')
    await stage.checkAccessible()
  },
)

journey('a sale by scanner and two keys, as fast as it gets', {}, async (stage) => {
  const { app, page } = stage
  await setUpShop(page, app.setupCode!)
  await addProduct(page, '山茶花洗发水', '68', '6901234500062')
  await page.goto('/till')
  await page.getByRole('textbox', { name: /扫码/ }).waitFor()
  await page.keyboard.type('6901234500062') // the scanner's own Enter ends it
  await page.keyboard.press('Enter')
  await page.keyboard.press('F9')
  await page.getByRole('dialog', { name: '收款' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('已收款 ¥68.00').waitFor()
  const [sale] = await measured(page)
  assert.equal(sale?.steps, 3, 'one scan and two keys')
})
